"""Service Quotas: how much of something the account may have."""

from __future__ import annotations

from batchdeck.aws.caller import Caller
from batchdeck.aws.pages import all_members
from batchdeck.aws.shapes import Document, text
from batchdeck.domain.quota import Quota

PAGE = 100
"""The most that `ListServiceQuotas` gives at a time."""


class QuotasGateway:
    """Reads Service Quotas. Every method raises `AwsError` and nothing else."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def of(self, service: str) -> tuple[Quota, ...]:
        """The quotas of a service in this account and Region, such as `ec2`, with a value."""
        parameters = {"ServiceCode": service, "MaxResults": PAGE}
        found = await all_members(
            self._caller, "service-quotas", "ListServiceQuotas", parameters, "Quotas"
        )
        return tuple(quota(one) for one in found if isinstance(one.get("Value"), (int, float)))


def quota(source: Document) -> Quota:
    """A quota of `ListServiceQuotas`."""
    return Quota(
        service=text(source, "ServiceCode"),
        code=text(source, "QuotaCode"),
        name=text(source, "QuotaName"),
        value=float(source["Value"]),
    )
