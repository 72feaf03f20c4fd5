"""The last turn of each pipeline in the demo's past: all went well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from batchdeck.local.batch.arrays import array_children
from batchdeck.local.batch.records import JobRecord
from batchdeck.local.batch.service import BatchService
from batchdeck.local.demo.habits import Habit
from batchdeck.local.demo.history import History
from batchdeck.local.demo.outcomes import SUCCESS
from batchdeck.local.demo.pipelines import (
    ARCHIVES,
    BACKFILLS,
    N_TO_N,
    SEQUENTIAL,
    TRIOS,
    Pipeline,
    Stage,
)

PAST = (ARCHIVES, TRIOS, BACKFILLS)
_MINUTE = 60_000
#: A turn began so long ago, and each of its jobs took no longer than `_RUN`, ms.
_AGO = 160 * _MINUTE
_RUN = 8 * _MINUTE
_SHORTEST, _LONGEST = 60, 240
"""Seconds that a job ran."""


def build_past_turns(service: BatchService, history: History, now: int) -> None:
    """Insert one turn of each pipeline; `now` in ms since the epoch."""
    for pipeline in PAST:
        begun, before = now - _AGO, None
        number = f"{pipeline.first - 1:04}"
        for stage in pipeline.stages:
            before = _insert(service, _Past(history, pipeline, stage, number), begun, before)


class _Past:
    """A stage of a turn that is over."""

    def __init__(self, history: History, pipeline: Pipeline, stage: Stage, number: str) -> None:
        self.stage = stage
        self._history = history
        self._name = f"{stage.name}-{number}"
        self._chosen = {stage.parameter: number} if stage.parameter else {}
        self._habit = Habit(
            stage.definition, pipeline.queue, self._name, 1, _SHORTEST, _LONGEST, self._chosen
        )

    def new(self) -> JobRecord:
        """A job of it that nothing has happened to."""
        job = self._history.job(self._habit)
        job.name, job.parameters = self._name, self._chosen
        job.tags = {**job.tags, **self._chosen}
        return job

    def ended(self, job: JobRecord, stopped: int) -> JobRecord:
        """The same job, ended at a time (ms)."""
        self._history.live(job, self._habit, SUCCESS, stopped)
        return job


def _insert(service: BatchService, past: _Past, begun: int, before: JobRecord | None) -> JobRecord:
    """Insert a stage that was submitted with all others; what is returned waited for `before`."""
    free = begun if before is None else before.stopped_at or begun
    job = past.new()
    job.depends_on = past.stage.depends_on("" if before is None else before.id)
    if not past.stage.size:
        past.ended(job, free + _RUN)
        job.created_at = begun
        service.insert(job)
        return job
    job.array_size = past.stage.size
    children = list(_children(past, job, free, begun))
    parent = replace(
        job,
        created_at=begun,
        environment_arn="",
        status="SUCCEEDED",
        stopped_at=max(child.stopped_at or 0 for child in children),
    )
    service.insert(parent)
    for child in children:
        service.insert(child)
    return parent


def _children(past: _Past, parent: JobRecord, free: int, begun: int) -> Iterator[JobRecord]:
    for child in array_children(parent):
        turns = (child.index or 0) + 1 if past.stage.waits == SEQUENTIAL else 1
        # One that waits for its counterpart need not wait for the slowest of them.
        early = _MINUTE * (child.index or 0) if past.stage.waits == N_TO_N else 0
        past.ended(child, free + turns * _RUN - early)
        child.created_at = begun
        yield child
