"""An instance or task needs a free address in one of the subnets."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import UNDETERMINED, Obstacle
from batchdeck.local.placement.reach import subnets_of
from batchdeck.local.placement.surroundings import Surroundings


def free_addresses(
    environment: ComputeEnvironmentRecord, demand: Demand, surroundings: Surroundings
) -> Obstacle | None:
    """Addresses that are about to be freed are not waited for in secret: AWS says so too."""
    if environment.type != "MANAGED":
        return None
    subnets = subnets_of(environment, surroundings)
    if not subnets or any(subnet.free_addresses > 0 for subnet in subnets):
        return None
    failure = (
        f"There are not enough free addresses in subnet '{subnets[0].id}' to satisfy the "
        "requested number of instances. Launching EC2 instance failed."
    )
    names = ", ".join(subnet.id for subnet in subnets)
    detail = f"no address is free in {names}"
    return Obstacle(detail, UNDETERMINED, "" if environment.is_fargate else failure)
