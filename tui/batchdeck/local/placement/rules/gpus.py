"""Some allowed instance type must have as many GPUs as the job wants."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.instance_types import expand
from batchdeck.local.placement.obstacle import RESOURCE_REQUIREMENT, Obstacle
from batchdeck.local.placement.surroundings import Surroundings


def gpus(
    environment: ComputeEnvironmentRecord, demand: Demand, surroundings: Surroundings
) -> Obstacle | None:
    """GPUs of several instances do not add up."""
    if not demand.gpus or environment.is_fargate:
        return None
    names = environment.resources.get("instanceTypes") or ()
    if any(one.gpus >= demand.gpus for one in expand(names)):
        return None
    return Obstacle(f"none of {', '.join(names)} has {demand.gpus} GPU", RESOURCE_REQUIREMENT)
