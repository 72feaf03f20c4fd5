"""Some type that holds the job must be offered in a zone of the subnets."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.candidates import candidates
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.instance_types import offered
from batchdeck.local.placement.obstacle import CONFIGURATION, Obstacle
from batchdeck.local.placement.reach import subnets_of
from batchdeck.local.placement.surroundings import Surroundings


def offered_in_zone(
    environment: ComputeEnvironmentRecord, demand: Demand, surroundings: Surroundings
) -> Obstacle | None:
    """Zones that nothing is known of are taken to have every type."""
    types = {one.name for one in candidates(environment, demand)}
    zones = sorted({subnet.zone for subnet in subnets_of(environment, surroundings)})
    if not types or not zones:
        return None
    for zone in zones:
        there = offered(surroundings.region, zone)
        if not there or types & there:
            return None
    return Obstacle(
        f"none of {', '.join(sorted(types))} is offered in {', '.join(zones)}",
        CONFIGURATION,
        f"Your requested instance type ({min(types)}) is not supported in your requested "
        f"Availability Zone ({zones[0]}). Launching EC2 instance failed.",
    )
