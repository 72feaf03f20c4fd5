"""The network ACL of a subnet must let HTTPS out and the answers in."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import UNDETERMINED, Obstacle
from batchdeck.local.placement.reach import has_public_address, subnets_of, target
from batchdeck.local.placement.surroundings import Surroundings


def network_acl(
    environment: ComputeEnvironmentRecord, demand: Demand, surroundings: Surroundings
) -> Obstacle | None:
    """ACLs keep no state, so answers need an entry of their own."""
    if environment.is_fargate or environment.type != "MANAGED":
        return None
    subnets = subnets_of(environment, surroundings)
    for subnet in subnets:
        public = has_public_address(environment, subnet, surroundings)
        address = target(subnet, surroundings, public=public)
        if surroundings.firewalls.acl_lets_through(subnet.id, address):
            return None
    if not subnets:
        return None
    detail = f"the network ACL of {', '.join(subnet.id for subnet in subnets)} blocks HTTPS"
    return Obstacle(detail, UNDETERMINED, joins=False)
