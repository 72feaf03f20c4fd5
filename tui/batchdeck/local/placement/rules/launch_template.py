"""The launch template of an environment, and the version it names, must exist."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import CONFIGURATION, Obstacle
from batchdeck.local.placement.surroundings import Surroundings


def launch_template(
    environment: ComputeEnvironmentRecord, demand: Demand, surroundings: Surroundings
) -> Obstacle | None:
    """Without it EC2 launches nothing."""
    reference = environment.resources.get("launchTemplate")
    if not reference or surroundings.launch_templates.find(reference) is not None:
        return None
    name = reference.get("launchTemplateId") or reference.get("launchTemplateName")
    version = reference.get("version") or "$Default"
    return Obstacle(
        f"there is no launch template {name} with version {version}",
        CONFIGURATION,
        f"The specified launch template, {name}, with version {version}, does not exist. "
        "Launching EC2 instance failed.",
    )
