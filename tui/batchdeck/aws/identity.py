"""Who the console is in AWS."""

from __future__ import annotations

import asyncio

from batchdeck.aws.caller import Caller
from batchdeck.aws.errors import AwsError
from batchdeck.aws.session import AwsSession
from batchdeck.domain.clean import clean
from batchdeck.domain.identity import Identity

#: How long to wait for the alias, seconds: a private network often has no way to IAM.
ALIAS_PATIENCE = 4.0


class IdentityGateway:
    """Reads account and principal (`sts:GetCallerIdentity`), and the alias from IAM."""

    def __init__(self, caller: Caller, session: AwsSession) -> None:
        self._caller = caller
        self._session = session

    async def read(self) -> Identity:
        """The identity behind every call. Raises `AwsError`.

        The alias is a comfort: where it cannot be read, the name that the connection brings
        along stands in.
        """
        answer = await self._caller.read("sts", "GetCallerIdentity", {}, expects="Arn")
        return Identity(
            account=clean(answer.get("Account") or ""),
            region=self._session.region,
            arn=clean(answer["Arn"]),
            alias=await self._alias() or self._session.connection.alias,
            expires_at=self._session.expires_at,
        )

    async def _alias(self) -> str:
        try:
            async with asyncio.timeout(ALIAS_PATIENCE):
                answer = await self._caller.read(
                    "iam", "ListAccountAliases", {}, expects="AccountAliases"
                )
        except (AwsError, TimeoutError):  # The call log has it; many roles may not ask.
            return ""
        return clean(next(iter(answer["AccountAliases"]), ""))
