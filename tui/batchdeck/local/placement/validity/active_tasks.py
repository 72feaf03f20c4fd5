"""On Fargate an environment cannot be deleted while its jobs run."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.surroundings import Surroundings
from batchdeck.local.placement.validity.client_error import client_error


def active_tasks(environment: ComputeEnvironmentRecord, surroundings: Surroundings) -> str | None:
    """After a deletion that failed, until the jobs have ended.

    Source: Batch API, `DeleteComputeEnvironment`; ECS API, `ClusterContainsTasksException`.
    """
    if not environment.deletion_failed or not environment.used_vcpus:
        return None
    message = "The Cluster cannot be deleted while Tasks are active."
    return client_error(message, "AmazonECS", 400, "ClusterContainsTasksException")
