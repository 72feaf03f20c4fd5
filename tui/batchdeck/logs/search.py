"""Looking for something in the lines of a store, bit by bit and beside the loop."""

from __future__ import annotations

import asyncio
import bisect
import re

from batchdeck.domain.log_line import LogLine
from batchdeck.logs.matching import Matcher
from batchdeck.logs.store import LogStore, Part

AT_A_TIME = 4
"""Parts of the store looked through before the hits are told: some thousand lines each."""


class LogSearch:
    """Which lines of a store a pattern is found in.

    It begins at a line and goes on to the end, then from that line back to the beginning:

        while await search.advance():
            ...  # hits so far are in `hits`, what was looked at in `searched`

    After lines have come, `advance` looks at those as well. To cancel it is to stop calling.
    """

    def __init__(self, store: LogStore, pattern: re.Pattern[str], near: int | None = None) -> None:
        """`near`: the number to begin at, else the first line."""
        self._store = store
        self._matcher = Matcher(pattern)
        self.pattern = pattern
        """What is looked for; compiled with `re.MULTILINE` or without, `^` is a line's begin."""
        start = store.first if near is None else min(max(near, store.first), store.end)
        self._origin = start
        self._ahead: list[int] = []
        self._back: list[int] = []
        """Numbers of lines before the one it began at, newest first."""
        self.searched = range(start, start)
        """Numbers of the lines that were looked at so far."""

    def __len__(self) -> int:
        """How many lines have it, so far."""
        return len(self._back) + len(self._ahead)

    @property
    def complete(self) -> bool:
        """Whether every line that is there now was looked at."""
        store = self._store
        return self.searched.start <= store.first and self.searched.stop >= store.end

    def hits(self, start: int, stop: int) -> list[int]:
        """Numbers of the lines found by rank, as `rank` counts; negative ones are before.

        The ranks of lines that were found stay the same while others are found.
        """
        back = self._back[max(0, -stop) : max(0, -start)][::-1]
        return back + self._ahead[max(0, start) : max(0, stop)]

    @property
    def ranks(self) -> range:
        """The ranks there are so far."""
        return range(-len(self._back), len(self._ahead))

    def rank(self, number: int) -> int:
        """Rank of the first line found that has this number or a greater one."""
        if number >= self._origin:
            return bisect.bisect_left(self._ahead, number)
        return -bisect.bisect_right(self._back, -number, key=lambda one: -one)

    def next(self, number: int, direction: int = 1) -> int | None:
        """The nearest line found after (1) or before (-1) that number; None so far."""
        rank = self.rank(number + 1) if direction > 0 else self.rank(number) - 1
        return next(iter(self.hits(rank, rank + 1)), None) if rank in self.ranks else None

    async def advance(self) -> bool:
        """Look at some more lines; whether there are still others to look at.

        Raises OSError when lines that were moved to the disk cannot be read.
        """
        store, looked = self._store, self.searched
        if looked.stop < store.end:
            parts = self._parts(looked.stop, 1)
            found = await asyncio.to_thread(self._look, parts)
            self._ahead += [number for number in found if number >= looked.stop]
            self.searched = range(looked.start, parts[-1].end)
        elif looked.start > store.first:
            parts = self._parts(looked.start - 1, -1)
            found = await asyncio.to_thread(self._look, parts)
            self._back += [number for number in reversed(found) if number < looked.start]
            self.searched = range(parts[0].first, looked.stop)
        return not self.complete

    def _parts(self, number: int, direction: int) -> list[Part]:
        """Some of the store from the line of that number on or back, in order."""
        parts: list[Part] = []
        while len(parts) < AT_A_TIME and self._store.first <= number < self._store.end:
            parts.append(self._store.part(number))
            number = parts[-1].end if direction > 0 else parts[-1].first - 1
        return parts[::direction]

    def _look(self, parts: list[Part]) -> list[int]:
        """Numbers of the lines that have it; runs in a thread."""
        return [part.first + index for part in parts for index in self._matcher.lines(part.text())]


class FoundLines:
    """Only the lines that a search found: numbered by their rank, read like a store's."""

    def __init__(self, store: LogStore, search: LogSearch) -> None:
        self._store = store
        self._search = search

    @property
    def first(self) -> int:
        """Rank of the oldest line found so far."""
        return self._search.ranks.start

    @property
    def end(self) -> int:
        """Rank after that of the newest line found so far."""
        return self._search.ranks.stop

    def number(self, rank: int) -> int:
        """Number in the store of the line of that rank. Raises IndexError when there is none."""
        return self._search.hits(rank, rank + 1)[0]

    def rank(self, number: int) -> int:
        """Rank of the first line found that has this number or a greater one."""
        return self._search.rank(number)

    def read(self, start: int, stop: int) -> list[LogLine]:
        """The lines from rank `start` to before `stop`, as far as there are such."""
        return [
            line
            for number in self._search.hits(start, stop)
            for line in self._store.read(number, number + 1)
        ]
