"""A DISABLED environment takes no new jobs."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import Obstacle
from batchdeck.local.placement.surroundings import Surroundings


def environment_enabled(
    environment: ComputeEnvironmentRecord, demand: Demand, surroundings: Surroundings
) -> Obstacle | None:
    """AWS documents no `statusReason` for it."""
    if environment.state == "ENABLED":
        return None
    return Obstacle(f"{environment.name} is {environment.state}")
