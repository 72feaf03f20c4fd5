"""The containers' log driver must be one that their host has."""

from __future__ import annotations

from batchdeck.local.placement.starting.task import Task
from batchdeck.local.placement.surroundings import Surroundings

#: Source: Batch API, `LogConfiguration.logDriver`.
ON_FARGATE = frozenset({"awsfirelens", "awslogs", "splunk"})


def log_driver(task: Task, surroundings: Surroundings) -> str | None:
    """Fargate has fewer drivers than instances, which have all that Batch accepts."""
    for configuration in task.log_configurations:
        driver = configuration.get("logDriver", "awslogs")
        if task.environment.is_fargate and driver not in ON_FARGATE:
            return (
                "CannotCreateContainerError: Error response from daemon: "
                f"logger: no log driver named '{driver}' is registered"
            )
    return None
