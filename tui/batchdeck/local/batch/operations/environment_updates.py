"""What Batch asks of a change of a compute environment.

A scaling update is always possible. An infrastructure update replaces the instances, which
needs AWSServiceRoleForBatch and a strategy other than BEST_FIT; what cannot have one is
replaced by a new environment.

Source: Batch API, `UpdateComputeEnvironment`; user guide, "Update a compute environment".
"""

from __future__ import annotations

from batchdeck.local.batch.errors import ClientError, invalid
from batchdeck.local.batch.operations.environment_rules import (
    check_types,
    check_update_policy,
    check_values,
    refuse_for_fargate,
)
from batchdeck.local.batch.records import ComputeEnvironmentRecord, Document

_SCALING = {"minvCpus", "maxvCpus", "desiredvCpus", "scalingPolicy"}
_FARGATE = {"maxvCpus", "subnets", "securityGroupIds"}
_LINKED = "/aws-service-role/"
_REMOVED_BY_EMPTY = ("ec2KeyPair", "imageId", "placementGroup", "launchTemplate")


def check_update(record: ComputeEnvironmentRecord, request: Document) -> Document:
    """The new `computeResources`; `ClientError` for changes that are not allowed."""
    changes = _changes(record, request)
    check_update_policy(request.get("updatePolicy"))
    _check_role(record, request.get("serviceRole", record.service_role))
    if record.type == "UNMANAGED":
        if changes:
            raise invalid("computeResources must not be provided for an UNMANAGED environment.")
        return {}
    if "unmanagedvCpus" in request:
        raise invalid("unmanagedvCpus is not applicable for managed Compute Environments")
    _check_changes(record, changes)
    merged = {**record.resources, **changes}
    check_values(merged)
    _check_desired(record, changes)
    return {name: value for name, value in merged.items() if not _is_removed(name, value)}


def is_infrastructure(record: ComputeEnvironmentRecord, changes: Document) -> bool:
    """Whether a change replaces instances; Fargate has none."""
    changed = {name for name, value in changes.items() if record.resources.get(name) != value}
    return not record.is_fargate and bool(changed - _SCALING)


def patience(policy: Document | None) -> float:
    """Seconds that jobs may go on for while their instances are replaced.

    Source: Batch API, `UpdatePolicy`.
    """
    if (policy or {}).get("terminateJobsOnUpdate"):
        return 0.0
    return 60.0 * float((policy or {}).get("jobExecutionTimeoutMinutes", 30))


def _changes(record: ComputeEnvironmentRecord, request: Document) -> Document:
    """What the request changes. Empty lists mean no change for Fargate."""
    changes = dict(request.get("computeResources", {}))
    if record.is_fargate:
        return {name: value for name, value in changes.items() if value != []}
    return changes


def _check_role(record: ComputeEnvironmentRecord, role: str) -> None:
    """A linked role stays one, and a role of one's own stays one's own."""
    if (_LINKED in role) != (_LINKED in record.service_role):
        raise invalid(
            "The service role cannot be changed between a service-linked role and another."
        )


def _check_changes(record: ComputeEnvironmentRecord, changes: Document) -> None:
    kind = changes.get("type", record.kind)
    if kind.startswith("FARGATE") != record.is_fargate or "MANAGED" in kind:
        raise invalid(f"Type {record.kind} cannot be changed to {kind}.")
    if record.is_fargate:
        refuse_for_fargate(changes)
        for member in set(changes) - _FARGATE - {"type"}:
            raise invalid(f"{member} is not applicable for Fargate.")
    elif "instanceTypes" in changes:
        check_types(changes["instanceTypes"])
    if is_infrastructure(record, changes):
        _check_infrastructure_update(record)


def _check_infrastructure_update(record: ComputeEnvironmentRecord) -> None:
    if _LINKED not in record.service_role:
        raise invalid("Infrastructure updates need the service-linked role AWSServiceRoleForBatch.")
    if record.resources.get("allocationStrategy", "BEST_FIT") == "BEST_FIT":
        raise invalid("Infrastructure updates are not supported with allocationStrategy BEST_FIT.")


def _check_desired(record: ComputeEnvironmentRecord, changes: Document) -> None:
    desired = changes.get("desiredvCpus")
    if desired is not None and desired < record.desired_vcpus:
        raise ClientError(
            "Manually scaling down compute environment is not supported. Disconnecting job "
            "queues from compute environment will cause it to scale-down to minvCpus."
        )


def _is_removed(name: str, value: object) -> bool:
    """Whether an update's value stands for nothing: AWS takes an empty string for that."""
    if name == "launchTemplate" and isinstance(value, dict):
        return not (value.get("launchTemplateId") or value.get("launchTemplateName"))
    return name in _REMOVED_BY_EMPTY and value == ""
