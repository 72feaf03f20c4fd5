"""Subnets and security groups of an environment must be of one VPC."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.reach import groups_of, subnets_of
from batchdeck.local.placement.surroundings import Surroundings
from batchdeck.local.placement.validity.client_error import client_error

#: Documented nowhere, as people have met it: the Auto Scaling group cannot be made.
NOT_LINKED = (
    "CLIENT_ERROR - One or more security groups in the launch template are not linked to the "
    "VPCs configured in the Auto Scaling group"
)


def one_network(environment: ComputeEnvironmentRecord, surroundings: Surroundings) -> str | None:
    """A group of one VPC cannot protect what starts in a subnet of another."""
    if environment.type != "MANAGED":
        return None
    firewalls = surroundings.firewalls
    for subnet in subnets_of(environment, surroundings):
        for group in groups_of(environment, surroundings):
            if firewalls.vpc(group) == subnet.vpc_id:
                continue
            if not environment.is_fargate:
                return NOT_LINKED
            message = f"Security group {group} and subnet {subnet.id} belong to different networks."
            return client_error(message, "AmazonEC2", 400, "InvalidParameter")
    return None
