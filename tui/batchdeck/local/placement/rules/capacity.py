"""A zone of the subnets must have capacity for a type that holds the job."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.candidates import candidates
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.instance_types import InstanceType
from batchdeck.local.placement.network import Subnet
from batchdeck.local.placement.obstacle import CAPACITY, Obstacle
from batchdeck.local.placement.reach import subnets_of
from batchdeck.local.placement.surroundings import Surroundings

NO_CAPACITY = "batchdeck:no-capacity"
NO_SPOT_CAPACITY = "batchdeck:no-spot-capacity"
_FAILURE = (
    "We currently do not have sufficient {name} capacity in the Availability Zone you "
    "requested ({zone}). Our system will be working on provisioning additional capacity. "
    "Launching EC2 instance failed."
)
_SPOT_FAILURE = (
    "Could not launch Spot Instances. UnfulfillableCapacity - Unable to fulfill capacity due "
    "to your request configuration. There is no Spot capacity available that matches your "
    "request. Launching EC2 instance failed."
)


def capacity(
    environment: ComputeEnvironmentRecord, demand: Demand, surroundings: Surroundings
) -> Obstacle | None:
    """EC2 does not tell what it has, so the account is told by tags on subnets.

    NO_CAPACITY names types or families, or `*`, of which the subnet's zone has none left;
    NO_SPOT_CAPACITY does so for Spot alone.
    """
    types = candidates(environment, demand)
    subnets = subnets_of(environment, surroundings)
    spot = environment.kind == "SPOT"
    if not types or not subnets:
        return None
    if any(not _exhausted(subnet, one, spot=spot) for subnet in subnets for one in types):
        return None
    name, zone = types[0].name, subnets[0].zone
    detail = f"no capacity for {', '.join(one.name for one in types)}"
    failure = _SPOT_FAILURE if spot else _FAILURE.format(name=name, zone=zone)
    return Obstacle(detail, CAPACITY.format(instance_type=name), failure)


def _exhausted(subnet: Subnet, instance_type: InstanceType, *, spot: bool) -> bool:
    tags = dict(subnet.tags)
    lists = [tags.get(NO_CAPACITY, ""), tags.get(NO_SPOT_CAPACITY, "") if spot else ""]
    gone = {name for one in lists for name in one.replace(",", " ").split()}
    return bool(gone & {"*", instance_type.name, instance_type.name.partition(".")[0]})
