"""Reading the log of one job: from its tail both ways, through its attempts, to its end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from batchdeck.aws.errors import NotFoundError
from batchdeck.domain.job import JobDetail
from batchdeck.domain.log_absence import why_no_log
from batchdeck.domain.log_line import RawEvents
from batchdeck.jobs.polling import Clock, Sleep, now
from batchdeck.jobs.ports import BatchReads
from batchdeck.logs.follower import FLOWING, MORE, QUIET, Follower
from batchdeck.logs.ports import LogEventReads
from batchdeck.logs.source import LogChoice, choices, newest, nodes
from batchdeck.logs.state import LogState
from batchdeck.logs.store import LogStore
from batchdeck.logs.stream import LogStream

#: Pages (of up to 10,000 lines) a turn may read: AWS allows few calls a second.
PAGES_A_TURN = 5
#: How often a job is looked at for its next attempt or its end, ms.
DESCRIBE_EVERY = 3_000
#: While there is no log, a turn comes after so many seconds at most.
NO_LOG = 5.0
#: CloudWatch Logs shows the last lines a little after the end: so long reading goes on, ms.
SETTLE = 3_000
#: So many ms a job may stay unknown to AWS before it counts as gone: new ones appear late.
GRACE = 10_000


class LogReader(Follower):
    """Reads one log of a job into a store; see `LogFollower` for how it is used.

    Without a `choice` it is the newest attempt's, and a retry leads over to the log of the
    next attempt, after a rule that says so. With one it is that log only, also when AWS does
    not know its job any more.
    """

    def __init__(
        self,
        batch: BatchReads,
        logs: LogEventReads,
        job_id: str,
        choice: LogChoice | None = None,
        *,
        detail: JobDetail | None = None,
        container: str | None = None,
        from_head: bool = False,
        since: int | None = None,
        store: LogStore | None = None,
        clock: Clock = now,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """`detail`: the job as it was described just now; it spares a call.

        `container`: the name of the only one that is wanted, whatever the attempt.

        `from_head`: begin with the oldest line, or the first one since then (ms).
        """
        super().__init__(store or LogStore(), clock, sleep)
        self._batch = batch
        self._logs = logs
        self._job_id = job_id
        self._choice = choice
        self._container = container
        self._from_head = from_head
        self._since = since
        self._began = clock()
        self._described_at: int | None = None
        self._ended_at: int | None = None
        self._detail: JobDetail | None = None
        self._choices: tuple[LogChoice, ...] = ()
        self._sources: list[LogChoice] = []
        self._streams: list[LogStream] = []
        self._newest_at = 0
        if detail is not None and not nodes(detail):
            self._take(detail)

    async def _read_newer(self) -> AsyncIterator[None]:
        await self._describe()
        target = self._target()
        if target is not None and target.where is not None and self._leads_over(target):
            async for _ in self._read_rest():
                yield
            self._begin(target)
        if not self._streams:
            self._wait_for_a_log()
            yield
            return
        before = self.store.end
        for _ in range(PAGES_A_TURN):
            await self._read_page()
            self._ended = self._is_over()
            yield
            if self._streams[-1].is_current(self._clock()):
                break
        else:
            self._backoff.usual = MORE
            return
        if self.store.end > before:
            self._backoff.usual = FLOWING
        else:
            self._slow_down()

    @property
    def _opened(self) -> bool:
        return bool(self._streams) and self._streams[0].opened

    async def _read_older(self) -> AsyncIterator[None]:
        stream = self._streams[0]
        events = await stream.older()
        self.store.prepend(events)
        reached = events.times and self._until is not None and events.times[0] <= self._until
        if stream.at_beginning or reached:
            self._until = None
        yield

    async def _read_rest(self) -> AsyncIterator[None]:
        """The last lines of the stream that was read so far, if there is one."""
        while self._streams:
            await self._read_page()
            yield
            if self._streams[-1].at_end:
                return

    def _wait_for_a_log(self) -> None:
        """There is none: look ever less often, but soon again when the job has moved."""
        reason = self._reason()
        if reason == self._state.reason:
            self._slow_down(NO_LOG)
        else:
            self._backoff.usual = QUIET
        self._ended = self._ended_at is not None

    async def _describe(self) -> None:
        """Look at the job, unless it has ended or it has a log and that was done lately."""
        at = self._clock()
        lately = self._described_at is not None and at - self._described_at < DESCRIBE_EVERY
        first = self._detail is not None and not self._state.answered_at
        if self._ended_at is not None or ((self._streams or first) and lately):
            return
        found = await self._batch.details([self._job_id])
        each = await self._batch.details(nodes(found[0])) if found and nodes(found[0]) else ()
        if found:
            self._take(*found, *each)
        elif self._choice or self._detail or at - self._began >= GRACE:
            self._ended_at = at

    def _take(self, detail: JobDetail, *each: JobDetail) -> None:
        """The job as it was described just now, and its nodes."""
        at = self._described_at = self._clock()
        self._detail = detail
        self._choices = choices(detail, *each)
        known = {one.key: one for one in self._choices}
        self._sources = [known.get(one.key, one) for one in self._sources]
        if detail.job.finished:
            self._ended_at = min(detail.job.stopped_at or at, at)

    def _target(self) -> LogChoice | None:
        """The log to read now."""
        if self._choice is not None:
            again = (one for one in self._choices if one.key == self._choice.key)
            return next(again, self._choice)
        main = self._detail.main_node if self._detail else None
        wanted = [one for one in self._choices if self._container in (None, one.container)]
        if self._sources:
            read = self._sources[-1]
            same = (read.job_id, read.container)
            wanted = [one for one in wanted if (one.job_id, one.container) == same]
        return newest(wanted, main)

    def _leads_over(self, target: LogChoice) -> bool:
        return not self._streams or target.where != self._streams[-1].where

    def _begin(self, target: LogChoice) -> None:
        """Read this log from now on, after what was read so far."""
        if target.where is None:
            return
        if self._sources:
            at = max(self._newest_at, target.started_at or 0)
            self.store.append_rule(f"attempt {target.attempt} begins", at)
        since, until = target.bounds(self._clock())
        since = self._since if self._since is not None else since
        stream = LogStream(self._logs, target.where, since=since, until=until)
        self._streams.append(stream)
        self._sources.append(target)

    async def _read_page(self) -> None:
        """The next lines of the stream that is read; there may be none."""
        stream = self._streams[-1]
        try:
            if stream.opened:
                events = await stream.newer()
            elif self._from_head or len(self._streams) > 1:
                events = await stream.head()
            else:
                events = await stream.tail()
        except NotFoundError:
            stream.at_end, events = True, RawEvents()
        self.store.append(events, len(self._streams) - 1)
        if events.times:
            self._newest_at = events.times[-1]

    def _is_over(self) -> bool:
        """Whether nothing newer will come of this log."""
        source = self._sources[-1]
        ended_at = self._ended_at
        if self._choice is not None and not source.newest:
            ended_at = source.stopped_at or 0
        settled = ended_at is not None and self._clock() - ended_at >= SETTLE
        return settled and self._streams[-1].at_end

    def _describe_state(self) -> LogState:
        opened = [stream for stream in self._streams if stream.opened]
        return LogState(
            choices=self._choices,
            sources=tuple(self._sources),
            at_beginning=bool(opened) and opened[0].at_beginning,
            caught_up=bool(self._streams) and self._streams[-1].is_current(self._clock()),
            newest_at=self._newest_at,
            ingestion=opened[-1].ingestion if opened else 0,
            reason="" if self._newest_at else self._reason(),
        )

    def _reason(self) -> str:
        """Why there is no line so far."""
        if self._streams:
            over = self._ended_at is not None and self._streams[-1].at_end
            return "It wrote nothing, or its log has expired." if over else "No line so far."
        target = self._target()
        if target is not None:
            return target.absence
        if self._detail:
            return why_no_log(self._detail)
        if self._ended_at is None:
            return "AWS does not know the job yet."
        return "AWS does not know the job any more."
