"""Which part of a log is on the screen, when a line may take several rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Rows = Callable[[int], int]
"""How many rows of the screen the line at a place takes; at least 1."""


@dataclass(slots=True)
class LogWindow:
    """A window of `height` rows on the lines from `first` to before `end`.

    Only lines near the window are measured. One line of those in sight carries the cursor.
    """

    height: int = 0
    first: int = 0
    end: int = 0
    top: int = 0
    """The first line shown."""
    hidden: int = 0
    """How many rows of that line are above the window."""
    cursor: int = 0

    def rows(self, rows: Rows) -> list[tuple[int, int]]:
        """The rows shown, each as a line's place and the row within that line."""
        shown: list[tuple[int, int]] = []
        place, row = self.top, self.hidden
        while len(shown) < self.height and place < self.end:
            count = rows(place)
            while row < count and len(shown) < self.height:
                shown.append((place, row))
                row += 1
            place, row = place + 1, 0
        return shown

    def scroll(self, by: int, rows: Rows) -> None:
        """Move by rows of the screen, not beyond either end; the cursor stays in sight."""
        self._move(by, rows)
        self._bring_cursor(rows)

    def step(self, by: int, rows: Rows) -> None:
        """Move the cursor by lines; a line that is longer than the window goes by row by row."""
        for _ in range(abs(by)):
            shown = self.rows(rows)
            if not shown:
                return
            cursor_row = 0 if by < 0 else rows(self.cursor) - 1
            if (
                self.cursor in {shown[0][0], shown[-1][0]}
                and (self.cursor, cursor_row) not in shown
            ):
                self._move(1 if by > 0 else -1, rows)
                continue
            self.cursor = max(self.first, min(self.cursor + (1 if by > 0 else -1), self.end - 1))
            places = {place for place, _ in shown}
            if self.cursor not in places:
                self._move(1 if by > 0 else -1, rows)

    def page(self, pages: int, rows: Rows) -> None:
        """Move by pages, less one row that stays in sight; the cursor stays on its row."""
        shown = self.rows(rows)
        row = next((y for y, (place, _) in enumerate(shown) if place == self.cursor), 0)
        before = (self.top, self.hidden)
        self._move(pages * max(1, self.height - 1), rows)
        shown = self.rows(rows)
        if shown:
            at_end = (self.top, self.hidden) == before
            edge = (0 if pages < 0 else len(shown) - 1) if at_end else min(row, len(shown) - 1)
            self.cursor = shown[edge][0]

    def to_start(self) -> None:
        """Show the first lines."""
        self.top = self.cursor = self.first
        self.hidden = 0

    def to_end(self, rows: Rows) -> None:
        """Show the last lines."""
        self.top, self.hidden = self._end(rows)
        self.cursor = max(self.first, self.end - 1)

    def to_line(self, place: int, rows: Rows) -> None:
        """Put the cursor on a line; if it is out of sight, a third of the window above it."""
        if place in {shown for shown, _ in self.rows(rows)}:
            self.cursor = place
        else:
            self.place(place, rows)

    def place(self, place: int, rows: Rows) -> None:
        """Put the cursor on a line, a third of the window above it."""
        self.cursor = self.top = max(self.first, min(place, self.end - 1))
        self.hidden = 0
        self._move(-(self.height // 3), rows)

    def clamp(self, rows: Rows) -> None:
        """After the lines or their rows have changed: stay inside."""
        self.top = max(self.first, min(self.top, self.end - 1))
        self._move(0, rows)
        self.cursor = max(self.first, min(self.cursor, self.end - 1))

    @property
    def at_start(self) -> bool:
        """Whether the first row is in sight."""
        return self.top <= self.first and self.hidden == 0

    def at_end(self, rows: Rows) -> bool:
        """Whether the last row is in sight."""
        return (self.top, self.hidden) >= self._end(rows)

    def _move(self, by: int, rows: Rows) -> None:
        self.hidden += by
        while self.hidden < 0 and self.top > self.first:
            self.top -= 1
            self.hidden += rows(self.top)
        self.hidden = max(0, self.hidden)
        while self.top < self.end and self.hidden >= (count := rows(self.top)):
            self.hidden -= count
            self.top += 1
        self.top, self.hidden = min((self.top, self.hidden), self._end(rows))

    def _bring_cursor(self, rows: Rows) -> None:
        shown = self.rows(rows)
        if shown:
            self.cursor = max(shown[0][0], min(self.cursor, shown[-1][0]))

    def _end(self, rows: Rows) -> tuple[int, int]:
        place, room = self.end, self.height
        while place > self.first and room > 0:
            place -= 1
            room -= rows(place)
        return place, max(0, -room)
