"""The log of a job, as it grows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from batchdeck.aws.errors import AwsError, NotFoundError
from batchdeck.domain.job import JobDetail, LogLocation
from batchdeck.domain.log_absence import why_no_log
from batchdeck.domain.log_line import LogLine
from batchdeck.jobs.polling import Backoff, Clock, Sleep, Trigger, now
from batchdeck.jobs.ports import BatchReads, LogReads

#: Seconds between two reads while lines flow, and while none come.
FLOWING = 0.5
QUIET = 1.0
#: While there is no log the job is looked at, ever less often: up to so many seconds.
NO_LOG = 5.0
SLOWER = 1.2
#: Seconds before the next turn when there was more than a turn may read.
MORE = 0.2
#: Pages (of up to 10,000 lines) a turn may read: AWS allows few calls a second.
PAGES_A_TURN = 5
#: How often a job with a log is looked at for its next attempt or its end, ms.
DESCRIBE_EVERY = 3_000
#: CloudWatch Logs shows the last lines a little after the end: so long reading goes on, ms.
SETTLE = 3_000
#: So many ms a job may stay unknown to AWS before it counts as gone: new ones appear late.
GRACE = 10_000


@dataclass(frozen=True, slots=True)
class LogState:
    """What came since the state before, and how things stand."""

    lines: tuple[LogLine, ...] = ()
    """New lines only."""
    fresh: bool = False
    """These are the first lines of another stream: an attempt began (or the first one)."""
    where: LogLocation | None = None
    attempt: int = 0
    """Whose log it is, counted from 1; 0 while there is none."""
    reason: str = ""
    """Why there is no line so far, in words."""
    ended: bool = False
    """Nothing more will come."""
    problem: AwsError | None = None
    """Why the newest read failed; reading goes on."""


async def follow_log(
    batch: BatchReads,
    logs: LogReads,
    job_id: str,
    trigger: Trigger | None = None,
    *,
    clock: Clock = now,
    sleep: Sleep = asyncio.sleep,
) -> AsyncIterator[LogState]:
    """The lines of a job's newest attempt from the first one on, then as they come.

    A retry leads over to the stream of the next attempt. Ends some seconds after the job
    did, or when there can be no log. Raises nothing of AWS: what fails is in the state.
    """
    trigger = trigger or Trigger()
    reader = _Reader(batch, logs, job_id, clock)
    while True:
        async for state in reader.turn():
            yield state
            if state.ended:
                return
        await trigger.wait(reader.pause, sleep)


class _Reader:
    """Where reading has come to."""

    def __init__(self, batch: BatchReads, logs: LogReads, job_id: str, clock: Clock) -> None:
        self._batch = batch
        self._logs = logs
        self._job_id = job_id
        self._clock = clock
        self._backoff = Backoff(QUIET)
        self._began = clock()
        self._detail: JobDetail | None = None
        self._described_at: int | None = None
        self._ended_at: int | None = None
        self._where: LogLocation | None = None
        self._attempt = 0
        self._token = ""
        self._fresh = False
        self._any_line = False
        self._caught_up = False
        self._said = LogState()

    @property
    def pause(self) -> float:
        """Seconds until the next turn."""
        return self._backoff.pause

    async def turn(self) -> AsyncIterator[LogState]:
        """Read what there is. States without lines come only when something changed."""
        try:
            await self._describe()
            if (newest := self._newest()) and newest != self._where:
                async for state in self._read():
                    yield state
                self._begin(newest)
            async for state in self._read():
                yield state
        except AwsError as error:
            self._backoff.failed()
            self._said = self._state(problem=error)
            yield self._said
            return
        self._backoff.succeeded()
        if (state := self._standing()) != self._said:
            self._said = state
            yield state

    async def _describe(self) -> None:
        """Look at the job, unless it has ended or it has a log and that was done lately."""
        at = self._clock()
        lately = self._described_at is not None and at - self._described_at < DESCRIBE_EVERY
        if self._ended_at is not None or (self._where and lately):
            return
        found = await self._batch.details([self._job_id])
        self._described_at = at
        if found:
            self._detail = found[0]
            if self._detail.job.finished:
                self._ended_at = min(self._detail.job.stopped_at or at, at)
        elif at - self._began >= GRACE or self._detail:
            self._ended_at = at

    def _newest(self) -> LogLocation | None:
        if not self._detail:
            return None
        logs = [self._detail.log, *(attempt.log for attempt in reversed(self._detail.attempts))]
        return next((log for log in logs if log), None)

    def _begin(self, where: LogLocation) -> None:
        """Read from the head of another stream from now on."""
        attempts = [attempt.log for attempt in self._detail.attempts] if self._detail else []
        self._attempt = 1 + (attempts.index(where) if where in attempts else len(attempts))
        self._where = where
        self._token = ""
        self._fresh = True
        self._any_line = False

    async def _read(self) -> AsyncIterator[LogState]:
        """The pages after the token. An empty page is not the end: the same token back is."""
        if not self._where:
            return
        self._backoff.usual = QUIET
        self._caught_up = False
        for _ in range(PAGES_A_TURN):
            try:
                page = await self._logs.page(self._where, self._token)
            except NotFoundError:
                self._caught_up = True
                return
            self._caught_up = page.forward_token == self._token
            self._token = page.forward_token
            if page.lines:
                self._any_line = True
                self._backoff.usual = FLOWING
                yield self._state(page.lines)
                self._fresh = False
            if self._caught_up:
                return
        self._backoff.usual = MORE

    def _standing(self) -> LogState:
        """How things stand when there is nothing more to read for now."""
        if not self._where:
            state = self._state(reason=self._absence(), ended=self._ended_at is not None)
            slower = min(self._backoff.usual * SLOWER, NO_LOG)
            self._backoff.usual = self._backoff.pause = slower if state == self._said else QUIET
            return state
        if self._ended_at is None or not self._caught_up:
            return self._state(reason="" if self._any_line else "No line so far.")
        settled = self._clock() - self._ended_at >= SETTLE
        reason = "" if self._any_line else "It wrote nothing, or its log has expired."
        return self._state(reason=reason, ended=settled)

    def _absence(self) -> str:
        if self._detail:
            return why_no_log(self._detail)
        if self._ended_at is None:
            return "AWS does not know the job yet."
        return "AWS does not know the job any more."

    def _state(
        self,
        lines: tuple[LogLine, ...] = (),
        *,
        reason: str = "",
        ended: bool = False,
        problem: AwsError | None = None,
    ) -> LogState:
        fresh = bool(lines) and self._fresh
        return LogState(lines, fresh, self._where, self._attempt, reason, ended, problem)
