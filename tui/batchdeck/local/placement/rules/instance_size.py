"""Some allowed instance type must hold the job, and `maxvCpus` must allow one such instance."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.candidates import candidates
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import MAX_RESOURCE, RESOURCE_REQUIREMENT, Obstacle
from batchdeck.local.placement.surroundings import Surroundings


def instance_size(
    environment: ComputeEnvironmentRecord, demand: Demand, surroundings: Surroundings
) -> Obstacle | None:
    """Compared with what is left for jobs, not with what EC2 states."""
    if environment.is_fargate or environment.type != "MANAGED":
        return None
    names = environment.resources.get("instanceTypes") or ()
    fitting = candidates(environment, demand)
    if not fitting:
        needs = f"{demand.vcpus:g} vCPU and {demand.memory} MiB"
        return Obstacle(f"none of {', '.join(names)} holds {needs}", RESOURCE_REQUIREMENT)
    smallest = min(one.vcpus for one in fitting)
    if smallest > environment.resources.get("maxvCpus", smallest):
        detail = f"the smallest type that fits has {smallest} vCPUs, more than maxvCpus"
        return Obstacle(detail, MAX_RESOURCE)
    return None
