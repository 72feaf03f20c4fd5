"""What Batch asks of a new compute environment.

Source: Batch API, `CreateComputeEnvironment` and `ComputeResource`.
"""

from __future__ import annotations

from batchdeck.local.batch.errors import ClientError, invalid
from batchdeck.local.batch.operations.template_rules import check_template
from batchdeck.local.batch.records import Document
from batchdeck.local.placement.instance_types import expand

_NOT_FOR_FARGATE = (
    "allocationStrategy",
    "bidPercentage",
    "desiredvCpus",
    "ec2Configuration",
    "ec2KeyPair",
    "imageId",
    "instanceRole",
    "instanceTypes",
    "launchTemplate",
    "minvCpus",
    "placementGroup",
    "scalingPolicy",
    "spotIamFleetRole",
    "tags",
    "updateToLatestImageVersion",
)
_MANAGED_INSTANCES = "ECS_MANAGED_INSTANCES"
_FOR_MANAGED_INSTANCES = ("managedInstancesProvider", "capacityTags")
_MAX_FARGATE_SUBNETS = 16
_MAX_FARGATE_GROUPS = 5
_SCALE_DOWN_MINUTES = range(20, 10_081)
_EXECUTION_MINUTES = range(1, 7_201)


def check_resources(request: Document) -> None:
    """Raise `ClientError` for a request to create an environment that cannot be."""
    resources = request.get("computeResources")
    if request["type"] == "UNMANAGED":
        _check_unmanaged(request)
        return
    if "unmanagedvCpus" in request:
        raise invalid("unmanagedvCpus is not applicable for managed Compute Environments")
    if not resources:
        raise invalid("computeResources is required for a MANAGED environment.")
    if "eksConfiguration" in request or resources["type"] == _MANAGED_INSTANCES:
        raise ClientError("The local account has no EKS and no managed instances environments.")
    if not resources.get("subnets"):
        raise invalid("Resource subnets is required.")
    if resources["type"].startswith("FARGATE"):
        _check_fargate(resources)
    else:
        _check_instances(resources)
    check_values(resources)


def check_values(resources: Document) -> None:
    """Raise `ClientError` for values that no environment can have, new or updated."""
    _check_limits(resources)
    _check_strategy(resources)
    for member in _FOR_MANAGED_INSTANCES:
        if member in resources:
            raise invalid(f"{member} is for type {_MANAGED_INSTANCES} only.")
    check_template(resources)
    if len(resources.get("ec2Configuration") or ()) > 2:
        raise invalid("ec2Configuration must have at most 2 entries.")
    if not 0 <= resources.get("bidPercentage", 0) <= 100:
        raise invalid("Bid percentage must be between 0 to 100.")
    minutes = (resources.get("scalingPolicy") or {}).get("minScaleDownDelayMinutes", 0)
    if minutes and minutes not in _SCALE_DOWN_MINUTES:
        raise invalid("minScaleDownDelayMinutes must be 0, or between 20 and 10080.")


def check_update_policy(policy: Document | None) -> None:
    """Raise `ClientError` for a time that jobs cannot be given to end."""
    minutes = (policy or {}).get("jobExecutionTimeoutMinutes", 30)
    if minutes not in _EXECUTION_MINUTES:
        raise invalid("jobExecutionTimeoutMinutes must be between 1 and 7200.")


def refuse_for_fargate(resources: Document) -> None:
    """Raise `ClientError` for members that only instances have."""
    for member in _NOT_FOR_FARGATE:
        if member in resources:
            raise invalid(f"{member} is not applicable for Fargate.")


def check_types(names: list[str]) -> None:
    """Raise `ClientError` for names that stand for no instance type."""
    if not names:
        raise invalid("Resource instanceTypes are required.")
    for name in names:
        if not expand([name]):
            raise invalid(f"Instance type {name} is not supported.")


def _check_unmanaged(request: Document) -> None:
    if request.get("computeResources"):
        raise invalid("computeResources must not be provided for an UNMANAGED environment.")
    if not request.get("serviceRole"):
        raise invalid("ServiceRole is required.")


def _check_fargate(resources: Document) -> None:
    refuse_for_fargate(resources)
    if not resources.get("securityGroupIds"):
        raise invalid("Security group ids are required.")
    for member, name, most in (
        ("subnets", "subnets", _MAX_FARGATE_SUBNETS),
        ("securityGroupIds", "security groups", _MAX_FARGATE_GROUPS),
    ):
        if len(resources[member]) > most:
            raise invalid(f"Fargate supports a maximum of {most} {name}.")


def _check_instances(resources: Document) -> None:
    if not resources.get("instanceRole"):
        raise invalid("Instance role is required.")
    if "minvCpus" not in resources:
        raise invalid("Resource minvCpus is required.")
    check_types(resources.get("instanceTypes") or [])
    if not resources.get("securityGroupIds") and not resources.get("launchTemplate"):
        raise invalid("Security group ids are required.")


def _check_strategy(resources: Document) -> None:
    strategy = resources.get("allocationStrategy", "BEST_FIT")
    if strategy.startswith("SPOT_") and resources["type"] != "SPOT":
        raise invalid(f"Allocation strategy {strategy} is for type SPOT only.")
    if (
        resources["type"] == "SPOT"
        and strategy == "BEST_FIT"
        and not resources.get("spotIamFleetRole")
    ):
        raise invalid("ComputeResources.spotIamFleetRole cannot not be null or empty")


def _check_limits(resources: Document) -> None:
    least, most = resources.get("minvCpus", 0), resources["maxvCpus"]
    desired = resources.get("desiredvCpus", least)
    for name, value in (("minvCpus", least), ("maxvCpus", most)):
        if value < 0:
            raise invalid(f"{name} should be greater than or equal to 0.")
    if least > most:
        raise invalid("maxvCpus should be greater than or equal to minvCpus.")
    if not least <= desired <= most:
        raise invalid("desiredvCpus should be between minvCpus and maxvCpus.")
