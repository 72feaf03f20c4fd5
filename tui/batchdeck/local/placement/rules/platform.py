"""Fargate jobs run on Fargate, EC2 jobs on instances."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import RESOURCE_REQUIREMENT, Obstacle
from batchdeck.local.placement.surroundings import Surroundings


def platform(
    environment: ComputeEnvironmentRecord, demand: Demand, surroundings: Surroundings
) -> Obstacle | None:
    """The definition's `platformCapabilities` must name what the environment is."""
    needed = "FARGATE" if environment.is_fargate else "EC2"
    if needed in demand.platforms:
        return None
    detail = f"{environment.name} is {needed}, the job can run on {', '.join(demand.platforms)}"
    return Obstacle(detail, RESOURCE_REQUIREMENT)
