"""Fargate Spot has no Windows."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import UNDETERMINED, Obstacle
from batchdeck.local.placement.surroundings import Surroundings


def operating_system(
    environment: ComputeEnvironmentRecord, demand: Demand, surroundings: Surroundings
) -> Obstacle | None:
    """Another environment of the queue may have it, or the queue is blocked.

    Source: Batch API, `RuntimePlatform.operatingSystemFamily`.
    """
    if demand.windows and environment.kind == "FARGATE_SPOT":
        return Obstacle(f"{environment.name} has no Windows", UNDETERMINED)
    return None
