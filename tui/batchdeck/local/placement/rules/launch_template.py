"""The launch template of an environment, and the version it names, must exist."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.candidates import candidates
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.launch_templates import template_for
from batchdeck.local.placement.obstacle import CONFIGURATION, Obstacle
from batchdeck.local.placement.surroundings import Surroundings


def launch_template(
    environment: ComputeEnvironmentRecord, demand: Demand, surroundings: Surroundings
) -> Obstacle | None:
    """Without it EC2 launches nothing; types that have one of their own do without the other."""
    reference = environment.resources.get("launchTemplate")
    if not reference:
        return None
    names = [one.name for one in candidates(environment, demand)] or [""]
    meant = [template_for(reference, name) for name in names]
    if any(surroundings.launch_templates.find(one) is not None for one in meant):
        return None
    name = meant[0].get("launchTemplateId") or meant[0].get("launchTemplateName")
    version = meant[0].get("version") or "$Default"
    return Obstacle(
        f"there is no launch template {name} with version {version}",
        CONFIGURATION,
        f"The specified launch template, {name}, with version {version}, does not exist. "
        "Launching EC2 instance failed.",
    )
