"""One row of a log on the screen: its time, its text, and where the search found something."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from batchdeck.domain.log_line import LogLine
from batchdeck.widgets import cells
from batchdeck.widgets.glyphs import Glyphs
from batchdeck.widgets.painted_lines import Piece

PREFIX = "log-view--"
CLASSES = frozenset(PREFIX + part for part in ("empty", "time", "hit", "current", "thumb"))
"""All component classes that pieces of a log speak of."""
WIDE = 100
"""From that many cells on there is room for the day beside the time."""


class Clock(StrEnum):
    """Which time stands beside the lines."""

    LOCAL = "local time"
    UTC = "UTC"
    NONE = "no times"

    @property
    def next(self) -> Clock:
        """The one that `t` goes on to."""
        clocks = list(Clock)
        return clocks[(clocks.index(self) + 1) % len(clocks)]


class LogRow(NamedTuple):
    """All that decides how a row looks: two equal ones are painted alike."""

    time: str = ""
    text: str = ""
    hits: tuple[tuple[int, int], ...] = ()
    """Where in `text` the search found something: first and last + 1."""
    current: bool = False
    """Whether the line is the one the search stands on."""
    thumb: bool = False


class LogLayout(NamedTuple):
    """How the lines of a log are laid out; changes only by a key or a new size."""

    width: int
    wrap: bool = False
    clock: Clock = Clock.LOCAL
    pattern: re.Pattern[str] | None = None

    @property
    def time_format(self) -> str:
        """For `strftime`, and as long as what it makes; empty for no time."""
        if self.clock is Clock.NONE:
            return ""
        day = "%m-%d " if self.width >= WIDE else ""
        return day + "%H:%M:%S" + ("Z " if self.clock is Clock.UTC else " ")

    @property
    def room(self) -> int:
        """Cells for the text, between the time and the scrollbar."""
        return max(2, self.width - 1 - len(self.time_format))

    def rows(self, line: LogLine) -> int:
        """How many rows a line takes."""
        return len(cells.wrap(line.text, self.room)) if self.wrap else 1

    def row(self, line: LogLine, row: int, glyphs: Glyphs, *, current: bool, thumb: bool) -> LogRow:
        """Row `row` of a line."""
        time = _time(line.at, self)
        if not self.wrap:
            shown = cells.cut(line.text, self.room, glyphs.ellipsis)
            return LogRow(time, shown, self._hits(line.text, 0, len(shown)), current, thumb)
        parts = cells.wrap(line.text, self.room)
        start = sum(map(len, parts[:row]))
        hits = self._hits(line.text, start, start + len(parts[row]))
        return LogRow(time if row == 0 else " " * len(time), parts[row], hits, current, thumb)

    def _hits(self, text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
        if self.pattern is None:
            return ()
        spans = (match.span() for match in self.pattern.finditer(text))
        return tuple(
            (max(first, start) - start, min(last, end) - start)
            for first, last in spans
            if first < end and last > start and last > first
        )


def pieces(row: LogRow, width: int, glyphs: Glyphs) -> list[Piece]:
    """A row in `width` cells, ready to paint."""
    hit = (PREFIX + ("current" if row.current else "hit"),)
    made: list[Piece] = [(row.time, (PREFIX + "time",))]
    at = 0
    for first, last in row.hits:
        made += [(row.text[at:first], ()), (row.text[first:last], hit)]
        at = last
    made.append((row.text[at:], ()))
    used = len(row.time) + cells.width(row.text)
    made.append((" " * (width - 1 - used), ()))
    made.append((glyphs.thumb, (PREFIX + "thumb",)) if row.thumb else (" ", ()))
    return made


def _time(at: int, layout: LogLayout) -> str:
    """The time of a line; blank where it is none that a calendar knows."""
    zone = UTC if layout.clock is Clock.UTC else None
    try:
        return datetime.fromtimestamp(at / 1000, zone).strftime(layout.time_format)
    except (ValueError, OverflowError, OSError):
        return " " * len(layout.time_format)
