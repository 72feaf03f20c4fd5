"""Batch places a job, and launches instances for it, by what its service role may do."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import SERVICE_ROLE, Obstacle
from batchdeck.local.placement.surroundings import Surroundings

LINKED = "/aws-service-role/"
"""Part of the ARN of a linked role, whose permissions are nobody's to change."""
#: Of what the policy AWSBatchServiceRole allows, what no job starts without.
FOR_TASKS = ("ecs:RegisterTaskDefinition", "ecs:RunTask", "iam:PassRole")
FOR_INSTANCES = (
    *FOR_TASKS,
    "autoscaling:CreateAutoScalingGroup",
    "autoscaling:UpdateAutoScalingGroup",
    "ec2:CreateLaunchTemplate",
    "ec2:RunInstances",
)
#: Source: AWS Batch user guide, "Jobs stuck in RUNNABLE due to capacity".
FOR_REASONS = ("autoscaling:DescribeScalingActivities", "ec2:DescribeSpotFleetRequestHistory")


def service_role_permissions(
    environment: ComputeEnvironmentRecord, demand: Demand, surroundings: Surroundings
) -> Obstacle | None:
    """A role of one's own needs what the linked one has.

    Source: AWS Batch user guide, "Jobs stuck in RUNNABLE due to misconfiguration".
    """
    if environment.type != "MANAGED":
        return None
    needed = FOR_TASKS if environment.is_fargate else FOR_INSTANCES
    missing = _missing(environment, needed, surroundings)
    if not missing:
        return None
    return Obstacle(f"the service role may not {', '.join(missing)}", SERVICE_ROLE)


def tells_reasons(environment: ComputeEnvironmentRecord, surroundings: Surroundings) -> bool:
    """Whether Batch can find out, and say, why a job is blocked."""
    return not _missing(environment, FOR_REASONS, surroundings)


def _missing(
    environment: ComputeEnvironmentRecord, actions: tuple[str, ...], surroundings: Surroundings
) -> list[str]:
    """What the role may not do; nothing where there is no role, which is another fault."""
    if LINKED in environment.service_role:
        return []
    identities = surroundings.identities
    role = identities.role(environment.service_role)
    if role is None:
        return []
    return [action for action in actions if not identities.allows(role, action)]
