"""Finds places for the jobs at the heads of the queues."""

from __future__ import annotations

import time
from collections.abc import Callable

from batchdeck.local import settings
from batchdeck.local.batch import capacity, consumables, job_container
from batchdeck.local.batch.account import Account
from batchdeck.local.batch.lines import Lines
from batchdeck.local.batch.nodes import obstacle_for_nodes, parts
from batchdeck.local.batch.records import ComputeEnvironmentRecord, JobQueueRecord, JobRecord
from batchdeck.local.batch.watcher import Watcher
from batchdeck.local.placement.candidates import vcpus_taken
from batchdeck.local.placement.check import obstacle
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import CAPACITY, MAX_RESOURCE, Obstacle
from batchdeck.local.placement.surroundings import Surroundings

Placed = Callable[[JobRecord, ComputeEnvironmentRecord], None]

_NO_CAPACITY = CAPACITY.partition(" - ")[0]


class Placer:
    """A head that finds no place holds up those behind it.

    Queues of higher priority choose first. The environments of a queue are tried in their
    order. A head that is kept out of all of them for a while gets AWS's reason.
    """

    def __init__(
        self, account: Account, surroundings: Surroundings, placed: Placed, watcher: Watcher
    ) -> None:
        self.lines = Lines(account)
        self._account = account
        self._surroundings = surroundings
        self._placed = placed
        self._watcher = watcher
        self._blocked: dict[str, tuple[str, float]] = {}
        """By ARN of a queue: its head that is kept out, and since when (monotonic seconds)."""

    def place(self) -> None:
        """Place as many heads as there are places for."""
        queues = self._account.queues.values()
        for queue in sorted(queues, key=lambda queue: -queue.priority):
            if queue.status in ("VALID", "UPDATING"):
                self._place_from(queue)

    def obstacle(self, environment: ComputeEnvironmentRecord, job: JobRecord) -> Obstacle | None:
        """What keeps a job that was placed from starting there after all."""
        demands = self._demands(job)
        return self._obstacle(environment, job, demands, placed=True)

    def blocked_for(self, queue: JobQueueRecord) -> float:
        """Seconds for which the head of a queue has been kept out."""
        _, since = self._blocked.get(queue.arn, ("", time.monotonic()))
        return time.monotonic() - since

    def _place_from(self, queue: JobQueueRecord) -> None:
        while (head := self.lines.head(queue.arn)) is not None:
            environment, obstacles = self._find(queue, head)
            if environment is None:
                self._explain(queue, head, obstacles)
                return
            self.lines.leave(head)
            self._blocked.pop(queue.arn, None)
            head.status_reason = ""
            self._placed(head, environment)

    def _find(
        self, queue: JobQueueRecord, job: JobRecord
    ) -> tuple[ComputeEnvironmentRecord | None, list[Obstacle]]:
        """A place for a job, or what is in the way.

        Nothing is when vCPUs or consumable resources will get free. A multi-node job waits
        where there is no capacity, and goes to no other environment.
        Source: AWS Batch user guide, "Jobs stuck in RUNNABLE due to capacity".
        """
        if consumables.lacking(self._account, job):
            return None, []
        obstacles: list[Obstacle] = []
        only_full = False
        demands = self._demands(job)
        for arn in queue.environments:
            environment = self._account.environments.get(arn)
            if environment is None:
                continue
            found = self._obstacle(environment, job, demands) or self._reservation(
                environment, job, demands
            )
            if found is None and not self._has_room(environment, job, demands):
                only_full = True
                continue
            found = found or self._watcher.refused(environment, demands)
            if found is None:
                return environment, []
            obstacles.append(found)
            self._watcher.kept_out(environment, demands[0], found)
            if job.is_multi_node and found.reason.startswith(_NO_CAPACITY):
                break
        return None, [] if only_full else obstacles

    def _demands(self, job: JobRecord) -> list[Demand]:
        """What a job asks, or each of its nodes."""
        return [job_container.demand(part) for part in parts(self._account.jobs, job)]

    def _obstacle(
        self,
        environment: ComputeEnvironmentRecord,
        job: JobRecord,
        demands: list[Demand],
        *,
        placed: bool = False,
    ) -> Obstacle | None:
        for demand in dict.fromkeys(demands):
            found = obstacle(environment, demand, self._surroundings, placed=placed)
            if found is not None:
                return found
        return obstacle_for_nodes(environment, demands) if job.is_multi_node else None

    def _reservation(
        self, environment: ComputeEnvironmentRecord, job: JobRecord, demands: list[Demand]
    ) -> Obstacle | None:
        """Keeps out what would not fit beside the vCPUs kept for other shares even alone."""
        vcpus = vcpus_taken(environment, demands)
        if capacity.holds(environment, vcpus, self.lines.reserved(job)):
            return None
        return Obstacle(f"{vcpus:g} vCPUs leave too few for other shares", MAX_RESOURCE)

    def _has_room(
        self, environment: ComputeEnvironmentRecord, job: JobRecord, demands: list[Demand]
    ) -> bool:
        vcpus = vcpus_taken(environment, demands)
        return capacity.has_room(environment, vcpus, self.lines.reserved(job)) and all(
            self._watcher.has_room(environment, demand) for demand in dict.fromkeys(demands)
        )

    def _explain(self, queue: JobQueueRecord, head: JobRecord, obstacles: list[Obstacle]) -> None:
        """Give the head AWS's text once it has been blocked for long enough."""
        reasons = [found.reason for found in obstacles if found.reason]
        if not reasons:
            self._blocked.pop(queue.arn, None)
            head.status_reason = ""
            return
        job_id, _ = self._blocked.get(queue.arn, ("", 0.0))
        if job_id != head.id:
            self._blocked[queue.arn] = (head.id, time.monotonic())
        is_due = self.blocked_for(queue) >= settings.current().pace.reason
        if is_due and head.status_reason != reasons[0]:
            head.status_reason = reasons[0]
            self._watcher.blocked(queue, head)
