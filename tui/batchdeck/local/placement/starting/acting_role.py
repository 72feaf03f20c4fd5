"""Who acts for a task before it runs: pulls its image, opens its log."""

from __future__ import annotations

from typing import Any

from batchdeck.local.placement.starting.task import Task
from batchdeck.local.placement.surroundings import Surroundings


def acting_role(task: Task, surroundings: Surroundings) -> Any:
    """The execution role, or else that of the instance; None where there is neither.

    Source: ECS developer guide, "Amazon ECS task execution IAM role" and "Amazon ECS container
    instance IAM role".
    """
    identities = surroundings.identities
    if task.execution_role:
        return identities.role(task.execution_role)
    roles = identities.profile_roles(str(task.environment.resources.get("instanceRole", "")))
    return roles[0] if roles else None


def denied(who: str, action: str, resource: str, policy: str = "identity-based") -> str:
    """How AWS says that somebody may not do something, and for lack of which kind of policy.

    Source: IAM user guide, "Troubleshoot access denied error messages".
    """
    return (
        f"AccessDeniedException: User: {who} is not authorized to perform: {action} on "
        f"resource: {resource} because no {policy} policy allows the {action} action"
    )
