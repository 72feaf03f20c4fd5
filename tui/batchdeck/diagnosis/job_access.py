"""What the roles that start a job's containers must be allowed to do, and whether they are.

Source: ECS developer guide, "Amazon ECS task execution IAM role" and "Amazon ECS container
instance IAM role"; Batch user guide, "IAM execution role".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from batchdeck.domain.image import ecr_image
from batchdeck.domain.job import Container, JobDetail
from batchdeck.domain.role import Permission

EVERYTHING = "*"
_PULL = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
_WRITE = ("logs:CreateLogStream", "logs:PutLogEvents")
_SECRET_PARTS = 7
"""Of a secret's ARN; after them comes a JSON key, a stage, a version."""


@dataclass(frozen=True, slots=True)
class Access:
    """One action that is needed. It is enough to be allowed it on one of the resources."""

    action: str
    resources: tuple[str, ...]
    """The ARNs under which policies know what is meant."""
    purpose: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a job's ARN says that it is."""

    partition: str
    region: str
    account: str

    def arn(self, service: str, resource: str, *, region: str = "", account: str = "") -> str:
        """The ARN of something, in the same place unless told otherwise."""
        where = f"{region or self.region}:{account or self.account}"
        return f"arn:{self.partition}:{service}:{where}:{resource}"


def place_of(job: JobDetail) -> Place | None:
    """The place of a job; None when its ARN does not tell."""
    parts = job.job.arn.split(":")
    return Place(parts[1], parts[3], parts[4]) if len(parts) > _SECRET_PARTS - 2 else None


def host_access(container: Container, place: Place) -> tuple[Access, ...]:
    """What the pull of an image from private ECR and writing the log take."""
    found: list[Access] = []
    image = ecr_image(container.image)
    if image is not None:
        purpose = f"the image {container.image}"
        repository = f"repository/{image.repository}"
        arn = place.arn("ecr", repository, region=image.region, account=image.registry)
        found.append(Access("ecr:GetAuthorizationToken", (EVERYTHING,), purpose))
        found += [Access(action, (arn,), purpose) for action in _PULL]
    if container.log_group:
        group = place.arn("logs", f"log-group:{container.log_group}")
        names = (group, f"{group}:log-stream:batch", EVERYTHING)
        actions = ("logs:CreateLogGroup",) * container.creates_log_group + _WRITE
        found += [Access(one, names, f"the log group {container.log_group}") for one in actions]
    return tuple(found)


def secret_access(container: Container, place: Place) -> tuple[Access, ...]:
    """What its secrets, and the credentials of its registry, take."""
    references = (*container.secrets, container.registry_secret)
    return tuple(_secret(one, place) for one in references if one)


def in_secrets_manager(reference: str) -> bool:
    """Whether a `valueFrom` is a secret; otherwise it is a parameter of Systems Manager."""
    return reference.startswith("arn:") and ":secretsmanager:" in reference


def secret_arn(reference: str) -> str:
    """The ARN of a secret, without the JSON key, stage and version that may follow it."""
    return ":".join(reference.split(":")[:_SECRET_PARTS])


def parameter_arn(reference: str, place: Place) -> str:
    """The ARN of a parameter that is named by its ARN, or in the same Region by its name."""
    if reference.startswith("arn:"):
        return reference
    return place.arn("ssm", f"parameter/{reference.removeprefix('/')}")


def lacking(
    needed: Iterable[Access], told: Iterable[Permission]
) -> tuple[tuple[Access, ...], tuple[Access, ...]]:
    """What is denied, and what cannot be told.

    What is told may be of two roles: it is enough that one is allowed. It cannot be told where
    the simulation gave no answer, or a condition decides that only a real request can meet.
    """
    answers: dict[tuple[str, str], list[Permission]] = {}
    for one in told:
        answers.setdefault((one.action.lower(), one.resource), []).append(one)
    denied: list[Access] = []
    untold: list[Access] = []
    for access in needed:
        keys = ((access.action.lower(), resource) for resource in access.resources)
        known = [one for key in keys for one in answers.get(key, ())]
        if any(one.allowed for one in known):
            continue
        is_open = not known or any(one.conditional for one in known)
        (untold if is_open else denied).append(access)
    return tuple(denied), tuple(untold)


def _secret(reference: str, place: Place) -> Access:
    if in_secrets_manager(reference):
        arn = secret_arn(reference)
        return Access("secretsmanager:GetSecretValue", (arn,), f"the secret {arn}")
    arn = parameter_arn(reference, place)
    return Access("ssm:GetParameters", (arn,), f"the parameter {reference}")
