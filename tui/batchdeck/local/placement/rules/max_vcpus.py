"""A job larger than `maxvCpus` never fits, even into an empty environment."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import MAX_RESOURCE, Obstacle
from batchdeck.local.placement.surroundings import Surroundings


def max_vcpus(
    environment: ComputeEnvironmentRecord, demand: Demand, surroundings: Surroundings
) -> Obstacle | None:
    """What other jobs use at the moment is not looked at: that passes."""
    most = environment.resources.get("maxvCpus")
    if most is None or demand.vcpus <= most:
        return None
    detail = f"{environment.name} has maxvCpus {most}, the job needs {demand.vcpus:g}"
    return Obstacle(detail, MAX_RESOURCE)
