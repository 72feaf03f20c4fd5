"""Which part of a log is on the screen, when a line may take several rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Rows = Callable[[int], int]
"""How many rows of the screen the line of an index takes; at least 1."""


@dataclass(slots=True)
class LogWindow:
    """A window of `height` rows on `total` lines; only lines near the window are measured."""

    height: int = 0
    total: int = 0
    top: int = 0
    """Index of the first line shown."""
    hidden: int = 0
    """How many rows of that line are above the window."""

    def rows(self, rows: Rows) -> list[tuple[int, int]]:
        """The rows shown, each as a line's index and the row within that line."""
        shown: list[tuple[int, int]] = []
        index, row = self.top, self.hidden
        while len(shown) < self.height and index < self.total:
            if row < rows(index):
                shown.append((index, row))
                row += 1
            else:
                index, row = index + 1, 0
        return shown

    def scroll(self, by: int, rows: Rows) -> None:
        """Move by rows of the screen, not beyond either end."""
        self.hidden += by
        while self.hidden < 0 and self.top > 0:
            self.top -= 1
            self.hidden += rows(self.top)
        self.hidden = max(0, self.hidden)
        while self.top < self.total and self.hidden >= rows(self.top):
            self.hidden -= rows(self.top)
            self.top += 1
        self._stop_at_end(rows)

    def to_start(self) -> None:
        """Show the first lines."""
        self.top = self.hidden = 0

    def to_end(self, rows: Rows) -> None:
        """Show the last lines."""
        self.top, self.hidden = self._end(rows)

    def to_line(self, index: int, rows: Rows) -> None:
        """Show a line with what is around it: a third of the window stands above it."""
        self.top, self.hidden = max(0, min(index, self.total - 1)), 0
        self.scroll(-(self.height // 3), rows)
        self._stop_at_end(rows)

    def at_end(self, rows: Rows) -> bool:
        """Whether the last row is in sight."""
        return (self.top, self.hidden) >= self._end(rows)

    def drop(self, lines: int) -> None:
        """The first `lines` are gone from the log."""
        self.total -= lines
        self.top -= lines
        if self.top < 0:
            self.to_start()

    def _stop_at_end(self, rows: Rows) -> None:
        self.top, self.hidden = min((self.top, self.hidden), self._end(rows))

    def _end(self, rows: Rows) -> tuple[int, int]:
        index, room = self.total, self.height
        while index > 0 and room > 0:
            index -= 1
            room -= rows(index)
        return index, max(0, -room)
