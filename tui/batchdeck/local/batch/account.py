"""The Batch side of one account in one Region."""

from __future__ import annotations

import threading
import time
from uuid import uuid4

from batchdeck.local.batch.jobs import Jobs
from batchdeck.local.batch.records import (
    ComputeEnvironmentRecord,
    ConsumableResourceRecord,
    JobDefinitionRecord,
    JobQueueRecord,
    JobRecord,
    SchedulingPolicyRecord,
)


def now_ms() -> int:
    """The time as Batch tells it: milliseconds since the epoch."""
    return time.time_ns() // 1_000_000


class Account:
    """Everything Batch remembers. Whoever reads or changes it holds `lock`."""

    def __init__(self, account_id: str, region: str) -> None:
        self.account_id = account_id
        self.region = region
        self.lock = threading.RLock()
        self.environments: dict[str, ComputeEnvironmentRecord] = {}
        """By ARN."""
        self.queues: dict[str, JobQueueRecord] = {}
        """By ARN."""
        self.definitions: dict[str, list[JobDefinitionRecord]] = {}
        """By name, oldest revision first; a revision keeps its place when it is INACTIVE."""
        self.policies: dict[str, SchedulingPolicyRecord] = {}
        """By ARN."""
        self.consumables: dict[str, ConsumableResourceRecord] = {}
        """By ARN."""
        self.jobs = Jobs()

    def arn(self, resource: str) -> str:
        """The ARN of something of this account, such as `job-queue/fast`."""
        return f"arn:aws:batch:{self.region}:{self.account_id}:{resource}"

    def cluster_arn(self, environment: str, uuid: str) -> str:
        """The ARN of the ECS cluster that Batch makes for an environment."""
        prefix = f"arn:aws:ecs:{self.region}:{self.account_id}:cluster"
        return f"{prefix}/AWSBatch-{environment}-{uuid}"

    def environment(self, reference: str) -> ComputeEnvironmentRecord | None:
        """The environment of that name or ARN."""
        return self.environments.get(
            reference, self.environments.get(self.arn(f"compute-environment/{reference}"))
        )

    def queue(self, reference: str) -> JobQueueRecord | None:
        """The queue of that name or ARN."""
        return self.queues.get(reference, self.queues.get(self.arn(f"job-queue/{reference}")))

    def consumable(self, reference: str) -> ConsumableResourceRecord | None:
        """The consumable resource of that name or ARN."""
        return self.consumables.get(
            reference, self.consumables.get(self.arn(f"consumable-resource/{reference}"))
        )

    def definition(self, reference: str) -> JobDefinitionRecord | None:
        """A revision by ARN, by `name:revision`, or the newest ACTIVE one by `name`."""
        name, _, revision = reference.rpartition("job-definition/")[2].partition(":")
        revisions = self.definitions.get(name, [])
        if not revision:
            return next((one for one in reversed(revisions) if one.status == "ACTIVE"), None)
        return next((one for one in revisions if str(one.revision) == revision), None)

    def job(self, reference: str) -> JobRecord | None:
        """The job of that id or ARN."""
        return self.jobs.get(reference.rpartition("job/")[2])


def new_uuid() -> str:
    """A fresh id, as Batch gives to jobs and environments."""
    return str(uuid4())
