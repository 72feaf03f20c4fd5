"""What a log view shows: lines by their numbers, read in blocks when they come into sight."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from batchdeck.domain.log_line import RULE, LogLine

BLOCK = 64
"""Lines read at once."""
BLOCKS = 24
"""Blocks that are kept: some screens."""


class Lines(Protocol):
    """Lines with numbers that stay the same; `LogStore` is one."""

    first: int
    """Number of the oldest line; lower when older ones were put before it."""
    end: int
    """Number after that of the newest line."""

    def read(self, start: int, stop: int) -> Sequence[LogLine]:
        """The lines from number `start` to before `stop`, as far as there are such."""

    def raw(self, start: int, stop: int) -> Iterable[bytes]:
        """The same as they came, those left out that the console wrote itself."""

    def number_at(self, at: int) -> int:
        """Number of the first line written at that time (ms) or later, else `end`."""


class Entry(NamedTuple):
    """A line, and its text as it came."""

    line: LogLine
    raw: str
    """NOT safe to paint: see `log_text`."""


NOTHING = Entry(LogLine(0, ""), "")


class Entries:
    """Lines one by one, remembered as long as they may be asked for again."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self._blocks: OrderedDict[int, list[Entry]] = OrderedDict()

    def entry(self, number: int) -> Entry:
        """A line by its number; an empty one where there is none (any more)."""
        start = number - number % BLOCK
        block = self._blocks.get(start)
        if block is None or number - start >= len(block):
            block = self._blocks[start] = self._read(start)
            while len(self._blocks) > BLOCKS:
                self._blocks.popitem(last=False)
        return block[number - start] if number - start < len(block) else NOTHING

    def older_came(self) -> None:
        """Forget what was read before there were older lines."""
        self._blocks.clear()

    def _read(self, start: int) -> list[Entry]:
        missing = [NOTHING] * max(0, self.lines.first - start)
        try:
            lines = self.lines.read(start, start + BLOCK)
            raws = iter(list(self.lines.raw(start, start + BLOCK)))
        except OSError as error:
            words = f"cannot be read back: {error.strerror or error}"
            return missing + [Entry(LogLine(0, words, RULE), words)] * (BLOCK - len(missing))
        return missing + [
            Entry(line, line.text if line.is_rule else next(raws).decode(errors="replace"))
            for line in lines
        ]
