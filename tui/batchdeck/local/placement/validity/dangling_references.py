"""What an environment was made with may have been deleted since."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.reach import groups_of
from batchdeck.local.placement.surroundings import Surroundings
from batchdeck.local.placement.validity.client_error import client_error


def dangling_references(
    environment: ComputeEnvironmentRecord, surroundings: Surroundings
) -> str | None:
    """Subnets, security groups and the key pair must all exist.

    Placement groups are not looked at: this account has no operations for them.
    """
    if environment.type != "MANAGED":
        return None
    for subnet in environment.resources.get("subnets") or ():
        if surroundings.network.subnet(subnet) is None:
            message = f"The subnet ID '{subnet}' does not exist"
            return client_error(message, "AmazonEC2", 400, "InvalidSubnetID.NotFound")
    for group in surroundings.firewalls.missing(groups_of(environment, surroundings)):
        message = f"The security group '{group}' does not exist"
        return client_error(message, "AmazonEC2", 400, "InvalidGroup.NotFound")
    key_pair = environment.resources.get("ec2KeyPair")
    if key_pair and key_pair not in surroundings.ec2.key_pairs:
        message = f"The key pair '{key_pair}' does not exist"
        return client_error(message, "AmazonEC2", 400, "InvalidKeyPair.NotFound")
    return None
