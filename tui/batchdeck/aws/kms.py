"""KMS: keys, and who may use them."""

from __future__ import annotations

from batchdeck.aws.caller import Caller
from batchdeck.aws.errors import NotFoundError
from batchdeck.aws.pages import all_members
from batchdeck.aws.shapes import child, text, texts
from batchdeck.aws.translate_policies import policy
from batchdeck.domain.key import Grant, Key
from batchdeck.domain.policy import Policy


class KmsGateway:
    """Reads KMS. Every method raises `AwsError` and nothing else."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def key(self, reference: str) -> Key | None:
        """The key of an id, ARN or alias; None when there is none."""
        asked = {"KeyId": reference}
        try:
            answer = await self._caller.read("kms", "DescribeKey", asked, expects="KeyMetadata")
        except NotFoundError:
            return None
        found = child(answer, "KeyMetadata")
        return Key(
            arn=text(found, "Arn"),
            manager=text(found, "KeyManager"),
            state=text(found, "KeyState"),
        )

    async def key_policy(self, arn: str) -> Policy | None:
        """The policy of a key; None when the answer cannot be read."""
        asked = {"KeyId": arn, "PolicyName": "default"}
        return policy(
            await self._caller.read("kms", "GetKeyPolicy", asked, expects="Policy"), "Policy"
        )

    async def grants(self, arn: str) -> tuple[Grant, ...]:
        """The grants on a key."""
        found = await all_members(
            self._caller,
            "kms",
            "ListGrants",
            {"KeyId": arn},
            "Grants",
            token="Marker",  # noqa: S106
            reply_token="NextMarker",  # noqa: S106
        )
        return tuple(
            Grant(text(one, "GranteePrincipal"), texts(one, "Operations")) for one in found
        )
