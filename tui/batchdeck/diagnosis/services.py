"""The services of AWS that instances and jobs have to reach, and what they ask of them.

Sources: ECS developer guide, "Amazon ECS interface VPC endpoints"; ECR user guide, "Amazon ECR
interface VPC endpoints", where the bucket of the image layers is named too.
"""

from __future__ import annotations

from batchdeck.diagnosis.egress import JOINING
from batchdeck.diagnosis.job_access import in_secrets_manager
from batchdeck.domain.image import ecr_image
from batchdeck.domain.job import JobDetail
from batchdeck.domain.network import Subnet
from batchdeck.domain.resources import ComputeEnvironment

ACTIONS = {
    "ecs": ("ecs:RegisterContainerInstance", "ecs:DiscoverPollEndpoint"),
    "ecs-agent": ("ecs:Poll",),
    "ecs-telemetry": ("ecs:StartTelemetrySession",),
    "ecr.api": ("ecr:GetAuthorizationToken",),
    "ecr.dkr": ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"),
    "s3": ("s3:GetObject",),
    "logs": ("logs:CreateLogStream", "logs:PutLogEvents"),
    "secretsmanager": ("secretsmanager:GetSecretValue",),
    "ssm": ("ssm:GetParameters",),
}
"""What is asked of each service, by the name of its endpoint."""
SERVICES = frozenset(ACTIONS)


def joining_services(environment: ComputeEnvironment) -> tuple[str, ...]:
    """What an instance of the environment needs to join its cluster; Fargate joins none."""
    return () if environment.is_fargate else JOINING


def starting_services(job: JobDetail | None) -> tuple[str, ...]:
    """What the start of a job's containers takes."""
    containers = job.containers if job is not None else ()
    pulls = any(ecr_image(one.image) is not None for one in containers)
    logs = any(one.log_group for one in containers)
    found = ["ecr.api", "ecr.dkr", "s3"] if pulls else []
    return (*found, *(["logs"] if logs else []), *secret_services(job))


def secret_services(job: JobDetail | None) -> tuple[str, ...]:
    """Where a job's secrets come from."""
    references = [
        reference
        for one in (job.containers if job is not None else ())
        for reference in (*one.secrets, one.registry_secret)
        if reference
    ]
    stores = ("secretsmanager" if in_secrets_manager(one) else "ssm" for one in references)
    return tuple(dict.fromkeys(stores))


def region_of(subnet: Subnet) -> str:
    """The Region of a subnet, from its Availability Zone (`eu-west-1a`)."""
    return subnet.zone.rstrip("abcdefghijklmnopqrstuvwxyz")


def layer_bucket(subnet: Subnet) -> str:
    """The ARN of some object in the bucket that ECR keeps the layers of images in."""
    region = region_of(subnet)
    partition = "aws-cn" if region.startswith("cn-") else "aws"
    partition = "aws-us-gov" if region.startswith("us-gov-") else partition
    return f"arn:{partition}:s3:::prod-{region}-starport-layer-bucket/layer"
