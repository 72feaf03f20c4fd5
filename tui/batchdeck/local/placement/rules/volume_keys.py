"""Who launches instances must be able to use the keys of their volumes."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.candidates import candidates
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.launch_templates import template_for
from batchdeck.local.placement.obstacle import UNDETERMINED, Obstacle
from batchdeck.local.placement.surroundings import Surroundings

FAILURE = (
    "Instance became unhealthy while waiting for instance to be in InService state. "
    "Termination Reason: Client.InternalError: Client error on launch"
)
#: Source: EC2 Auto Scaling user guide, "Required AWS KMS key policy for use with encrypted
#: volumes".
OPERATIONS = frozenset({"CreateGrant", "Decrypt", "GenerateDataKeyWithoutPlaintext"})
_SCALING = "autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
_FLEET = "spotfleet.amazonaws.com/AWSServiceRoleForEC2SpotFleet"


def volume_keys(
    environment: ComputeEnvironmentRecord, demand: Demand, surroundings: Surroundings
) -> Obstacle | None:
    """Keys of a launch template: enabled, and open to the linked role of who launches.

    That is the Spot Fleet for Spot with BEST_FIT, and Auto Scaling for everything else.
    """
    reference = environment.resources.get("launchTemplate")
    types = candidates(environment, demand)
    if not reference or not types:
        return None
    problems = []
    for one in types:
        template = surroundings.launch_templates.find(template_for(reference, one.name))
        problem = _problem(
            () if template is None else template.volume_keys, environment, surroundings
        )
        if not problem:
            return None
        problems.append(problem)
    return Obstacle(problems[0], UNDETERMINED, FAILURE)


def _problem(
    keys: tuple[str, ...], environment: ComputeEnvironmentRecord, surroundings: Surroundings
) -> str:
    best_fit = environment.resources.get("allocationStrategy", "BEST_FIT") == "BEST_FIT"
    path = _FLEET if environment.kind == "SPOT" and best_fit else _SCALING
    role = f"arn:aws:iam::{surroundings.account_id}:role/aws-service-role/{path}"
    for key in keys:
        problem = surroundings.keys.problem(key, role, OPERATIONS)
        if problem:
            return f"the key {key} {problem}"
    return ""
