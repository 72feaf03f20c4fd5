"""What Batch must be allowed to do by a service role of the user's own.

Of all that the managed policy AWSBatchServiceRole allows, only what no job starts without.
Source: AWS Batch user guide, "AWS managed policies for AWS Batch".
"""

from __future__ import annotations

from batchdeck.diagnosis.job_access import EVERYTHING, Access, Place
from batchdeck.domain.resources import ComputeEnvironment

CONDITIONAL = "iam:PassRole"
"""What is usually allowed under a condition that a simulation cannot meet."""
_PLACES = "to place jobs"
_LAUNCHES = "to launch instances"
_WHOLE_ARN = 6


def service_access(environment: ComputeEnvironment) -> tuple[Access, ...]:
    """What the service role of an environment must be able to do."""
    place = _place(environment)
    task = _one_of(place, "ecs", "task-definition/batch:1")
    roles = _one_of(place, "iam", "role/batch", in_region=False)
    found = [
        Access("ecs:RegisterTaskDefinition", task, _PLACES),
        Access("ecs:RunTask", (*task, *filter(None, (environment.cluster,))), _PLACES),
        Access(CONDITIONAL, roles, _PLACES),
    ]
    if not environment.is_fargate:
        found += _launching(environment, place)
    return tuple(found)


def _launching(environment: ComputeEnvironment, place: Place | None) -> list[Access]:
    if environment.kind == "SPOT" and environment.allocation_strategy in {"", "BEST_FIT"}:
        fleet = _one_of(place, "ec2", "spot-fleet-request/sfr-1")
        return [Access("ec2:RequestSpotFleet", fleet, _LAUNCHES)]
    name = f"{environment.name}-asg-{environment.uuid}"
    group = _one_of(place, "autoscaling", f"autoScalingGroup:1:autoScalingGroupName/{name}")
    return [
        Access("autoscaling:CreateAutoScalingGroup", group, _LAUNCHES),
        Access("autoscaling:UpdateAutoScalingGroup", group, _LAUNCHES),
    ]


def _one_of(
    place: Place | None, service: str, resource: str, *, in_region: bool = True
) -> tuple[str, ...]:
    """Everything, or a thing of the kind that policies may name."""
    if place is None:
        return (EVERYTHING,)
    there = place if in_region else Place(place.partition, "", place.account)
    return (EVERYTHING, there.arn(service, resource))


def _place(environment: ComputeEnvironment) -> Place | None:
    """Where the ARN of an environment says that it is; None when it does not tell."""
    parts = environment.arn.split(":")
    return Place(parts[1], parts[3], parts[4]) if len(parts) >= _WHOLE_ARN else None
