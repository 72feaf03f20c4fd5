"""Which lines of a long list are on the screen, and where its cursor is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class Viewport:
    """A window of `height` lines on a list of `total`, the cursor always inside it."""

    total: int = 0
    height: int = 0
    top: int = 0
    """Index of the first line shown."""
    cursor: int = 0

    def move_to(self, index: int) -> None:
        """Put the cursor on `index`, or the nearest there is, and scroll only if needed."""
        self.cursor = max(0, min(index, self.total - 1))
        if self.cursor < self.top:
            self.top = self.cursor
        elif self.height and self.cursor >= self.top + self.height:
            self.top = self.cursor - self.height + 1

    def page(self, pages: int) -> None:
        """Move cursor and window by whole pages, less one line that stays in sight."""
        step = pages * max(1, self.height - 1)
        self._set_top(self.top + step)
        self.move_to(self.cursor + step)

    def scroll(self, lines: int) -> None:
        """Move the window; the cursor is taken along when it would leave it."""
        self._set_top(self.top + lines)
        last = min(self.top + self.height, self.total) - 1
        self.cursor = max(0, min(max(self.cursor, self.top), last))

    def resize(self, height: int) -> None:
        """Give the window another height."""
        self.height = max(0, height)
        self._set_top(self.top)
        self.move_to(self.cursor)

    def replace(self, total: int, cursor: int) -> None:
        """Change the list; `cursor` stays on the line of the screen where the cursor was."""
        line = self.cursor - self.top
        self.total = total
        self.cursor = max(0, min(cursor, total - 1))
        self._set_top(self.cursor - line)
        self.move_to(self.cursor)

    def thumb(self) -> range:
        """The lines of the window that the scrollbar's thumb covers; none if all is shown."""
        if self.total <= self.height or not self.height:
            return range(0)
        size = max(1, self.height * self.height // self.total)
        start = round(self.top * (self.height - size) / (self.total - self.height))
        start = min(start, self.height - size)
        return range(start, start + size)

    def _set_top(self, top: int) -> None:
        self.top = max(0, min(top, self.total - self.height))


def find(items: Sequence[T], key: Callable[[T], str], wanted: str, near: int) -> int | None:
    """Index of the item whose key is `wanted`, looked for from `near` outwards; None if gone.

    Between two polls an item hardly moves, so this is far cheaper than an index of all keys.
    """
    total = len(items)
    for distance in range(max(near + 1, total - near)):
        for index in {near - distance, near + distance}:
            if 0 <= index < total and key(items[index]) == wanted:
                return index
    return None
