"""The calls made so far, for whoever wants to look at them."""

from __future__ import annotations

import asyncio
from collections import deque
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from batchdeck.domain.call import Call

#: How many calls are remembered.
CAPACITY = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """What AWS said."""

    action: str
    """What was asked, such as `batch:ListJobs`."""
    content: Any = field(repr=False)
    """As botocore parsed it: nothing in it is cleaned or masked."""


@dataclass(slots=True)
class Tally:
    """Counts the calls of some of the work that goes on, and keeps what AWS said."""

    calls: int = 0
    answers: list[Answer] = field(default_factory=list)


TALLY: ContextVar[Tally | None] = ContextVar("TALLY", default=None)
"""What the calls of the current task are counted in."""


class CallLog:
    """A ring of the last calls. Recording costs next to nothing while nobody looks."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._calls: deque[Call] = deque(maxlen=capacity)
        self._version = 0
        self._next = asyncio.Event()

    @property
    def version(self) -> int:
        """How many calls were ever recorded."""
        return self._version

    def record(self, call: Call) -> None:
        """Add a call and wake those that wait in `changed`."""
        self._calls.append(call)
        self._version += 1
        tally = TALLY.get()
        if tally is not None:
            tally.calls += 1
        self._next.set()
        self._next = asyncio.Event()

    def recent(self) -> tuple[Call, ...]:
        """The remembered calls, newest first."""
        return tuple(reversed(self._calls))

    async def changed(self, since: int) -> int:
        """Wait until `version` is no longer `since`; the version then."""
        while self._version == since:
            await self._next.wait()
        return self._version
