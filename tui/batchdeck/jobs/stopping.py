"""Stopping jobs, and making sure that they really are over."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from batchdeck.aws.errors import AwsError, UncertainError
from batchdeck.domain.call import Write
from batchdeck.domain.job import JobDetail
from batchdeck.domain.job_status import NOT_STARTED
from batchdeck.jobs.describing import describe
from batchdeck.jobs.polling import Backoff, Clock, Sleep, Trigger, now
from batchdeck.jobs.ports import Batch, BatchWrites

#: So many jobs are read and then sent their stop, before the next ones are read.
AT_A_TIME = 20
#: Seconds between two looks at jobs that are being stopped: at first, and at last.
FASTEST = 1.0
SLOWEST = 5.0
SLOWER = 1.2
#: How long to look for the effect of a stop whose answer was lost, ms.
LOOK_UP = 10_000


class Phase(StrEnum):
    """How far stopping one job has come."""

    WAITING = "waiting"
    """Nothing was sent yet."""
    SENT = "sent"
    """AWS took the request; the job is not over yet."""
    UNCERTAIN = "uncertain"
    """The answer was lost; its effect is being looked for."""
    OVER = "over"
    """The job has ended."""
    REFUSED = "refused"
    """AWS said no, or nothing was sent: see the error."""
    NO_EFFECT = "no effect"
    """The answer was lost and AWS shows no sign of the request."""
    GONE = "gone"
    """AWS does not know the job."""


_OPEN = frozenset({Phase.WAITING, Phase.SENT, Phase.UNCERTAIN})


@dataclass(frozen=True, slots=True)
class JobStop:
    """How stopping one job goes."""

    job_id: str
    phase: Phase = Phase.WAITING
    name: str = ""
    status: str = ""
    """Of the job, as last seen."""
    operation: str = ""
    """What was sent last: CancelJob, TerminateJob, or nothing."""
    note: str = ""
    """What is worth saying, such as that it had ended before."""
    error: AwsError | None = None
    sent_at: int | None = None
    """ms."""

    @property
    def settled(self) -> bool:
        """Whether nothing more will be done about it."""
        return self.phase not in _OPEN


@dataclass(frozen=True, slots=True)
class StopState:
    """How stopping goes, job by job in the order asked for."""

    jobs: tuple[JobStop, ...]
    problem: AwsError | None = None
    """Why the jobs could not be looked at just now; it is tried again."""

    @property
    def done(self) -> bool:
        """Whether every job is settled."""
        return all(job.settled for job in self.jobs)


@dataclass(frozen=True, slots=True)
class PlannedStop:
    """What `stop` would do about one job if it were called now."""

    job_id: str
    detail: JobDetail | None
    """None when AWS does not know the job."""
    write: Write | None
    """None when there is nothing to stop."""


async def plan(batch: Batch, ids: Iterable[str], reason: str) -> tuple[PlannedStop, ...]:
    """The requests that would be sent, to be shown before. Raises `AwsError`."""
    wanted = tuple(dict.fromkeys(ids))
    details = await describe(batch, wanted)
    return tuple(_planned(batch, job_id, details.get(job_id), reason) for job_id in wanted)


def with_reason(
    batch: BatchWrites, planned: Iterable[PlannedStop], reason: str
) -> tuple[PlannedStop, ...]:
    """The same requests with another reason; nothing is asked for it."""
    return tuple(_planned(batch, item.job_id, item.detail, reason) for item in planned)


async def stop(
    batch: Batch,
    ids: Iterable[str],
    reason: str,
    trigger: Trigger | None = None,
    *,
    clock: Clock = now,
    sleep: Sleep = asyncio.sleep,
) -> AsyncIterator[StopState]:
    """Stop jobs and watch them until each has really ended.

    Reads each job right before its request, because `CancelJob` answers well and does
    nothing once a job is STARTING; one that slips there after being cancelled is then
    terminated. Each request is sent once. Raises nothing of AWS.
    """
    trigger = trigger or Trigger()
    stopping = _Stopping(batch, reason, clock)
    jobs = {job_id: JobStop(job_id) for job_id in ids}
    backoff = Backoff(FASTEST)
    yield (state := StopState(tuple(jobs.values())))
    while not state.done:
        turn = _turn(jobs.values())
        try:
            details = await describe(batch, turn)
        except AwsError as error:
            backoff.failed()
            yield (state := replace(state, problem=error))
            await trigger.wait(backoff.pause, sleep)
            continue
        for job_id in turn:
            jobs[job_id] = await stopping.step(jobs[job_id], details.get(job_id))
            newer = StopState(tuple(jobs.values()))
            if newer != state:
                yield (state := newer)
        if any(job.phase == Phase.WAITING for job in jobs.values()):
            continue
        if not state.done:
            backoff.usual = min(backoff.usual * SLOWER, SLOWEST)
            backoff.succeeded()
            await trigger.wait(backoff.pause, sleep)


def _turn(jobs: Iterable[JobStop]) -> list[str]:
    """The next jobs to be read: some that wait for their request, else all that are watched."""
    unsettled = [job for job in jobs if not job.settled]
    waiting = [job for job in unsettled if job.phase == Phase.WAITING]
    return [job.job_id for job in waiting[:AT_A_TIME] or unsettled]


class _Stopping:
    """The rules by which one job gets from one phase to the next."""

    def __init__(self, batch: BatchWrites, reason: str, clock: Clock) -> None:
        self._batch = batch
        self._reason = reason
        self._clock = clock

    async def step(self, job: JobStop, detail: JobDetail | None) -> JobStop:
        """What is to be done about a job that AWS just described."""
        if detail is None:
            return replace(job, phase=Phase.GONE, note="AWS does not know it any more")
        job = replace(job, name=detail.job.name, status=detail.job.status)
        if detail.job.finished:
            note = "had ended before" if job.phase == Phase.WAITING else job.note
            return replace(job, phase=Phase.OVER, note=note, error=None)
        if job.phase == Phase.WAITING:
            return await self._send(job, detail)
        if job.operation == "CancelJob" and _runs(detail):
            return await self._send(replace(job, note="it started meanwhile"), detail)
        if job.phase == Phase.UNCERTAIN:
            return self._look_up(job, detail)
        return job

    async def _send(self, job: JobStop, detail: JobDetail) -> JobStop:
        write = _write(self._batch, detail, self._reason)
        job = replace(job, operation=write.operation, sent_at=self._clock())
        try:
            await self._batch.send(write)
        except UncertainError as error:
            return replace(job, phase=Phase.UNCERTAIN, error=error)
        except AwsError as error:
            return replace(job, phase=Phase.REFUSED, error=error)
        return replace(job, phase=Phase.SENT, error=None)

    def _look_up(self, job: JobStop, detail: JobDetail) -> JobStop:
        if detail.is_cancelled or detail.is_terminated:
            return replace(job, phase=Phase.SENT, error=None)
        if self._clock() - (job.sent_at or 0) < LOOK_UP:
            return job
        return replace(job, phase=Phase.NO_EFFECT, note="AWS shows no sign of the request")


def _planned(batch: BatchWrites, job_id: str, detail: JobDetail | None, reason: str) -> PlannedStop:
    if detail is None or detail.job.finished:
        return PlannedStop(job_id, detail, None)
    return PlannedStop(job_id, detail, _write(batch, detail, reason))


def _write(batch: BatchWrites, detail: JobDetail, reason: str) -> Write:
    make = batch.termination if _runs(detail) else batch.cancellation
    return make(detail.job.id, reason)


def _runs(detail: JobDetail) -> bool:
    """Whether only `TerminateJob` ends it: its container, or one of its children's, is there."""
    children = {status for status, count in detail.children if count}
    return detail.job.status not in NOT_STARTED or bool(children & {"STARTING", "RUNNING"})
