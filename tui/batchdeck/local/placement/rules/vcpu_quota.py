"""The account's vCPU quota for Fargate must leave room for the job.

Those of EC2 count instances: they are asked when one is to be launched.
"""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import UNDETERMINED, Obstacle
from batchdeck.local.placement.quotas import FARGATE, FARGATE_SPOT
from batchdeck.local.placement.surroundings import Surroundings


def vcpu_quota(
    environment: ComputeEnvironmentRecord, demand: Demand, surroundings: Surroundings
) -> Obstacle | None:
    """What runs in other environments on the same kind of Fargate counts too."""
    if not environment.is_fargate:
        return None
    used = sum(
        other.used_vcpus
        for other in list(surroundings.environments.values())
        if other.kind == environment.kind
    )
    quota = FARGATE_SPOT if environment.kind == "FARGATE_SPOT" else FARGATE
    room = surroundings.quotas.value(quota) - used
    if room >= demand.vcpus:
        return None
    detail = f"{quota.code} leaves {room:g} vCPUs, the job needs {demand.vcpus:g}"
    return Obstacle(detail, UNDETERMINED)
