"""How the lines of a log are laid out in rows; changes only by a key or a new size."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from batchdeck.domain.json_line import json_line
from batchdeck.domain.log_trouble import TROUBLE, severity
from batchdeck.widgets import cells
from batchdeck.widgets.log_lines import Entry
from batchdeck.widgets.log_text import CONTROL, SGR, Shown, shown

WIDE = 100
"""From that many cells on there is room for the day beside the time."""
NAME = 12
"""The most cells a name in front of a line takes."""
LONGEST = 65_536
"""Characters of a line that are laid out; of a longer one it is said that there are more."""
INDENT = "    "
"""Before the fields of an opened line."""


class Clock(StrEnum):
    """Which time stands beside the lines."""

    LOCAL = "local time"
    UTC = "UTC"
    RELATIVE = "time since the start"
    NONE = "none"

    @property
    def next(self) -> Clock:
        """The one that `t` goes on to."""
        clocks = list(Clock)
        return clocks[(clocks.index(self) + 1) % len(clocks)]


class LogLayout(NamedTuple):
    """Everything that decides how a line looks, but for the cursor and the marks."""

    width: int
    wrap: bool = False
    clock: Clock = Clock.LOCAL
    began: int = 0
    """What the relative time counts from, ms."""
    names: tuple[str, ...] = ()
    """Of the logs, where there are several: by `LogLine.source`."""
    coloured: bool = False
    """Whether the log's own colours are shown."""
    pattern: re.Pattern[str] | None = None
    """What is highlighted."""

    @property
    def time_width(self) -> int:
        """Cells of the time and the blank after it."""
        if self.clock is Clock.NONE:
            return 0
        if self.clock is Clock.RELATIVE:
            return 11
        return 9 + (self.clock is Clock.UTC) + (6 if self.width >= WIDE else 0)

    @property
    def name_width(self) -> int:
        """Cells of the name and the blank after it."""
        return min(NAME, max(map(cells.width, self.names))) + 1 if self.names else 0

    @property
    def room(self) -> int:
        """Cells for the text, between what stands before it and the marks at the edge."""
        return max(2, self.width - 1 - self.time_width - self.name_width)

    def time(self, at: int) -> str:
        """The time of a line; blank where it is none that a calendar knows."""
        if self.clock is Clock.NONE:
            return ""
        if self.clock is Clock.RELATIVE:
            room = self.time_width - 1
            return f"{cells.cut(_since(at - self.began), room):>{room}} "
        zone = UTC if self.clock is Clock.UTC else None
        day = "%m-%d " if self.width >= WIDE else ""
        last = "Z " if self.clock is Clock.UTC else " "
        try:
            return datetime.fromtimestamp(at / 1000, zone).strftime(day + "%H:%M:%S") + last
        except (ValueError, OverflowError, OSError):
            return " " * self.time_width

    def name(self, source: int) -> str:
        """The name before a line of a log, padded."""
        known = self.names[source] if 0 <= source < len(self.names) else ""
        return cells.fit(known, self.name_width - 1) + " " if self.names else ""

    def rows(self, entry: Entry, *, opened: bool) -> tuple[Shown, ...]:
        """The text of a line, row by row; at least one."""
        if not self.wrap and not opened:
            # No cell takes more than a few characters: what is far right is never looked at.
            return (_first_row(entry.raw, self.room, self.coloured),)
        return _all_rows(entry.raw, self.room, self.coloured, opened)


def _since(ms: int) -> str:
    """A span as `+0:01:23`, or `-` where it is before."""
    seconds = abs(ms) // 1000
    sign = "-" if ms < 0 else "+"
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


@lru_cache(maxsize=512)
def _first_row(raw: str, room: int, coloured: bool) -> Shown:
    body = _body(raw, coloured, room * 8)
    return body if cells.width(body.text) <= room else _part(body, cells.cut(body.text, room))


@lru_cache(maxsize=256)
def _all_rows(raw: str, room: int, coloured: bool, opened: bool) -> tuple[Shown, ...]:
    rows = _wrapped(_body(raw, coloured, LONGEST), room)
    if len(raw) > LONGEST:
        more = cells.cut(f"{len(raw) - LONGEST:,} more characters: ctrl+s saves them", room)
        rows.append(Shown(more, ((0, len(more), CONTROL),)))
    found = json_line(raw) if opened else None
    for name, value in found.fields if found is not None else ():
        key = f"{INDENT}{shown(name).text} "
        text = key + shown(value).text
        rows += _wrapped(Shown(text, ((0, len(key), "key"),)), room)
    return tuple(rows)


def _body(raw: str, coloured: bool, most: int) -> Shown:
    """The text of a line: of JSON its level and message, and where it tells of an error."""
    found = json_line(raw)
    if found is None:
        body = shown(raw[:most], coloured=coloured)
        own = any(pen.startswith(SGR) for _, _, pen in body.spans)
        return body if own else _with_trouble(body)
    message = shown(found.message[:most])
    if not found.level:
        return _with_trouble(message)
    level = shown(found.level[:16]).text + " "
    kind = severity(found.level) or "key"
    moved = tuple((a + len(level), b + len(level), pen) for a, b, pen in message.spans)
    return Shown(level + message.text, ((0, len(level) - 1, kind), *moved))


def _with_trouble(body: Shown) -> Shown:
    """The words that tell of an error, where nothing else is to be seen there."""
    match = TROUBLE.search(body.text, 0, 4096)
    if match is None or any(a < match.end() and b > match.start() for a, b, _ in body.spans):
        return body
    return Shown(body.text, tuple(sorted((*body.spans, (*match.span(), "error")))))


def _part(body: Shown, text: str) -> Shown:
    """The beginning of a body that was cut to `text`."""
    end = len(text)
    return Shown(text, tuple((a, min(b, end), pen) for a, b, pen in body.spans if a < end))


def _wrapped(body: Shown, room: int) -> list[Shown]:
    """A body in rows, its spans along."""
    rows = []
    start = 0
    for text in cells.wrap(body.text, room):
        end = start + len(text)
        spans = tuple(
            (max(a, start) - start, min(b, end) - start, pen)
            for a, b, pen in body.spans
            if a < end and b > start
        )
        rows.append(Shown(text, spans))
        start = end
    return rows
