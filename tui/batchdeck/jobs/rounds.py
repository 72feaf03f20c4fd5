"""One look at AWS after the other, for the list of jobs.

The first look at a queue lists all its states. Later ones are frugal, because the calls of
an account are shared with everything else that runs on it (about 50 a second; source: AWS
Batch user guide, service quotas): one call for what is new in a queue, and one per hundred
jobs for what became of those that had not ended. Now and then one more tells which of those
that ended long ago AWS no longer knows.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from batchdeck.aws.errors import AwsError, DeniedError
from batchdeck.domain.courtesy import step_aside
from batchdeck.domain.job import Job
from batchdeck.domain.job_status import ACTIVE, FINISHED, STATUSES
from batchdeck.jobs.describing import IDS_A_CALL
from batchdeck.jobs.polling import LONGEST_PAUSE, Backoff, Clock
from batchdeck.jobs.ports import BatchReads
from batchdeck.jobs.roster import Roster

T = TypeVar("T")
#: On average no more than so many calls a second, however many queues and jobs there are.
CALLS_A_SECOND = 4.0
#: Calls under way at the same time.
IN_FLIGHT = 8
#: How far back before the newest known job one looks for new ones, ms: they may appear late.
OVERLAP = 30_000
#: With more active jobs than this, listing the active states is cheaper than describing.
DESCRIBED_AT_MOST = 300
#: Every so many looks the active states are listed anyway, to find what slipped through.
SWEEP_EVERY = 20
#: Jobs taken in before others get their turn: 1 ms.
AT_A_TIME = 250
#: Queues that are due within so many ms are looked at together.
TOGETHER = 250


@dataclass(slots=True)
class _Watch:
    """How reading one queue goes."""

    queue: str
    backoff: Backoff
    due_at: int = 0
    fetched_at: int | None = None
    loaded: bool = False
    unread: set[str] = field(default_factory=lambda: set(STATUSES))
    """States that are still to be listed to their end."""
    looks: int = 0
    """How often it was looked at since it was loaded."""
    problem: AwsError | None = None
    """Of the newest look that is over."""
    failure: AwsError | None = None
    """Of the look under way."""


class Rounds:
    """Reads queues into a roster, again and again."""

    def __init__(self, batch: BatchReads, *, interval: float, clock: Clock) -> None:
        self.roster = Roster()
        self.changed = asyncio.Event()
        """Set whenever an answer arrived."""
        self.loading = ""
        """Queue and state that were listed last, while a first look is under way."""
        self._batch = batch
        self._interval = interval
        self._clock = clock
        self._watches: dict[str, _Watch] = {}
        self._slots = asyncio.Semaphore(IN_FLIGHT)
        self._calls = 0
        self._denied: AwsError | None = None
        """Why jobs cannot be described: then lists must do."""
        self._forgets = False
        """Whether AWS has forgotten some of the jobs that were asked for last."""

    async def go(self, queues: Iterable[str], *, at_once: bool) -> None:
        """Look at those of the queues whose time has come, or `at_once` at all of them."""
        began = self._clock()
        self._calls = 0
        if at_once:
            self._denied = None
        watches = [self._watch(queue) for queue in queues]
        due = [watch for watch in watches if at_once or watch.due_at <= began + TOGETHER]
        known = [watch for watch in due if not watch.unread]
        for watch in due:
            watch.failure = None
        await _all(self._look(watch) for watch in due)
        known = [watch for watch in known if not watch.failure]
        await self._follow_active(known)
        await self._follow_ended([watch for watch in known if not watch.failure])
        self.loading = ""
        for watch in due:
            self._settle(watch, began)

    def loaded(self, queues: Iterable[str]) -> bool:
        """Whether each of the queues was read in every state."""
        return all(self._watch(queue).loaded for queue in queues)

    def fetched_at(self, queues: Iterable[str]) -> int | None:
        """Since when (ms) the oldest part is as it was; None before every queue answered."""
        times = [self._watch(queue).fetched_at for queue in queues]
        known = [time for time in times if time is not None]
        return min(known) if known and len(known) == len(times) else None

    def problems(self, queues: Iterable[str]) -> Mapping[str, AwsError]:
        """What went wrong the last time, by queue; under the empty name what concerns all."""
        found = {queue: self._watch(queue).problem for queue in queues}
        found[""] = self._denied
        return {queue: problem for queue, problem in found.items() if problem is not None}

    def pause(self, queues: Iterable[str]) -> float:
        """Seconds until the next look is due."""
        due = min((self._watch(queue).due_at for queue in queues), default=None)
        if due is None:
            return LONGEST_PAUSE
        return max(due - self._clock(), TOGETHER) / 1000

    def _watch(self, queue: str) -> _Watch:
        if queue not in self._watches:
            self._watches[queue] = _Watch(queue, Backoff(self._interval))
        return self._watches[queue]

    def _settle(self, watch: _Watch, began: int) -> None:
        watch.problem = watch.failure
        # The first look lists everything and says nothing of what the next ones cost.
        calls = self._calls if watch.loaded else 0
        watch.loaded |= not watch.unread
        if watch.problem:
            watch.backoff.failed()
        else:
            watch.fetched_at = began
            watch.backoff.usual = max(self._interval, calls / CALLS_A_SECOND)
            watch.backoff.succeeded()
        watch.due_at = self._clock() + int(watch.backoff.pause * 1000)

    async def _look(self, watch: _Watch) -> None:
        """What is new in the queue; before it is known: everything, active states first."""
        if not watch.unread:
            since = max(self.roster.newest(watch.queue) - OVERLAP, 0)
            await self._take(watch, self._batch.created_after(watch.queue, since))
            return
        for states in (ACTIVE, FINISHED):
            unread = [status for status in states if status in watch.unread]
            await _all(self._list(watch, status) for status in unread)

    async def _list(self, watch: _Watch, status: str) -> None:
        self.loading = f"{watch.queue} {status}"
        if await self._take(watch, self._batch.pages(watch.queue, status)):
            watch.unread.discard(status)

    async def _take(self, watch: _Watch, pages: AsyncIterator[tuple[Job, ...]]) -> bool:
        """Read pages into the roster; whether it went well to the end."""
        calls = 0
        asked = asked_next = self.roster.tick()
        try:
            while (page := await self._page(pages)) is not None:
                calls += 1
                await self._merge(page, asked)
                # A page may be asked for while the one before it is still being handed over.
                asked, asked_next = asked_next, self.roster.tick()
        except AwsError as error:
            watch.failure = error
            return False
        finally:
            self._calls += max(calls, 1)
        return True

    async def _page(self, pages: AsyncIterator[tuple[Job, ...]]) -> tuple[Job, ...] | None:
        async with self._slots:
            return await anext(pages, None)

    async def _merge(self, jobs: Sequence[Job], asked: int) -> None:
        """Take jobs in without holding the loop for long."""
        for at in range(0, len(jobs), AT_A_TIME):
            self.roster.merge(jobs[at : at + AT_A_TIME], asked, self._clock())
            self.changed.set()
            await step_aside()

    async def _follow_active(self, watches: Sequence[_Watch]) -> None:
        """Find out what became of the jobs that had not ended."""
        active = {watch.queue: self.roster.active(watch.queue) for watch in watches}
        few = sum(map(len, active.values())) <= DESCRIBED_AT_MOST and not self._denied
        swept = [watch for watch in watches if not few or watch.looks % SWEEP_EVERY == 0]
        began = self.roster.tick()
        ids = [job_id for watch in watches if watch not in swept for job_id in active[watch.queue]]
        await _all(self._sweep(watch) for watch in swept)
        for watch in swept:
            if not watch.failure:
                vanished = self.roster.not_seen_since(watch.queue, began)
                if vanished and self._denied:
                    watch.unread.update(FINISHED)
                ids += vanished
        for watch in watches:
            watch.looks += 1
        await self._describe(ids, watches)

    async def _sweep(self, watch: _Watch) -> None:
        """List the active states in the order of a job's life: so none slips through."""
        for status in ACTIVE:
            if not await self._take(watch, self._batch.pages(watch.queue, status)):
                return

    async def _follow_ended(self, watches: Sequence[_Watch]) -> None:
        """Find out which jobs AWS has forgotten: the oldest first, and on while there are some."""
        its_time = any(watch.looks % SWEEP_EVERY == 0 for watch in watches)
        if not (its_time or self._forgets) or self._denied:
            return
        ids = self.roster.oldest_ended({watch.queue for watch in watches}, IDS_A_CALL)
        if not ids:
            return
        self._calls += 1
        try:
            async with self._slots:
                details = await self._batch.details(ids)
        except DeniedError as error:
            self._denied = error
        except AwsError as error:
            for watch in watches:
                watch.failure = error
        else:
            known = {detail.job.id for detail in details}
            self._forgets = len(known) < len(ids)
            self.roster.still_there(known)
            self.roster.miss(set(ids) - known, ended=True)

    async def _describe(self, ids: Sequence[str], watches: Iterable[_Watch]) -> None:
        if self._denied:
            return
        chunks = [ids[at : at + IDS_A_CALL] for at in range(0, len(ids), IDS_A_CALL)]
        self._calls += len(chunks)
        problems = [error for error in await _all(map(self._describe_some, chunks)) if error]
        for problem in problems:
            if isinstance(problem, DeniedError):
                self._denied = problem
            else:
                for watch in watches:
                    watch.failure = problem

    async def _describe_some(self, ids: Sequence[str]) -> AwsError | None:
        try:
            async with self._slots:
                asked = self.roster.tick()
                details = await self._batch.details(ids)
        except AwsError as error:
            return error
        await self._merge([detail.job for detail in details], asked)
        self.roster.miss(set(ids) - {detail.job.id for detail in details})
        return None


async def _all(work: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """Do everything at the same time; an error that nobody expected ends all of it."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(each) for each in work]
    return [task.result() for task in tasks]
