"""What an environment was made with may have been deleted since."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.machine_images import image_of
from batchdeck.local.placement.reach import groups_of
from batchdeck.local.placement.surroundings import Surroundings
from batchdeck.local.placement.validity.client_error import client_error

#: Texts that AWS documents nowhere, as people have met them.
NO_IMAGE = "CLIENT_ERROR - AMI cannot be described"
NO_CLUSTER = "CLIENT_ERROR - Clusters can not be blank."


def dangling_references(
    environment: ComputeEnvironmentRecord, surroundings: Surroundings
) -> str | None:
    """Subnets, security groups, machine image, cluster and key pair must all exist."""
    if environment.type != "MANAGED":
        return None
    for subnet in environment.resources.get("subnets") or ():
        if surroundings.network.subnet(subnet) is None:
            message = f"The subnet ID '{subnet}' does not exist"
            return client_error(message, "AmazonEC2", 400, "InvalidSubnetID.NotFound")
    for group in surroundings.firewalls.missing(groups_of(environment, surroundings)):
        message = f"The security group '{group}' does not exist"
        return client_error(message, "AmazonEC2", 400, "InvalidGroup.NotFound")
    image = image_of(environment)
    if image and surroundings.machine_images.architecture(image) is None:
        return NO_IMAGE
    if surroundings.lost_cluster(environment.cluster_arn):
        return NO_CLUSTER
    key_pair = environment.resources.get("ec2KeyPair")
    if key_pair and key_pair not in surroundings.ec2.key_pairs:
        message = f"The key pair '{key_pair}' does not exist"
        return client_error(message, "AmazonEC2", 400, "InvalidKeyPair.NotFound")
    return None
