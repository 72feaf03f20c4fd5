"""Only a VALID environment takes jobs; one that is being updated goes on."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import ACTION_REQUIRED, Obstacle
from batchdeck.local.placement.surroundings import Surroundings


def environment_valid(
    environment: ComputeEnvironmentRecord, demand: Demand, surroundings: Surroundings
) -> Obstacle | None:
    """An INVALID environment wants its owner; the other states pass by themselves."""
    if environment.status in ("VALID", "UPDATING"):
        return None
    reason = ACTION_REQUIRED if environment.status == "INVALID" else ""
    return Obstacle(f"{environment.name} is {environment.status}", reason)
