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
_IMAGE = re.compile(r"((\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com)/([^:@]+)[:@]?(.*)")
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
        match = _IMAGE.fullmatch(str(container.get("image")))
        problem = match and _problem(match, role, task, surroundings)
        if problem:
            return problem
    return None


def _problem(match: re.Match[str], role: Any, task: Task, surroundings: Surroundings) -> str | None:
    host, account, region, name, tag = match.groups()
    identities, on_fargate = surroundings.identities, task.environment.is_fargate
    if not identities.allows(role, LOG_IN, "*"):
        start = _ON_FARGATE if on_fargate else "CannotPullECRContainerError: "
        return start + denied(role.arn, LOG_IN, "*")
    repository = f"arn:aws:ecr:{region}:{account}:repository/{name}"
    for action in LAYERS:
        if identities.allows(role, action, repository):
            continue
        if on_fargate:
            return _FORBIDDEN.format(image=match[0], host=host, tag=tag or "latest")
        reason = denied(role.arn, action, repository).removeprefix("AccessDeniedException: ")
        return f"CannotPullContainerError: Error response from daemon: denied: {reason}"
    return None
