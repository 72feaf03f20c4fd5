"""Service Quotas of what Batch needs; placement keeps to the same values.

An increase that is asked for, or a decrease, is in force at once.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from batchdeck.local.placement.quotas import DEFAULTS, Quota, Quotas

SERVICES = {
    "batch": "AWS Batch",
    "ec2": "Amazon Elastic Compute Cloud (Amazon EC2)",
    "fargate": "AWS Fargate",
    "vpc": "Amazon Virtual Private Cloud (Amazon VPC)",
}
#: Limits of Batch itself. Source: AWS Batch user guide, "AWS Batch service quotas".
_BATCH = (
    Quota("batch", "L-144F0CA5", "Compute environment limit", 50),
    Quota("batch", "L-4CEA37AD", "Job queue limit", 50),
    Quota("batch", "L-F8102809", "Compute environments per job queue limit.", 3),
    Quota("batch", "L-AD075A76", "Job dependencies limit", 20),
    Quota("batch", "L-6B86CF1E", "Job payload size limit", 30),
    Quota("batch", "L-F9381E33", "Maximum array size limit", 10_000),
)
_KNOWN = {(quota.service, quota.code): quota for quota in (*DEFAULTS, *_BATCH)}
_MOST = 100
_HIGHEST = 1e10
"""Source: Service Quotas API, `QuotaValue`."""


@dataclass(frozen=True, slots=True)
class Book:
    """The quotas of one account in one Region, as Service Quotas tells of them."""

    account: str
    region: str
    quotas: Quotas

    def told(self, quota: Quota, *, default: bool = False) -> dict[str, Any]:
        """`ServiceQuota`."""
        owner = "" if default else self.account
        return {
            "ServiceCode": quota.service,
            "ServiceName": SERVICES[quota.service],
            "QuotaArn": f"arn:aws:servicequotas:{self.region}:{owner}:{quota.service}/{quota.code}",
            "QuotaCode": quota.code,
            "QuotaName": quota.name,
            "Value": float(quota.value if default else self.quotas.value(quota)),
            "Unit": "None",
            "Adjustable": quota.service != "batch",
            "GlobalQuota": False,
            "QuotaAppliedAtLevel": "ACCOUNT",
        }

    def change(self, quota: Quota, value: float) -> dict[str, Any]:
        """`RequestedServiceQuotaChange`, granted."""
        self.quotas.change(quota.code, value)
        now = datetime.now(UTC).timestamp()
        told = self.told(quota)
        shared = ("ServiceCode", "ServiceName", "QuotaArn", "QuotaCode", "QuotaName")
        return {
            **{member: told[member] for member in shared},
            "Id": uuid4().hex,
            "DesiredValue": value,
            "Status": "APPROVED",
            "Created": now,
            "LastUpdated": now,
            "GlobalQuota": False,
            "Unit": "None",
        }


def install() -> None:
    """Give moto's Service Quotas, which knows those of VPCs only, the rest."""
    from moto.servicequotas import responses

    response: Any = responses.ServiceQuotasResponse
    vpc_default = response.get_service_quota
    vpc_defaults = response.list_aws_default_service_quotas

    def get(self: Any, *, default: bool = False) -> str:
        request = json.loads(self.body)
        if request.get("ServiceCode") == "vpc":
            return str(vpc_default(self))
        return json.dumps({"Quota": _book(self).told(_quota(request), default=default)})

    def listed(self: Any, *, default: bool = False) -> str:
        request = json.loads(self.body)
        if request.get("ServiceCode") == "vpc":
            return str(vpc_defaults(self))
        book, quotas = _book(self), _quotas_of(request)
        return _page(request, "Quotas", [book.told(one, default=default) for one in quotas])

    def list_services(self: Any) -> str:
        services = [{"ServiceCode": c, "ServiceName": name} for c, name in SERVICES.items()]
        return _page(json.loads(self.body), "Services", services)

    def request_service_quota_increase(self: Any) -> str:
        request = json.loads(self.body)
        quota, value = _quota(request), _desired(request)
        if quota in _BATCH:
            raise _illegal(f"Quota {quota.code} of {quota.service} is not adjustable.")
        return json.dumps({"RequestedQuota": _book(self).change(quota, value)})

    response.get_service_quota = get
    response.get_aws_default_service_quota = lambda self: get(self, default=True)
    response.list_service_quotas = listed
    response.list_aws_default_service_quotas = lambda self: listed(self, default=True)
    response.list_services = list_services
    response.request_service_quota_increase = request_service_quota_increase


def _book(response: Any) -> Book:
    from batchdeck.local.batch.models import batch_backends

    account, region = response.current_account, response.region
    return Book(account, region, batch_backends[account][region].service.surroundings.quotas)


def _quota(request: dict[str, Any]) -> Quota:
    """The quota a request is about. Raises moto's NoSuchResourceException."""
    from moto.servicequotas.exceptions import NoSuchResource

    quota = _KNOWN.get((str(request.get("ServiceCode")), str(request.get("QuotaCode"))))
    if quota is None:
        raise NoSuchResource
    return quota


def _desired(request: dict[str, Any]) -> float:
    """The value that is asked for. Raises IllegalArgumentException."""
    value = request.get("DesiredValue")
    if not isinstance(value, int | float) or not 0 <= value <= _HIGHEST:
        raise _illegal(f"DesiredValue {value} must be a number between 0 and {_HIGHEST:.0f}.")
    return float(value)


def _illegal(message: str) -> Exception:
    from moto.core.exceptions import JsonRESTError

    return JsonRESTError("IllegalArgumentException", message)


def _quotas_of(request: dict[str, Any]) -> list[Quota]:
    """All of a service. Raises moto's NoSuchResourceException."""
    from moto.servicequotas.exceptions import NoSuchResource

    found = [quota for quota in _KNOWN.values() if quota.service == request.get("ServiceCode")]
    if not found:
        raise NoSuchResource
    return found


def _page(request: dict[str, Any], member: str, items: list[dict[str, Any]]) -> str:
    start = int(request.get("NextToken") or 0)
    end = start + min(int(request.get("MaxResults") or _MOST), _MOST)
    following = {"NextToken": str(end)} if end < len(items) else {}
    return json.dumps({member: items[start:end], **following})
