"""The turns of everything that reads logs: what comes, and older lines when they are asked for."""

from __future__ import annotations

import asyncio
import math
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

from batchdeck.aws.errors import AwsError
from batchdeck.jobs.polling import Backoff, Clock, Sleep, Trigger
from batchdeck.logs.state import LogState
from batchdeck.logs.store import LogStore

#: Seconds between two turns while lines come; the next is longer by so much while none do, ...
FLOWING = 0.25
SLOWER = 1.5
#: ... up to so many seconds.
QUIET = 1.0
#: Seconds before the next turn when there was more than a turn may read.
MORE = 0.1


class Follower(ABC):
    """Takes turns; what is read in one is for those who inherit it. See `LogFollower`."""

    def __init__(self, store: LogStore, clock: Clock, sleep: Sleep) -> None:
        self.store = store
        """The lines."""
        self._clock = clock
        self._sleep = sleep
        self._trigger = Trigger()
        self._backoff = Backoff(FLOWING)
        self._until: float | None = None
        """How far back older lines are wanted, ms; infinity: any. None: they are not."""
        self._asked = True
        self._due = 0
        self._ended = False
        self._state = LogState()

    async def states(self) -> AsyncIterator[LogState]:
        """See `LogFollower`."""
        while True:
            if self._wants_older:
                async for state in self._turn(self._read_older):
                    yield state
            due = not self._trigger.paused and self._clock() >= self._due
            if not self._ended and (self._asked or due):
                self._asked = False
                async for state in self._turn(self._read_newer):
                    yield state
                self._due = self._clock() + round(self._backoff.pause * 1000)
            if self._ended and not self._wants_older:
                return
            await self._wait()

    def older(self, until: int | None = None) -> None:
        """See `LogFollower`."""
        wanted = math.inf if until is None else until
        self._until = wanted if self._until is None else min(wanted, self._until)
        self._trigger.now()

    def stop_older(self) -> None:
        """See `LogFollower`."""
        self._until = None

    def now(self) -> None:
        """See `LogFollower`."""
        self._asked = True
        self._trigger.now()

    def pause(self) -> None:
        """See `LogFollower`."""
        self._trigger.pause()

    def resume(self) -> None:
        """See `LogFollower`."""
        self._asked = True
        self._trigger.resume()

    @property
    @abstractmethod
    def _opened(self) -> bool:
        """Whether there is a log whose older lines can be asked for."""

    @abstractmethod
    def _read_newer(self) -> AsyncIterator[None]:
        """Read what has come; something to show at each step. Raises `AwsError`."""

    @abstractmethod
    def _read_older(self) -> AsyncIterator[None]:
        """Read a page further back, as far as wanted. Raises `AwsError`."""

    @abstractmethod
    def _describe_state(self) -> LogState:
        """How things stand, as far as those who inherit it know."""

    @property
    def _wants_older(self) -> bool:
        return self._until is not None and self._opened

    async def _turn(self, read: Callable[[], AsyncIterator[None]]) -> AsyncIterator[LogState]:
        """One turn: states while it is read, and one that says what was in the way."""
        try:
            if not await self._has_room():
                yield self._now(None)
                return
            async for _ in read():
                await self.store.settle()
                yield self._now(None)
        except AwsError as error:
            self._backoff.failed()
            yield self._now(error)
            return
        self._backoff.succeeded()

    async def _has_room(self) -> bool:
        """Whether more lines can be kept; while they cannot, it is tried from time to time."""
        if self.store.problem:
            await self.store.settle()
        if self.store.problem:
            self._backoff.failed()
        return not self.store.problem

    def _now(self, problem: AwsError | None) -> LogState:
        self._state = replace(
            self._describe_state(),
            first=self.store.first,
            end=self.store.end,
            loading_older=self._until is not None,
            answered_at=self._state.answered_at if problem else self._clock(),
            ended=self._ended,
            problem=problem,
            storage=self.store.problem,
        )
        return self._state

    def _slow_down(self, longest: float = QUIET) -> None:
        """Nothing came: the next turn is a little later."""
        self._backoff.usual = min(self._backoff.usual * SLOWER, longest)

    async def _wait(self) -> None:
        """Until the next turn is due, or something is asked for."""
        if self._state.problem is not None or self._state.storage:
            left = self._backoff.pause
        elif self._wants_older:
            await asyncio.sleep(0)
            return
        else:
            left = max(0, self._due - self._clock()) / 1000
        await self._trigger.wait(left, self._sleep)
