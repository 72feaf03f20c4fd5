"""The lines of one view, however many they are."""

from __future__ import annotations

import asyncio
import bisect
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple

from batchdeck.domain.log_line import RULE, LogLine, RawEvents
from batchdeck.logs.chunk import Growing, Packed
from batchdeck.logs.spill import Place, SpillFile

MEMORY = 48 * 2**20
"""Bytes of lines kept in memory; what was not read for longest goes to a file."""
UNPACKED = 4
"""Chunks whose lines are kept unpacked: those on the screen, and then some."""


@dataclass(slots=True, eq=False)
class Chunk:
    """Where some lines are: in memory, in the file, or in both."""

    first: int
    """Number of its first line."""
    count: int
    at: int
    """When its first line was written, ms."""
    packed: Packed | None
    place: Place | None = None

    @property
    def end(self) -> int:
        """Number after that of its last line."""
        return self.first + self.count


class Part(NamedTuple):
    """Lines to be looked through in another thread."""

    first: int
    end: int
    text: Callable[[], str]
    """Their text, one line each. Raises OSError when the file cannot be read."""


class LogStore:
    """Lines with numbers that stay the same, whatever is put before or after them.

    Memory stays bounded as long as `settle` is called now and then, as the readers do; the
    rest is in a temporary file without a name. All methods are for the thread of the loop; the
    text of a `Part` can be had in any.
    """

    def __init__(self, memory: int = MEMORY) -> None:
        self._memory = memory
        self._file = SpillFile()
        self._chunks: list[Chunk] = []
        self._firsts: list[int] = []
        self._growing = Growing()
        self._used = 0
        self._read: OrderedDict[Chunk, None] = OrderedDict()
        """Chunks in memory; the one that was read last comes last."""
        self._unpacked: OrderedDict[Chunk, list[LogLine]] = OrderedDict()
        self.first = 0
        """Number of the oldest line; below 0 when lines were put before the first ones."""
        self.end = 0
        """Number after that of the newest line."""
        self.problem = ""
        """Why lines cannot be moved out of memory, in words; empty when they can."""

    def __len__(self) -> int:
        return self.end - self.first

    @property
    def in_memory(self) -> int:
        """Bytes of lines in memory, about, without those that came last."""
        return self._used

    def append(self, events: RawEvents, sources: Sequence[int] | int = 0) -> None:
        """Put lines after the last one. `sources`: for each its `LogLine.source`, or for all."""
        self._growing.add(events, _for_each(sources, events))
        self.end += len(events.times)
        for packed in self._growing.take(all_of_it=False):
            first = self._chunks[-1].end if self._chunks else self.first
            self._chunks.append(self._chunk(first, packed))
            self._firsts.append(first)

    def append_rule(self, text: str, at: int) -> None:
        """Put a line of the console's own after the last one, such as `attempt 2 begins`."""
        self.append(RawEvents([at], [text]), RULE)

    def prepend(self, events: RawEvents, sources: Sequence[int] | int = 0) -> None:
        """Put older lines, given in the order of time, before the first one."""
        growing = Growing()
        growing.add(events, _for_each(sources, events))
        for packed in reversed(growing.take(all_of_it=True)):
            self.first -= len(packed.times)
            self._chunks.insert(0, self._chunk(self.first, packed))
            self._firsts.insert(0, self.first)

    def read(self, start: int, stop: int) -> list[LogLine]:
        """The lines from number `start` to before `stop`, as far as there are such.

        Raises OSError when the file that they are in cannot be read.
        """
        start, stop = max(start, self.first), min(stop, self.end)
        found: list[LogLine] = []
        for chunk in self._between(start, stop):
            lines = self._lines(chunk)
            found += lines[max(0, start - chunk.first) : stop - chunk.first]
        grows = self.end - len(self._growing)
        if stop > grows:
            found += self._growing.lines(max(0, start - grows), stop - grows)
        return found

    def raw(self, start: int, stop: int) -> Iterator[bytes]:
        """The same lines as they came, without a line break, rules left out.

        NOT cleaned: for files, or to be cleaned in another way; never for a terminal.
        """
        start, stop = max(start, self.first), min(stop, self.end)
        for chunk in self._between(start, stop):
            packed = self._packed(chunk)
            part = (max(0, start - chunk.first), min(stop, chunk.end) - chunk.first)
            yield from _without_rules(packed, *part)
        grows = self.end - len(self._growing)
        if stop > grows:
            yield from _without_rules(self._growing.copy(), max(0, start - grows), stop - grows)

    def number_at(self, at: int) -> int:
        """Number of the first line that was written at that time (ms) or later, else `end`."""
        grows = self.end - len(self._growing)
        if self._growing.times and self._growing.times[0] < at:
            return grows + bisect.bisect_left(self._growing.times, at)
        index = bisect.bisect_left(self._chunks, at, key=lambda one: one.at)
        if index == 0:
            return self.first
        chunk = self._chunks[index - 1]
        return chunk.first + bisect.bisect_left(self._packed(chunk).times, at)

    def part(self, number: int) -> Part:
        """The lines around that number as one text. Raises IndexError when there is no such."""
        if not self.first <= number < self.end:
            raise IndexError(number)
        grows = self.end - len(self._growing)
        if number >= grows:
            texts = tuple(self._growing.texts)
            return Part(grows, self.end, lambda: "\n".join(texts))
        chunk = self._between(number, number + 1)[0]
        return Part(chunk.first, chunk.end, lambda: self._text(chunk))

    async def settle(self) -> None:
        """Move lines out of memory until there are few enough in it; `problem` when not."""
        over = self._used - self._memory
        chosen = []
        for chunk in self._read:
            if over <= 0:
                break
            over -= chunk.packed.size if chunk.packed else 0
            chosen.append(chunk)
        if chosen:
            self.problem = await asyncio.to_thread(self._write, chosen)
            for chunk in chosen:
                if chunk.place is not None:
                    self._forget(chunk)

    def drop(self, before: int) -> None:
        """Forget lines before that number, as far as it costs little: whole chunks of them."""
        while self._chunks and self._chunks[0].end <= before:
            chunk = self._chunks.pop(0)
            self._firsts.pop(0)
            self._forget(chunk)
            self._unpacked.pop(chunk, None)
            self.first = chunk.end

    def close(self) -> None:
        """Forget everything and give memory and disk back."""
        self._chunks, self._firsts, self._growing = [], [], Growing()
        self._read.clear()
        self._unpacked.clear()
        self._used = 0
        self.first = self.end
        self._file.close()

    def _write(self, chunks: list[Chunk]) -> str:
        """Write chunks that are not in the file; in words what was in the way."""
        try:
            for chunk in chunks:
                if chunk.place is None and chunk.packed is not None:
                    chunk.place = self._file.write(chunk.packed.dump())
        except OSError as error:
            return f"No more lines can be kept: {error.strerror or error}"
        return ""

    def _chunk(self, first: int, packed: Packed) -> Chunk:
        chunk = Chunk(first, len(packed.times), packed.times[0], packed)
        self._used += packed.size
        self._read[chunk] = None
        return chunk

    def _between(self, start: int, stop: int) -> list[Chunk]:
        """The chunks that have any of these lines."""
        low = max(0, bisect.bisect_right(self._firsts, start) - 1)
        high = bisect.bisect_left(self._firsts, stop)
        return [chunk for chunk in self._chunks[low:high] if chunk.end > start]

    def _text(self, chunk: Chunk) -> str:
        """For any thread: what is in memory stays as it is."""
        packed = chunk.packed or self._load(chunk)
        return packed.text.decode()

    def _lines(self, chunk: Chunk) -> list[LogLine]:
        if chunk not in self._unpacked:
            self._unpacked[chunk] = self._packed(chunk).lines()
            while len(self._unpacked) > UNPACKED:
                self._unpacked.popitem(last=False)
        self._unpacked.move_to_end(chunk)
        return self._unpacked[chunk]

    def _packed(self, chunk: Chunk) -> Packed:
        """Its lines, in memory from now on until others are read."""
        if chunk.packed is None:
            chunk.packed = self._load(chunk)
            self._used += chunk.packed.size
        self._read[chunk] = None
        self._read.move_to_end(chunk)
        return chunk.packed

    def _load(self, chunk: Chunk) -> Packed:
        if chunk.place is None:
            raise OSError("these lines are no longer kept")
        return Packed.load(self._file.read(chunk.place))

    def _forget(self, chunk: Chunk) -> None:
        """Out of memory; it is in the file."""
        if chunk.packed is not None:
            self._used -= chunk.packed.size
            chunk.packed = None
        self._read.pop(chunk, None)


def _for_each(sources: Sequence[int] | int, events: RawEvents) -> Sequence[int]:
    return [sources] * len(events.times) if isinstance(sources, int) else sources


def _without_rules(packed: Packed, start: int, stop: int) -> Iterator[bytes]:
    sources = packed.sources
    each = repeat(sources) if isinstance(sources, int) else sources[start:stop]
    for source, came in zip(each, packed.raw(start, stop), strict=False):
        if source != RULE:
            yield came
