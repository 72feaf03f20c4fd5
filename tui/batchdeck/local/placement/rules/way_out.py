"""Instances must reach the endpoints of ECS to join their cluster."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import UNDETERMINED, Obstacle
from batchdeck.local.placement.reach import (
    FOR_INSTANCES,
    groups_of,
    has_public_address,
    out_of_reach,
    subnets_of,
)
from batchdeck.local.placement.surroundings import Surroundings


def way_out(
    environment: ComputeEnvironmentRecord, demand: Demand, surroundings: Surroundings
) -> Obstacle | None:
    """One subnet with a way out is enough: it is where the instance will start.

    Fargate's tasks are placed all the same, and fail to start.
    """
    if environment.is_fargate or environment.type != "MANAGED":
        return None
    groups = groups_of(environment, surroundings)
    blocked = []
    for subnet in subnets_of(environment, surroundings):
        public = has_public_address(environment, subnet, surroundings)
        missing = out_of_reach(subnet, FOR_INSTANCES, groups, surroundings, public=public)
        if not missing:
            return None
        blocked.append(f"{subnet.id} has no way out and no endpoint for {', '.join(missing)}")
    detail = "; ".join(blocked) or f"{environment.name} has no subnets"
    return Obstacle(detail, UNDETERMINED, joins=False)
