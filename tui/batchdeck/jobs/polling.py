"""The rhythm of everything that asks AWS again and again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

#: Gives the time, ms since the epoch.
Clock = Callable[[], int]
#: Waits that many seconds.
Sleep = Callable[[float], Awaitable[None]]
#: The longest pause between two tries of something that fails, seconds.
LONGEST_PAUSE = 60.0


def now() -> int:
    """The time, ms since the epoch."""
    return time.time_ns() // 1_000_000


async def first_of(*awaitables: Awaitable[Any]) -> None:
    """Return when one of them is done; the others are cancelled."""
    waiting = [asyncio.ensure_future(awaitable) for awaitable in awaitables]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for future in waiting:
            future.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


class Trigger:
    """The handle on something that polls: ask now, pause, go on."""

    def __init__(self) -> None:
        self._asked = asyncio.Event()
        self._paused = False

    @property
    def paused(self) -> bool:
        """Whether polling rests. `now` still asks once."""
        return self._paused

    def now(self) -> None:
        """Ask at once instead of at the next turn."""
        self._asked.set()

    def pause(self) -> None:
        """No more turns until `resume`."""
        self._paused = True

    def resume(self) -> None:
        """Go on, with a turn at once."""
        self._paused = False
        self.now()

    async def wait(self, seconds: float, sleep: Sleep) -> bool:
        """Wait for the next turn; whether it came because somebody asked for it."""
        if not (self._paused or self._asked.is_set()):
            await first_of(self._asked.wait(), sleep(seconds))
        if self._paused:
            await self._asked.wait()
        asked = self._asked.is_set()
        self._asked.clear()
        return asked


class Backoff:
    """The pause between two turns: the usual one, doubled with each failure in a row."""

    def __init__(self, usual: float) -> None:
        self.usual = usual
        """Seconds."""
        self.pause = usual
        """Seconds until the next turn."""

    def succeeded(self) -> None:
        """Back to the usual pause."""
        self.pause = self.usual

    def failed(self) -> None:
        """Twice as long as last time, up to `LONGEST_PAUSE`."""
        self.pause = max(self.usual, min(2 * self.pause, LONGEST_PAUSE))
