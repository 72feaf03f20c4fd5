"""Texts of failures, and the checks they speak for.

Sources: AWS Batch user guide, "Troubleshooting"; ECS developer guide, "Stopped tasks error
messages". AWS changes its wording: what matches nothing is shown as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from batchdeck.domain.job import JobDetail

Table = tuple[tuple[str, tuple[str, ...]], ...]

ENVIRONMENT: Table = (
    (r"sts:AssumeRole", ("iam-service-role-exists-trust", "iam-service-role-arn")),
    (r"is not authorized to perform", ("iam-service-role-permissions",)),
    (r"IamFleetRole is invalid|InvalidSpotFleetRequestConfig", ("iam-spot-fleet-role",)),
    (
        r"Instance profile .* does not exist|Invalid IamInstanceProfile",
        ("iam-instance-profile-exists",),
    ),
    (r"security group .* does not exist|InvalidGroup", ("ce-security-groups-exist",)),
    (r"InvalidSubnet|subnet ID .* does not exist", ("ce-subnets-exist",)),
    (r"UserData is not MIME", ("inst-userdata-mime",)),
    (r"AMI cannot be described|InvalidAMIID", ("ce-ami-available",)),
    (r"Clusters can not be blank|ClusterNotFound", ("ce-ecs-cluster-active",)),
    (r"key pair .* does not exist|InvalidKeyPair", ("ce-key-pair-exists",)),
    (r"launch template.* does not exist|InvalidLaunchTemplate", ("ce-launch-template-exists",)),
    (r"EKS Cluster version .* is unsupported", ("eks-cluster-active",)),
    (r"Unable to validate Kubernetes Namespace", ("eks-endpoint-access",)),
    (
        r"none of the instances joined the underlying ECS Cluster",
        (
            "net-egress-path",
            "net-sg-egress",
            "iam-instance-role-permissions",
            "net-vpce-ecs",
            "inst-userdata-risky",
        ),
    ),
)
"""For the statusReason of an environment."""

LAUNCH: Table = (
    (r"service[- ]?linked[- ]?role", ("iam-service-linked-roles",)),
    (r"Client\.InternalError|KMS|encrypt", ("iam-ebs-kms-key",)),
    (r"launch template.* does not exist|InvalidLaunchTemplate", ("ce-launch-template-exists",)),
    (r"key pair .* does not exist|InvalidKeyPair", ("ce-key-pair-exists",)),
    (r"image id .* does not exist|InvalidAMIID|OptInRequired", ("ce-ami-available",)),
    (r"placement group", ("ce-placement-group-ok",)),
    (
        r"VolumeLimitExceeded|MaxIOPSLimitExceeded",
        ("inst-root-volume", "job-fargate-ephemeral-storage"),
    ),
    (
        r"Invalid IAM Instance Profile|iamInstanceProfile|instance profile",
        ("iam-instance-profile-exists",),
    ),
    (r"vCPU ?limit|vCPU capacity|InstanceLimitExceeded", ("cap-ec2-vcpu-quota",)),
    (r"MaxSpotInstanceCountExceeded|Max spot instance count", ("cap-spot-vcpu-quota",)),
    (r"SpotMaxPriceTooLow", ("cap-spot-price",)),
    (
        r"not supported in your requested Availability Zone",
        ("ce-instance-types-offered",),
    ),
    (r"architecture .* does not match", ("ce-arch-consistent",)),
    (r"InsufficientInstanceCapacity|capacity", ("cap-insufficient-capacity-reason",)),
    (r"security group .* does not exist|InvalidGroup", ("ce-security-groups-exist",)),
    (r"subnet .* does not exist|InvalidSubnetID", ("ce-subnets-exist",)),
    (r"not enough free addresses|InsufficientFreeAddresses", ("net-subnet-free-ips",)),
    (r"UnauthorizedOperation|not authorized to perform", ("iam-service-role-permissions",)),
)
"""For the message of a failed scaling activity."""

_GONE = ("image-ecr-exists", "image-ecr-not-archived")
START: Table = (
    (r"no space left on device|DockerTimeoutError", ("inst-root-volume",)),
    (r"CannotPull.*(not found|manifest unknown|does not exist)", _GONE),
    (r"toomanyrequests|pull rate limit", ("image-public-registry",)),
    (
        r"CannotPull.*(403|denied|no basic auth|AccessDenied)",
        (
            "iam-execution-role-permissions",
            "iam-instance-role-image-logs",
            "image-ecr-cross-account",
            "iam-execution-role-trust",
        ),
    ),
    (
        r"CannotPull.*(i/o timeout|request canceled|Client.Timeout|context canceled|no such host)",
        (
            "net-egress-path",
            "net-fargate-public-ip",
            "net-vpce-ecr-s3",
            "net-sg-egress",
            "net-vpce-s3-gateway-associated",
            "net-vpce-sg-ingress",
            "image-registry-in-reach",
        ),
    ),
    (
        r"ResourceInitializationError.*(secret.* from (asm|ssm)|invalid parameters)",
        ("secret-exists", "iam-execution-role-permissions", "net-vpce-secrets"),
    ),
    (
        r"ResourceInitializationError.*(ecr|registry)",
        ("net-fargate-public-ip", "net-egress-path", "iam-execution-role-permissions"),
    ),
    (
        r"failed to initialize logging driver|log group",
        (
            "log-group-exists",
            "net-vpce-logs",
            "iam-execution-role-permissions",
            "iam-instance-role-image-logs",
        ),
    ),
    (r"ResourceInitializationError.*(efs|mount)", ("efs-mountable",)),
    (r"service[- ]?linked[- ]?role", ("iam-service-linked-roles",)),
    (r"nable to assume", ("iam-execution-role-trust", "iam-job-role-trust")),
    (r"exec format error|matching platform|no matching manifest", ("image-arch-matches",)),
    (r"ResourceInitializationError|CannotStartContainer|CannotCreateContainer|CannotPull", ()),
    (r"CannotInspectContainer", ()),
)
"""For what is said of a container that never ran."""


def spoken_for(text: str, table: Table) -> tuple[str, ...]:
    """Ids of the checks that a text speaks for; of the first pattern that matches."""
    for pattern, checks in table:
        if re.search(pattern, text, re.IGNORECASE):
            return checks
    return ()


def is_start_failure(texts: Iterable[str]) -> str:
    """The first text that says that a container could not be started; empty when none does."""
    for text in texts:
        if any(re.search(pattern, text, re.IGNORECASE) for pattern, _ in START):
            return text
    return ""


def said_of(job: JobDetail) -> list[str]:
    """Everything AWS says about how a job went, the last attempt first."""
    found = [job.job.container_reason, job.job.reason, *(one.reason for one in job.containers)]
    for attempt in reversed(job.attempts):
        found += [attempt.container_reason, attempt.reason]
    return [text for text in found if text]
