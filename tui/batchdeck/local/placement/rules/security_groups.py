"""The security groups must let HTTPS out."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import UNDETERMINED, Obstacle
from batchdeck.local.placement.reach import groups_of, has_public_address, subnets_of, target
from batchdeck.local.placement.surroundings import Surroundings


def security_groups(
    environment: ComputeEnvironmentRecord, demand: Demand, surroundings: Surroundings
) -> Obstacle | None:
    """Fargate's tasks are placed all the same, and fail to start."""
    groups = groups_of(environment, surroundings)
    if environment.is_fargate or environment.type != "MANAGED" or not groups:
        return None
    for subnet in subnets_of(environment, surroundings):
        public = has_public_address(environment, subnet, surroundings)
        address = target(subnet, surroundings, public=public)
        if surroundings.firewalls.groups_let_out(groups, address):
            return None
    detail = f"none of {', '.join(groups)} lets HTTPS out"
    return Obstacle(detail, UNDETERMINED, joins=False)
