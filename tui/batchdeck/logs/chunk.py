"""Some thousand lines of a log, packed: one text, cleaned, and what cannot be told from it."""

from __future__ import annotations

import marshal
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, repeat

from batchdeck.domain.clean import clean_all
from batchdeck.domain.log_line import LogLine, RawEvents

LINES = 2048
"""The most lines of a chunk."""
BYTES = 128 * 1024
"""The most of its text, unless a single line is longer: one is looked through in some ms."""
_PER_LINE = 120
"""Bytes an original takes beside its text, about."""


@dataclass(frozen=True, slots=True)
class Packed:
    """Lines that no longer change."""

    text: bytes
    """Cleaned, UTF-8, one line per event."""
    times: array[int]
    """Ms since the epoch."""
    sources: array[int] | int
    """For each line, or for all of them."""
    originals: dict[int, bytes] = field(repr=False)
    """By index, the lines that cleaning changed, as they came."""

    @property
    def size(self) -> int:
        """Bytes of memory, about."""
        originals = sum(map(len, self.originals.values())) + _PER_LINE * len(self.originals)
        return len(self.text) + 8 * len(self.times) + originals

    def lines(self) -> list[LogLine]:
        """All of them, unpacked."""
        sources = repeat(self.sources) if isinstance(self.sources, int) else self.sources
        return list(map(LogLine, self.times, self.text.decode().split("\n"), sources))

    def raw(self, start: int, stop: int) -> Iterator[bytes]:
        """The lines from index `start` to before `stop` as they came."""
        for index, text in enumerate(self.text.split(b"\n")[start:stop], start):
            yield self.originals.get(index, text)

    def dump(self) -> bytes:
        """Bytes that `load` takes."""
        sources = self.sources if isinstance(self.sources, int) else self.sources.tobytes()
        return marshal.dumps((self.text, self.times.tobytes(), sources, self.originals))

    @staticmethod
    def load(content: bytes) -> Packed:
        """What was dumped by this process."""
        text, times, sources, originals = marshal.loads(content)  # noqa: S302
        kept = sources if isinstance(sources, int) else array("i", sources)
        return Packed(text, array("q", times), kept, originals)


@dataclass(slots=True)
class Growing:
    """Lines at the end of a log, until there are enough of them to be packed."""

    times: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    """Cleaned."""
    sources: list[int] = field(default_factory=list)
    originals: dict[int, bytes] = field(default_factory=dict)
    size: int = 0
    """Characters of all texts."""

    def __len__(self) -> int:
        return len(self.texts)

    def add(self, events: RawEvents, sources: Sequence[int]) -> None:
        """Take in events as they came."""
        texts = clean_all(events.messages)
        at = len(self.texts)
        if texts is not events.messages:
            for index, (cleaned, came) in enumerate(zip(texts, events.messages, strict=True), at):
                if cleaned != came:
                    self.originals[index] = came.encode("utf-8", "surrogatepass")
        self.times += events.times
        self.texts += texts
        self.sources += sources
        self.size += sum(map(len, texts))

    def lines(self, start: int, stop: int) -> list[LogLine]:
        """The lines from index `start` to before `stop`."""
        part = slice(start, stop)
        return list(map(LogLine, self.times[part], self.texts[part], self.sources[part]))

    def copy(self) -> Packed:
        """All of it, packed; it stays here."""
        return self._pack(0, len(self))

    def take(self, *, all_of_it: bool) -> list[Packed]:
        """Pack what fills chunks, or all there is, and keep the rest."""
        ends = self._ends(all_of_it=all_of_it)
        packed = [self._pack(start, end) for start, end in zip([0, *ends], ends, strict=False)]
        if ends:
            self._drop(ends[-1])
        return packed

    def _ends(self, *, all_of_it: bool) -> list[int]:
        """Where chunks end: after so many lines, or before their text is too long."""
        ends: list[int] = []
        if self.size > BYTES or len(self) >= LINES:
            sizes = list(accumulate(map(len, self.texts)))
            start = before = 0
            while start < len(self):
                end = min(start + LINES, bisect_right(sizes, before + BYTES, lo=start))
                end = max(end, start + 1)
                if end == len(self) and end - start < LINES:
                    break
                ends.append(end)
                start, before = end, sizes[end - 1]
        if all_of_it and self.texts and ends[-1:] != [len(self)]:
            ends.append(len(self))
        return ends

    def _pack(self, start: int, end: int) -> Packed:
        part = slice(start, end)
        sources = self.sources[part]
        alike = sources.count(sources[0]) == len(sources)
        originals = {
            index - start: came for index, came in self.originals.items() if start <= index < end
        }
        text = "\n".join(self.texts[part]).encode()
        times = array("q", self.times[part])
        return Packed(text, times, sources[0] if alike else array("i", sources), originals)

    def _drop(self, count: int) -> None:
        del self.times[:count], self.texts[:count], self.sources[:count]
        self.originals = {
            index - count: came for index, came in self.originals.items() if index >= count
        }
        self.size = sum(map(len, self.texts))
