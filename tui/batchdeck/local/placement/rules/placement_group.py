"""The placement group of an environment must exist, and take instances of its types."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.candidates import candidates
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import UNDETERMINED, Obstacle
from batchdeck.local.placement.placement_groups import groups_of_backend
from batchdeck.local.placement.surroundings import Surroundings


def placement_group(
    environment: ComputeEnvironmentRecord, demand: Demand, surroundings: Surroundings
) -> Obstacle | None:
    """EC2 launches nothing into a group that is gone, and no burstable types into a cluster.

    Source: EC2 user guide, "Placement strategies"; EC2 Auto Scaling user guide, "Troubleshoot
    issues in Amazon EC2 Auto Scaling".
    """
    name = environment.resources.get("placementGroup")
    types = candidates(environment, demand)
    if not name or not types:
        return None
    group = groups_of_backend(surroundings.ec2).get(name)
    if group is None:
        failure = f"The Placement Group '{name}' is unknown. Launching EC2 instance failed."
        return Obstacle(f"there is no placement group {name}", UNDETERMINED, failure)
    if group["Strategy"] != "cluster" or not all(one.name.startswith("t") for one in types):
        return None
    failure = (
        f"Placement groups may not be used with instances of type '{types[0].name}'. "
        "Launching EC2 instance failed."
    )
    return Obstacle(f"the cluster {name} takes no {types[0].name}", UNDETERMINED, failure)
