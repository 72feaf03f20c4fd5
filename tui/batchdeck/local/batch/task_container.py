"""One container of an attempt, between its runner's threads and the engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from batchdeck.local import settings
from batchdeck.local.batch.engine import Engine
from batchdeck.local.batch.job_log import JobLog
from batchdeck.local.batch.records import ContainerRecord, Document
from batchdeck.local.runners.runner import Run, RunRequest

STOP_GRACE_SECONDS = 30.0
"""Between SIGTERM and SIGKILL. Source: ECS agent, `ECS_CONTAINER_STOP_TIMEOUT`."""


class TaskContainer:
    """Tells the engine what its runner tells: it is the runner's `RunEvents`.

    Everything but the three events belongs to the engine's thread.
    """

    def __init__(
        self, properties: Document, request: RunRequest, log: JobLog | None, engine: Engine
    ) -> None:
        self.record = ContainerRecord(properties["name"])
        self.essential = bool(properties.get("essential", True))
        self.waits_for: tuple[tuple[str, str], ...] = tuple(
            (entry["containerName"], entry["condition"])
            for entry in properties.get("dependsOn") or ()
        )
        """Names of other containers, and what must have become of them."""
        seconds = properties.get("stopTimeout")
        self._stop_timeout = None if seconds is None else float(seconds)
        self.begun = self.has_run = self.over = False
        self.address = ""
        """IPv4, that other nodes of its job reach it at."""
        self._request = request
        self._log = log
        self._engine = engine
        self._changed: Callable[[TaskContainer], None] = lambda _: None
        self._run: Run | None = None
        self._grace: float | None = None

    def begin(self, changed: Callable[[TaskContainer], None]) -> None:
        """Have it run; `changed` is called when it does, and when it is over."""
        self.begun = True
        self._changed = changed
        run = None
        try:
            run = settings.current().runner.start(self._request, self)
        finally:
            if run is None:
                self.ended(None, "CannotStartContainerError: the runner failed")
        self._run = run
        if self._grace is not None:
            run.stop(self._grace)

    def stop(self, grace_seconds: float = STOP_GRACE_SECONDS) -> None:
        """Have it stopped; it will be over. Again, it only matters if it shortens the grace.

        Its own `stopTimeout` goes before a grace, but not before none at all.
        """
        if grace_seconds > 0 and self._stop_timeout is not None:
            grace_seconds = self._stop_timeout
        if self._grace is not None and grace_seconds >= self._grace:
            return
        self._grace = grace_seconds
        if self._run is not None:
            self._run.stop(grace_seconds)

    def started(self, address: str = "") -> None:
        """From the runner: the container runs, at an address if others can reach it."""
        self.address = address
        if self._log is not None and not self._engine.stopped:
            self._log.open()
        self._engine.soon(self._start)

    def lines(self, batch: Sequence[tuple[int, str]]) -> None:
        """From the runner: new lines. After a reset they belong to nobody."""
        if self._log is not None and not self._engine.stopped:
            self._log.write(batch)

    def ended(self, exit_code: int | None, reason: str) -> None:
        """From the runner: it is over."""
        self._engine.soon(partial(self._end, exit_code, reason))

    def give_up(self, reason: str) -> None:
        """It never begins."""
        self.over, self.record.reason = True, reason

    def _start(self) -> None:
        self.has_run = True
        self.record.log_stream = self._log.stream if self._log else ""
        self._changed(self)

    def _end(self, exit_code: int | None, reason: str) -> None:
        self.over = True
        self.record.exit_code, self.record.reason = exit_code, reason
        self._changed(self)
