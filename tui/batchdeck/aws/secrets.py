"""Where the values of secret variables come from: Secrets Manager and Systems Manager.

Only whether something is there is asked for, never a value.
"""

from __future__ import annotations

from collections.abc import Iterable

from batchdeck.aws.caller import Caller
from batchdeck.aws.errors import NotFoundError
from batchdeck.aws.pages import all_members
from batchdeck.aws.shapes import text

PAGE = 50
"""The most that `DescribeParameters` gives, and takes names, at a time."""


class SecretsGateway:
    """Reads what is known about secrets. Every method raises `AwsError` and nothing else."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def absence(self, arn: str) -> str:
        """Why the secret of that ARN cannot be read: `absent` or `deleted`; empty when it can."""
        try:
            answer = await self._caller.read(
                "secretsmanager", "DescribeSecret", {"SecretId": arn}, expects="ARN"
            )
        except NotFoundError:
            return "absent"
        return "deleted" if answer.get("DeletedDate") is not None else ""

    async def parameters(self, names: Iterable[str]) -> frozenset[str]:
        """Those of these up to 50 names that there are parameters of."""
        filters = [{"Key": "Name", "Option": "Equals", "Values": list(names)}]
        asked = {"ParameterFilters": filters, "MaxResults": PAGE}
        found = await all_members(self._caller, "ssm", "DescribeParameters", asked, "Parameters")
        return frozenset(text(one, "Name") for one in found)
