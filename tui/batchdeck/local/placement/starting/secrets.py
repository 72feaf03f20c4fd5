"""Secrets are fetched by the execution role before a container is created."""

from __future__ import annotations

from typing import Any

from batchdeck.local.placement.starting.acting_role import denied
from batchdeck.local.placement.starting.task import Task
from batchdeck.local.placement.surroundings import Surroundings

_PULL = "ResourceInitializationError: unable to pull secrets or registry auth: "
_RETRIEVAL = "execution resource retrieval failed: unable to retrieve {store}: "
_RETRIED = "service call has been retried 1 time(s): "


def secrets(task: Task, surroundings: Surroundings) -> str | None:
    """Each must exist, and the execution role must be allowed to read it.

    Source: ECS developer guide, "Troubleshoot Amazon ECS ResourceInitializationError".
    """
    role = surroundings.identities.role(task.execution_role)
    for _, reference in task.secrets:
        problem = _problem(reference, role, surroundings)
        if problem is not None:
            of_manager = surroundings.secrets.in_manager(reference)
            store = "secret from asm" if of_manager else "secrets from ssm"
            return _PULL + _RETRIEVAL.format(store=store) + _RETRIED + problem
    return None


def _problem(reference: str, role: Any, surroundings: Surroundings) -> str | None:
    """What the store says; the execution role is asked for first."""
    of_manager = surroundings.secrets.in_manager(reference)
    action = "secretsmanager:GetSecretValue" if of_manager else "ssm:GetParameters"
    resource = surroundings.secrets.arn(reference)
    if role is None:
        return denied("ecs-tasks.amazonaws.com", action, resource)
    if not surroundings.identities.allows(role, action, resource):
        return denied(role.arn, action, resource)
    if surroundings.secrets.value(reference) is not None:
        return None
    if of_manager:
        return (
            f"failed to fetch secret {reference} from secrets manager: "
            "ResourceNotFoundException: Secrets Manager can't find the specified secret."
        )
    return f"invalid parameters: {reference}"
