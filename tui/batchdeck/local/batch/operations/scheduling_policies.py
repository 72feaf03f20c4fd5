"""Scheduling policies: create, describe, list, update, delete.

Source: Batch API, `FairsharePolicy`, `ShareAttributes`.
"""

from __future__ import annotations

from itertools import combinations

from batchdeck.local.batch import documents
from batchdeck.local.batch.account import Account
from batchdeck.local.batch.errors import ClientError, invalid
from batchdeck.local.batch.operations.checks import check_name, check_tags
from batchdeck.local.batch.operations.paging import page
from batchdeck.local.batch.operations.registry import operation
from batchdeck.local.batch.records import Document, SchedulingPolicyRecord
from batchdeck.local.batch.service import BatchService

_MAX_POLICIES = 500
_MAX_SHARES = 500
_MAX_DECAY_SECONDS = 604_800


@operation("CreateSchedulingPolicy")
def create_scheduling_policy(service: BatchService, request: Document) -> Document:
    """Make one of the fair-share kind; the other kind is for service jobs."""
    account, name = service.account, request["name"]
    check_name(name)
    check_tags(request.get("tags", {}))
    arn = account.arn(f"scheduling-policy/{name}")
    if arn in account.policies:
        raise ClientError("Object already exists")
    if len(account.policies) >= _MAX_POLICIES:
        raise invalid(f"Maximum number of scheduling policies supported is {_MAX_POLICIES}")
    policy = _fairshare(request)
    account.policies[arn] = SchedulingPolicyRecord(name, arn, policy, dict(request.get("tags", {})))
    return {"name": name, "arn": arn}


@operation("DescribeSchedulingPolicies")
def describe_scheduling_policies(service: BatchService, request: Document) -> Document:
    """Those of the given ARNs that exist."""
    if len(request["arns"]) > 100:
        raise invalid("Maximum number of scheduling policies supported is 100")
    found = [service.account.policies.get(arn) for arn in dict.fromkeys(request["arns"])]
    return {
        "schedulingPolicies": [documents.scheduling_policy(one) for one in found if one is not None]
    }


@operation("ListSchedulingPolicies")
def list_scheduling_policies(service: BatchService, request: Document) -> Document:
    """ARNs of all of them."""
    records = list(service.account.policies.values())
    return page(request, "schedulingPolicies", records, lambda record: {"arn": record.arn})


@operation("UpdateSchedulingPolicy")
def update_scheduling_policy(service: BatchService, request: Document) -> Document:
    """Replace its fair share; the queues that have it order their jobs by that at once."""
    record = existing_policy(service.account, request["arn"])
    record.fairshare = _fairshare(request)
    return {}


@operation("DeleteSchedulingPolicy")
def delete_scheduling_policy(service: BatchService, request: Document) -> Document:
    """Remove one that no queue has."""
    account = service.account
    arn = request["arn"]
    if any(queue.scheduling_policy_arn == arn for queue in account.queues.values()):
        raise ClientError("Cannot delete, found existing JobQueue relationship")
    account.policies.pop(arn, None)
    return {}


def existing_policy(account: Account, arn: str) -> SchedulingPolicyRecord:
    """The policy of an ARN; `ClientError` when there is none."""
    record = account.policies.get(arn)
    if record is None:
        raise ClientError(f"SchedulingPolicy {arn} not found.")
    return record


def _fairshare(request: Document) -> Document:
    """The policy of a request, with the members AWS fills in."""
    if "quotaSharePolicy" in request:
        raise ClientError(
            "The local account has no quota shares: they are for SageMaker training jobs."
        )
    policy = {
        "shareDecaySeconds": 0,
        "computeReservation": 0,
        "shareDistribution": [],
        **request.get("fairsharePolicy", {}),
    }
    if not 0 <= policy["shareDecaySeconds"] <= _MAX_DECAY_SECONDS:
        raise invalid(f"shareDecaySeconds must be between 0 and {_MAX_DECAY_SECONDS}.")
    if not 0 <= policy["computeReservation"] <= 99:
        raise invalid("computeReservation must be between 0 and 99.")
    policy["shareDistribution"] = _shares(policy["shareDistribution"])
    return policy


def _shares(shares: list[Document]) -> list[Document]:
    if len(shares) > _MAX_SHARES:
        raise invalid(f"ShareDistribution size cannot be greater than {_MAX_SHARES}.")
    complete = [{"weightFactor": 1.0, **share} for share in shares]
    for share in complete:
        name = share["shareIdentifier"]
        if not (name.removesuffix("*").isalnum() and name.isascii() and len(name) <= 256):
            raise invalid("ShareIdentifier name should match a valid pattern.")
        if not 0.0001 <= share["weightFactor"] <= 999.9999:
            raise invalid("Weight factor should be between 0.0001 and 999.9999.")
    for one, other in combinations((share["shareIdentifier"] for share in complete), 2):
        if one == other:
            raise invalid("Cannot have two or more identical shareIdentifiers.")
        if _overlap(one, other):
            raise invalid(f"Share identifier {one} matches another share identifier {other}.")
    return complete


def _overlap(one: str, other: str) -> bool:
    """Whether some share would be in both; a `*` at the end stands for anything."""
    if one.endswith("*") and other.startswith(one[:-1]):
        return True
    return one == other or (other.endswith("*") and one.startswith(other[:-1]))
