"""ECS assumes the execution role for itself and the job role for the containers."""

from __future__ import annotations

from batchdeck.local.placement.starting.task import Task
from batchdeck.local.placement.surroundings import Surroundings

TASKS = "ecs-tasks.amazonaws.com"


def roles(task: Task, surroundings: Surroundings) -> str | None:
    """Both must exist and trust ECS tasks, where they are given.

    Source: ECS developer guide, "Amazon ECS task execution IAM role".
    """
    for role in (task.execution_role, task.job_role):
        if role and not surroundings.identities.trusts(role, TASKS):
            return (
                f"ECS was unable to assume the role '{role}' that was provided for this task. "
                "Please verify that the role being passed has the proper trust relationship "
                "and permissions and that your IAM user has permissions to pass this role."
            )
    return None
