"""The demo's roles, with the managed policies that AWS documents for them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from batchdeck.local.around.caller import ROLE as OPERATOR

_SERVICE_ROLE = "arn:aws:iam::aws:policy/service-role"
_FOR_INSTANCES = f"{_SERVICE_ROLE}/AmazonEC2ContainerServiceforEC2Role"
_FOR_EXECUTION = f"{_SERVICE_ROLE}/AmazonECSTaskExecutionRolePolicy"
_FOR_SPOT = f"{_SERVICE_ROLE}/AmazonEC2SpotFleetTaggingRole"
_FOR_BATCH = f"{_SERVICE_ROLE}/AWSBatchServiceRole"
_EVERYTHING = "arn:aws:iam::aws:policy/AdministratorAccess"
_READ_S3 = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"

_FOR_SCHEDULES = f"{_SERVICE_ROLE}/AWSBatchServiceEventTargetRole"

CLOSING = "closingBatchRole"
SCHEDULES = "nightlyJobsRole"
"""With it EventBridge submits jobs."""


@dataclass(frozen=True, slots=True)
class Roles:
    """ARNs of what the rest of the demo refers to."""

    instance_profile: str
    missing_profile: str
    """Of a profile that nobody has made."""
    closing: str
    """Service role of one environment, which `lose_role` deletes."""
    execution: str
    job: str
    spot_fleet: str


def build_roles(account: str) -> Roles:
    """Make the roles and the one instance profile."""
    from moto.iam.models import iam_backends

    iam: Any = iam_backends[account]["global"]
    instance = _role(iam, "ecsInstanceRole", "ec2.amazonaws.com", _FOR_INSTANCES)
    iam.create_instance_profile(instance.name, "/", [instance.name])
    _role(iam, OPERATOR, "ec2.amazonaws.com", _EVERYTHING)
    _role(iam, SCHEDULES, "events.amazonaws.com", _FOR_SCHEDULES)
    tasks = "ecs-tasks.amazonaws.com"
    profiles = f"arn:aws:iam::{account}:instance-profile"
    return Roles(
        instance_profile=f"{profiles}/{instance.name}",
        missing_profile=f"{profiles}/partnerInstanceRole",
        closing=_role(iam, CLOSING, "batch.amazonaws.com", _FOR_BATCH).arn,
        execution=_role(iam, "ecsTaskExecutionRole", tasks, _FOR_EXECUTION).arn,
        job=_role(iam, "shopJobRole", tasks, _READ_S3).arn,
        spot_fleet=_role(
            iam, "AmazonEC2SpotFleetTaggingRole", "spotfleet.amazonaws.com", _FOR_SPOT
        ).arn,
    )


def lose_role(account: str) -> None:
    """Delete the role of `Roles.closing`, as somebody did who was tidying up."""
    from moto.iam.models import iam_backends

    iam: Any = iam_backends[account]["global"]
    iam.detach_role_policy(_FOR_BATCH, CLOSING)
    iam.delete_role(CLOSING)


def _role(iam: Any, name: str, service: str, policy: str) -> Any:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sts:AssumeRole",
    }
    trust = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    role = iam.create_role(name, trust, "/", None, "", [], None)
    iam.attach_role_policy(policy, name)
    return role
