"""The log group must be there, or the driver must be told to create it and allowed to."""

from __future__ import annotations

from typing import Any

from batchdeck.local.batch.job_container import DEFAULT_LOG_GROUP
from batchdeck.local.batch.records import Document
from batchdeck.local.placement.starting.task import Task
from batchdeck.local.placement.surroundings import Surroundings

CREATE = "logs:CreateLogGroup"
_MISSING = "ResourceNotFoundException: The specified log group does not exist."


def log_group(task: Task, surroundings: Surroundings) -> str | None:
    """Batch itself creates the default group, and no other.

    Source: Batch API, `LogConfiguration.options`, `awslogs-create-group`.
    """
    for configuration in task.log_configurations:
        options = configuration.get("options") or {}
        group = options.get("awslogs-group", DEFAULT_LOG_GROUP)
        if configuration.get("logDriver", "awslogs") != "awslogs" or group == DEFAULT_LOG_GROUP:
            continue
        if surroundings.has_log_group(group):
            continue
        problem = _creation(options, task, surroundings)
        if problem is not None:
            return _failure(problem, on_fargate=task.environment.is_fargate)
    return None


def _creation(options: Document, task: Task, surroundings: Surroundings) -> str | None:
    """What the driver says when it cannot create the group."""
    if str(options.get("awslogs-create-group")).lower() != "true":
        return f"failed to create Cloudwatch log stream: {_MISSING}"
    role = _logging_role(task, surroundings)
    if role is None or surroundings.identities.allows(role, CREATE):
        return None
    return (
        "failed to create Cloudwatch log group: AccessDeniedException: "
        f"User: {role.arn} is not authorized to perform: {CREATE} "
        f"because no identity-based policy allows the {CREATE} action"
    )


def _logging_role(task: Task, surroundings: Surroundings) -> Any:
    """Fargate logs by the execution role, the agent of an instance by the instance's."""
    identities = surroundings.identities
    if task.environment.is_fargate:
        return identities.role(task.execution_role)
    profile = str(task.environment.resources.get("instanceRole", ""))
    found = identities.profile_roles(profile)
    return found[0] if found else None


def _failure(problem: str, *, on_fargate: bool) -> str:
    if on_fargate:
        return (
            "ResourceInitializationError: failed to validate logger args: create stream has "
            f"been retried 1 times: {problem} : exit status 1"
        )
    return (
        "CannotStartContainerError: Error response from daemon: "
        f"failed to initialize logging driver: {problem}"
    )
