"""The codes in the `statusReason` of the job at the head of a queue, and what they point at.

Source: AWS Batch user guide, "Jobs stuck in a RUNNABLE status".
"""

from __future__ import annotations

import re

_CODE = re.compile(r"((?:MISCONFIGURATION|CAPACITY):[A-Z0-9_]+|ACTION_REQUIRED|UNDETERMINED)\b")

NO_CAPACITY = "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY"

CHECKS_OF: dict[str, tuple[str, ...]] = {
    NO_CAPACITY: (
        "cap-insufficient-capacity-reason",
        "cap-asg-activity",
        "cap-spot-price",
        "cap-spot-fleet-history",
        "cap-spot-vcpu-quota",
        "cap-ec2-vcpu-quota",
        "ce-instance-types-offered",
    ),
    "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE": (
        "ce-max-vcpus-fits-job",
        "ce-max-vcpus-fits-instance",
        "job-mnp-supported-ce",
        "queue-fair-share-reservation",
    ),
    "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT": (
        "ce-instance-types-fit",
        "ce-memory-overhead",
        "ce-gpu-capable",
        "job-fargate-size-combo",
        "job-mnp-not-on-spot",
        "job-platform-matches-ce",
        "inst-registered-in-ecs",
    ),
    "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED": (
        "ce-instance-types-offered",
        "ce-arch-consistent",
        "ce-launch-template-exists",
        "ce-launch-template-no-conflict",
        "ce-placement-group-ok",
        "cap-asg-activity",
    ),
    "MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS": (
        "iam-service-role-permissions",
        "iam-service-role-exists-trust",
        "iam-service-role-arn",
        "iam-boundary-scp",
    ),
    "ACTION_REQUIRED": (
        "ce-status-valid",
        "iam-service-role-exists-trust",
        "iam-service-role-arn",
        "iam-instance-profile-exists",
        "inst-userdata-mime",
        "ce-ami-available",
        "ce-security-groups-exist",
        "eks-cluster-active",
        "ce-ecs-cluster-active",
        "inst-registered-in-ecs",
    ),
    "UNDETERMINED": (
        "inst-registered-in-ecs",
        "net-egress-path",
        "net-sg-egress",
        "iam-instance-profile-exists",
        "iam-instance-role-permissions",
        "iam-ebs-kms-key",
        "net-vpce-sg-ingress",
        "inst-required-attributes",
        "inst-awslogs-driver",
        "inst-userdata-risky",
        "cap-ec2-vcpu-quota",
        "cap-spot-vcpu-quota",
        "cap-fargate-vcpu-quota",
        "cap-asg-activity",
        "ce-memory-overhead",
        "job-consumable-resource-available",
    ),
}
"""Ids of the checks a code speaks for. `iam-instance-profile-exists` under UNDETERMINED is
ours: without a profile no instance launches, and Batch does not say more than that."""

CANCELLABLE = (
    NO_CAPACITY,
    "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
    "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
)
"""Codes after which `jobStateTimeLimitActions` may cancel the job."""

PASSING = frozenset({"MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT"})
"""Codes that may be wrong while the first instances boot."""
BOOT = 600_000
"""So long after a job's creation, ms, such a code counts for nothing by itself."""


def code_of(reason: str) -> str:
    """The code that a `statusReason` starts with; empty when there is none."""
    match = _CODE.match(reason)
    return match[1] if match else ""


def counts(code: str, age: int) -> bool:
    """Whether a code may be believed for a job that is `age` ms old."""
    return bool(code) and (code not in PASSING or age >= BOOT)
