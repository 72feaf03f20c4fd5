"""The log group must be there, or the driver must be told to create it and allowed to."""

from __future__ import annotations

from typing import Any

from batchdeck.local.batch.job_container import DEFAULT_LOG_GROUP
from batchdeck.local.batch.records import Document
from batchdeck.local.placement.starting.acting_role import denied
from batchdeck.local.placement.starting.task import Task
from batchdeck.local.placement.surroundings import Surroundings

CREATE_GROUP = "logs:CreateLogGroup"
CREATE_STREAM = "logs:CreateLogStream"
_MISSING = "ResourceNotFoundException: The specified log group does not exist."


def log_group(task: Task, surroundings: Surroundings) -> str | None:
    """Batch itself creates the default group, and no other; the driver makes a stream in it.

    Source: Batch API, `LogConfiguration.options`, `awslogs-create-group`.
    """
    for container in task.containers:
        configuration = container.get("logConfiguration") or {}
        if configuration.get("logDriver", "awslogs") != "awslogs":
            continue
        problem = _problem(configuration.get("options") or {}, task, surroundings)
        if problem is not None:
            return no_log(problem, on_fargate=task.environment.is_fargate)
    return None


def _problem(options: Document, task: Task, surroundings: Surroundings) -> str | None:
    """What the driver says when it cannot create the group, or its stream."""
    group = options.get("awslogs-group", DEFAULT_LOG_GROUP)
    arn = f"arn:aws:logs:{surroundings.region}:{surroundings.account_id}:log-group:{group}"
    role = logging_role(task, surroundings)
    if group != DEFAULT_LOG_GROUP and not surroundings.has_log_group(group):
        if str(options.get("awslogs-create-group")).lower() != "true":
            return f"failed to create Cloudwatch log stream: {_MISSING}"
        if not _may(role, CREATE_GROUP, arn, surroundings):
            why = denied(role.arn, CREATE_GROUP, f"{arn}:log-stream:")
            return f"failed to create Cloudwatch log group: {why}"
    if _may(role, CREATE_STREAM, arn, surroundings):
        return None
    why = denied(role.arn, CREATE_STREAM, f"{arn}:log-stream:")
    return f"failed to create Cloudwatch log stream: {why}"


def _may(role: Any, action: str, arn: str, surroundings: Surroundings) -> bool:
    """Policies name a stream, or the group with or without an asterisk behind it."""
    names = (f"{arn}:log-stream:any", f"{arn}:*", arn)
    return role is None or any(surroundings.identities.allows(role, action, one) for one in names)


def logging_role(task: Task, surroundings: Surroundings) -> Any:
    """Fargate logs by the execution role, the agent of an instance by the instance's."""
    identities = surroundings.identities
    if task.environment.is_fargate:
        return identities.role(task.execution_role)
    profile = str(task.environment.resources.get("instanceRole", ""))
    found = identities.profile_roles(profile)
    return found[0] if found else None


def no_log(problem: str, *, on_fargate: bool) -> str:
    """What is shown where the driver cannot log."""
    if on_fargate:
        return (
            "ResourceInitializationError: failed to validate logger args: create stream has "
            f"been retried 1 times: {problem} : exit status 1"
        )
    return (
        "CannotStartContainerError: Error response from daemon: "
        f"failed to initialize logging driver: {problem}"
    )
