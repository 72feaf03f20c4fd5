"""One try of a job: the containers of its task, from the first to the last."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from batchdeck.local.batch.account import now_ms
from batchdeck.local.batch.records import AttemptRecord, JobRecord
from batchdeck.local.batch.task_container import STOP_GRACE_SECONDS, TaskContainer

NOT_BEGUN = "CannotStartContainerError: a container it depends on did not end well"


class Attempt:
    """Begins every container when those it waits for are so far.

    The first essential container that ends decides: the others are stopped then. All of it
    belongs to the engine's thread.
    """

    def __init__(
        self,
        job: JobRecord,
        record: AttemptRecord,
        containers: Sequence[TaskContainer],
        *,
        on_start: Callable[[Attempt], None],
        on_end: Callable[[Attempt], None],
    ) -> None:
        self.job = job
        self.record = record
        self.containers = containers
        self.timed_out = False
        self.host_lost = ""
        """How AWS says that its instance is gone; empty as long as it is there."""
        self._on_start = on_start
        self._on_end = on_end
        self._decided_by: TaskContainer | None = None
        self._stopping = False
        self._over = False

    def launch(self) -> None:
        """Begin the containers that wait for no other."""
        self._advance()

    def stop(self, grace_seconds: float = STOP_GRACE_SECONDS) -> None:
        """Have what runs stopped; `on_end` follows."""
        self._stopping = True
        for container in self.containers:
            if container.begun and not container.over:
                container.stop(grace_seconds)

    def _changed(self, container: TaskContainer) -> None:
        if container.has_run and self.record.started_at is None:
            self.record.started_at = now_ms()
            self.record.log_stream = self.containers[0].record.log_stream
            self._on_start(self)
        if container.over:
            self._decide(container)
        self._advance()

    def _decide(self, container: TaskContainer) -> None:
        if container.essential and self._decided_by is None:
            self._decided_by = container
            if not self._stopping:
                self.stop()

    def _advance(self) -> None:
        """Begin what can begin now; when nothing is left that runs, it is over."""
        moved = True
        while moved and not self._stopping:
            moved = False
            for container in self.containers:
                if not (container.begun or container.over or self._stopping):
                    moved = self._try(container) or moved
        if self._over or any(one.begun and not one.over for one in self.containers):
            return
        self._over = True
        decisive = self._decided_by or self.containers[0]
        self.record.exit_code = decisive.record.exit_code
        self.record.reason = decisive.record.reason
        self._on_end(self)

    def _try(self, container: TaskContainer) -> bool:
        """Begin a container or give it up; False when it has to wait."""
        conditions = [self._is_met(*one) for one in container.waits_for]
        if False in conditions:
            container.give_up(NOT_BEGUN)
            self._decide(container)
            return True
        if None in conditions:
            return False
        container.begin(self._changed)
        return True

    def _is_met(self, name: str, condition: str) -> bool | None:
        """Whether a container got as far as another wants it; None: it may still.

        Source: Batch API, `TaskContainerDependency`.
        """
        other = next(one for one in self.containers if one.record.name == name)
        match condition:
            case "START" if other.has_run:
                return True
            case "COMPLETE" if other.over:
                return True
            case "SUCCESS" if other.over:
                return other.record.exit_code == 0
        return False if other.over else None


def task_of(cluster_arn: str) -> str:
    """The ARN of a new ECS task in a cluster."""
    return f"{cluster_arn.replace(':cluster/', ':task/')}/{uuid.uuid4().hex}"
