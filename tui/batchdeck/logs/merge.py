"""Reading the logs of several jobs as one, merged by the time of their lines."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial

from batchdeck.aws.errors import AwsError, NotFoundError
from batchdeck.domain.job import JobDetail
from batchdeck.jobs.polling import Clock, Sleep, now
from batchdeck.jobs.ports import BatchReads
from batchdeck.logs.follower import FLOWING, Follower
from batchdeck.logs.merging import Ahead, Behind
from batchdeck.logs.ports import LogEventReads
from batchdeck.logs.source import LogChoice, children, choices, nodes
from batchdeck.logs.state import LogState
from batchdeck.logs.store import LogStore
from batchdeck.logs.stream import LogStream

#: So many logs are read as one: each is asked for by itself.
MOST = 50
#: Calls on their way at once, and a second: AWS allows few, and others want some, too.
AT_ONCE = 8
RATE = 8
#: So many lines are wanted at least: less than a page of each log may be certain at first.
AT_FIRST = 500
#: How often jobs that have not ended are looked at, ms.
DESCRIBE_EVERY = 5_000
#: The last lines of a job appear so late, ms.
SETTLE = 3_000
UNKNOWN = "AWS does not know the job any more."


class _Source:
    """One of the logs."""

    def __init__(self, choice: LogChoice, stream: LogStream) -> None:
        self.choice = choice
        self.stream = stream
        self.over = False
        """Whether nothing newer will come."""


class MergedReader(Follower):
    """Reads the logs of several jobs into one store; see `LogFollower` for how it is used.

    The newest attempt of each, all its containers; an array stands for those children that
    have a log most likely, FAILED ones first, a multi-node job for its nodes. Attempts that
    begin later join. `LogLine.source` counts in `LogState.sources`.
    """

    def __init__(
        self,
        batch: BatchReads,
        logs: LogEventReads,
        jobs: Sequence[str],
        *,
        most: int = MOST,
        store: LogStore | None = None,
        clock: Clock = now,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """`jobs`: their ids. `most`: so many logs at most; the state says what was left out."""
        super().__init__(store or LogStore(), clock, sleep)
        self._batch = batch
        self._logs = logs
        self._wanted = list(jobs)
        self._most = most
        self._found = False
        self._described_at = 0
        self._details: dict[str, JobDetail] = {}
        self._without: dict[str, str] = {}
        """Why those that have no log have none, by job."""
        self._left_out: list[str] = []
        self._sources: list[_Source] = []
        self._ahead = Ahead()
        self._behind = Behind()
        self._shown = False
        self._newest_at = 0

    @property
    def _opened(self) -> bool:
        return self._shown

    async def _read_newer(self) -> AsyncIterator[None]:
        if not self._found:
            await self._find()
            self._found = True
        await self._describe()
        began = self._clock()
        live = [source for source in self._sources if not source.over]
        indices = [index for index, one in enumerate(self._sources) if not one.over]
        problem = await self._all([partial(self._poll, index, began) for index in indices])
        if not self._shown and (not live or any(one.stream.opened for one in live)):
            self._show_behind()
            self._shown = True
            if len(self.store) < AT_FIRST:
                self.older()
        self._ended = self._is_over()
        events, sources = self._ahead.ready(began, self._clock(), everything=self._ended)
        self.store.append(events, sources)
        if events.times:
            self._newest_at = max(self._newest_at, events.times[-1])
        self._pace(len(live), came=bool(events.times))
        if problem is not None:
            raise problem
        yield

    async def _read_older(self) -> AsyncIterator[None]:
        """Lines are certain once no log can have any between them: that asks some on."""
        while not self._show_behind():
            unsure = self._behind.unsure(AT_ONCE)
            if not unsure:
                self._until = None
                break
            problem = await self._all([partial(self._go_back, index) for index in unsure])
            if problem is not None:
                raise problem
        oldest = self._behind.shown_at
        enough = len(self.store) >= AT_FIRST
        if enough and self._until is not None and oldest is not None and oldest <= self._until:
            self._until = None
        yield

    async def _find(self) -> None:
        """Which jobs are meant: those given, children and nodes in place of their parents."""
        ids: list[str] = []
        self._left_out = []
        details = {detail.job.id: detail for detail in await self._batch.details(self._wanted)}
        self._without = {each: UNKNOWN for each in self._wanted if each not in details}
        for detail in details.values():
            if detail.children:
                kept, left_out = await children(self._batch, detail.job, self._most)
                ids += [job.id for job in kept]
                self._left_out += [left_out] if left_out else []
            else:
                ids += nodes(detail) or [detail.job.id]
        if len(ids) > self._most:
            self._left_out.append(f"{self._most:,} of {len(ids):,} jobs")
        self._wanted = ids[: self._most]

    async def _describe(self) -> None:
        """Look at the jobs that have not ended; take in logs that there were not before."""
        at = self._clock()
        unended = [
            each
            for each in self._wanted
            if each not in self._details or not self._details[each].job.finished
        ]
        if not unended or (self._sources and at - self._described_at < DESCRIBE_EVERY):
            return
        details = await self._batch.details(unended)
        self._described_at = at
        self._details |= {detail.job.id: detail for detail in details}
        for each in [each for each in self._wanted if each not in self._details]:
            self._wanted.remove(each)
            self._without[each] = UNKNOWN
        known = {source.choice.key: source for source in self._sources}
        for choice in choices(*details):
            if choice.key in known:
                known[choice.key].choice = choice
            elif choice.newest and choice.where is None:
                self._without[choice.job_id] = choice.absence
            elif choice.newest and choice.where is not None:
                self._without.pop(choice.job_id, None)
                since, until = choice.bounds(at)
                stream = LogStream(self._logs, choice.where, since=since, until=until)
                self._sources.append(_Source(choice, stream))

    async def _poll(self, index: int, began: int) -> None:
        """What is new in one log."""
        source = self._sources[index]
        stream = source.stream
        detail = self._details.get(source.choice.job_id)
        ended_at = (detail.job.stopped_at or 0) if detail and detail.job.finished else None
        try:
            if stream.opened:
                self._ahead.add(await stream.newer(), index, began)
            elif self._shown:
                self._ahead.add(await stream.head(), index, began)
            else:
                self._behind.add(await stream.tail(), index, stream.at_beginning)
        except NotFoundError:
            stream.at_end = True
        self._ahead.has_more(index, stream.opened and not stream.is_current(began))
        if stream.at_end and not source.choice.newest:
            source.over = True
        elif stream.at_end and ended_at is not None:
            source.over = began - ended_at >= SETTLE

    async def _go_back(self, index: int) -> None:
        stream = self._sources[index].stream
        self._behind.add(await stream.older(), index, stream.at_beginning)

    def _show_behind(self) -> bool:
        """Put older lines that are certain before the others; whether there were such."""
        events, sources = self._behind.certain()
        self.store.prepend(events, sources)
        if events.times:
            self._newest_at = max(self._newest_at, events.times[-1])
        return bool(events.times)

    async def _all(self, calls: Sequence[Callable[[], Awaitable[None]]]) -> AwsError | None:
        """Make these calls, some at once; the first failure, after all were made."""

        async def made(call: Callable[[], Awaitable[None]]) -> AwsError | None:
            async with at_once:
                try:
                    await call()
                except AwsError as error:
                    return error
            return None

        at_once = asyncio.Semaphore(AT_ONCE)
        outcomes = await asyncio.gather(*map(made, calls))
        return next(filter(None, outcomes), None)

    def _pace(self, live: int, *, came: bool) -> None:
        """The next turn: sooner while lines come, later the more logs are asked."""
        if came:
            self._backoff.usual = FLOWING
        else:
            self._slow_down()
        self._backoff.usual = max(self._backoff.usual, live / RATE)

    def _is_over(self) -> bool:
        ended = all(self._details[each].job.finished for each in self._wanted)
        return ended and all(source.over for source in self._sources)

    def _describe_state(self) -> LogState:
        at = self._clock()
        live = [source.stream for source in self._sources if not source.over]
        sources = tuple(source.choice for source in self._sources)
        return LogState(
            choices=sources,
            sources=sources,
            at_beginning=self._shown and self._behind.is_empty,
            caught_up=self._shown and all(stream.is_current(at) for stream in live),
            newest_at=self._newest_at,
            ingestion=max((stream.ingestion for stream in live), default=0),
            reason="" if self._newest_at else self._reason(),
            left_out="; ".join([*self._left_out, *self._without_log()]),
        )

    def _without_log(self) -> list[str]:
        """How many have no log, and why."""
        counts = Counter(self._without.values())
        return [f"{count:,} without: {absence}" for absence, count in counts.most_common(2)]

    def _reason(self) -> str:
        """Why there is no line so far."""
        if self._sources:
            return "They wrote nothing." if self._ended else "No line so far."
        return next(iter(self._without.values()), "None of them has a log.")
