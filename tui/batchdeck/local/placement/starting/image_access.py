"""An image of ECR is pulled by the execution role, or on instances by theirs."""

from __future__ import annotations

import re
from typing import Any

from batchdeck.local.placement.starting.acting_role import acting_role, denied
from batchdeck.local.placement.starting.task import Task
from batchdeck.local.placement.surroundings import Surroundings

LOG_IN = "ecr:GetAuthorizationToken"
LAYERS = ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
#: Source: ECR user guide, "Amazon ECR private registry".
IMAGE = re.compile(r"((\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com)/([^:@]+)[:@]?(.*)")
_ON_FARGATE = (
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource "
    "retrieval failed: unable to retrieve ecr registry auth: service call has been retried "
    "1 time(s): "
)
_FORBIDDEN = (
    "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to "
    "resolve ref {image}: pulling from host {host} failed with status code "
    "[manifests {tag}]: 403 Forbidden"
)


def image_access(task: Task, surroundings: Surroundings) -> str | None:
    """The role must be allowed to log in, and to read the repository.

    Source: ECS developer guide, "CannotPullContainer task errors".
    """
    role = acting_role(task, surroundings)
    if role is None:
        return None
    for container in task.containers:
        match = IMAGE.fullmatch(str(container.get("image")))
        problem = match and _problem(match, role, task, surroundings)
        if problem:
            return problem
    return None


def _problem(match: re.Match[str], role: Any, task: Task, surroundings: Surroundings) -> str | None:
    identities, on_fargate = surroundings.identities, task.environment.is_fargate
    if not identities.allows(role, LOG_IN, "*"):
        return no_login(denied(role.arn, LOG_IN, "*"), on_fargate=on_fargate)
    repository = repository_arn(match)
    for action in LAYERS:
        if not identities.allows(role, action, repository):
            return no_layers(denied(role.arn, action, repository), match, on_fargate=on_fargate)
    return None


def repository_arn(image: re.Match[str]) -> str:
    """The repository of an image, as `IMAGE` matches it."""
    _, account, region, name, _ = image.groups()
    return f"arn:aws:ecr:{region}:{account}:repository/{name}"


def no_login(denial: str, *, on_fargate: bool) -> str:
    """What is shown where ECR refuses to log somebody in."""
    return (_ON_FARGATE if on_fargate else "CannotPullECRContainerError: ") + denial


def no_layers(denial: str, image: re.Match[str], *, on_fargate: bool) -> str:
    """What is shown where ECR refuses an image, as `IMAGE` matches it."""
    if on_fargate:
        return _FORBIDDEN.format(image=image[0], host=image[1], tag=image[5] or "latest")
    reason = denial.removeprefix("AccessDeniedException: ")
    return f"CannotPullContainerError: Error response from daemon: denied: {reason}"
