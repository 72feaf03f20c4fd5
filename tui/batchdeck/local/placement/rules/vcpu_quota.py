"""The account's vCPU quotas must leave room for the job."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.candidates import candidates
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import UNDETERMINED, Obstacle
from batchdeck.local.placement.quotas import FARGATE, FARGATE_SPOT, Quota, quota_of
from batchdeck.local.placement.surroundings import Surroundings


def vcpu_quota(
    environment: ComputeEnvironmentRecord, demand: Demand, surroundings: Surroundings
) -> Obstacle | None:
    """What runs in other environments of the same group of families counts too."""
    if environment.type != "MANAGED":
        return None
    room = [
        surroundings.quotas.value(quota) - _used(quota, surroundings)
        for quota in _quotas(environment, demand)
    ]
    if not room or max(room) >= demand.vcpus:
        return None
    detail = f"the vCPU quotas leave {max(room):g} vCPUs, the job needs {demand.vcpus:g}"
    return Obstacle(detail, UNDETERMINED, _failure(environment, max(room)))


def _quotas(environment: ComputeEnvironmentRecord, demand: Demand) -> set[Quota]:
    """Those that the environment may count against; none when a type has none."""
    if environment.is_fargate:
        return {FARGATE_SPOT if environment.kind == "FARGATE_SPOT" else FARGATE}
    spot = environment.kind == "SPOT"
    found = {quota_of(one.name, spot=spot) for one in candidates(environment, demand)}
    return set() if None in found else {quota for quota in found if quota is not None}


def _used(quota: Quota, surroundings: Surroundings) -> float:
    """vCPUs of jobs in all environments that count against a quota."""
    nothing = Demand(vcpus=0, memory=0)
    return sum(
        other.used_vcpus
        for other in list(surroundings.environments.values())
        if quota in _quotas(other, nothing)
    )


def _failure(environment: ComputeEnvironmentRecord, room: float) -> str:
    """What EC2 Auto Scaling says then."""
    if environment.is_fargate:
        return ""
    if environment.kind == "SPOT":
        return (
            "Could not launch Spot Instances. MaxSpotInstanceCountExceeded - Max spot instance "
            "count exceeded. Launching EC2 instance failed."
        )
    return (
        f"You have requested more vCPU capacity than your current vCPU limit of {room:g} allows "
        "for the instance bucket that the specified instance type belongs to. Please visit "
        "http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit. "
        "Launching EC2 instance failed."
    )
