"""With BEST_FIT, Spot instances come from a Spot fleet, which acts by a role of its own."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.surroundings import Surroundings
from batchdeck.local.placement.validity.client_error import client_error

SPOT_FLEET = "spotfleet.amazonaws.com"


def spot_fleet_role(
    environment: ComputeEnvironmentRecord, surroundings: Surroundings
) -> str | None:
    """The role must exist and trust the Spot fleet.

    Source: Batch API, `ComputeResource.spotIamFleetRole`: required for BEST_FIT or without a
    strategy.
    """
    strategy = environment.resources.get("allocationStrategy") or "BEST_FIT"
    if environment.kind != "SPOT" or strategy != "BEST_FIT":
        return None
    role = str(environment.resources.get("spotIamFleetRole") or "")
    if surroundings.identities.trusts(role, SPOT_FLEET):
        return None
    message = "Parameter: SpotFleetRequestConfig.IamFleetRole is invalid."
    return client_error(message, "AmazonEC2", 400, "InvalidSpotFleetRequestConfig")
