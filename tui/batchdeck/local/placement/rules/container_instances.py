"""An UNMANAGED environment has the instances that its owner registers, and no others."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import Obstacle
from batchdeck.local.placement.surroundings import Surroundings


def container_instances(
    environment: ComputeEnvironmentRecord, demand: Demand, surroundings: Surroundings
) -> Obstacle | None:
    """Instances cannot register with this account, so jobs wait as on an empty cluster."""
    if environment.type == "MANAGED":
        return None
    return Obstacle(f"{environment.name} is UNMANAGED and no instance has joined its cluster")
