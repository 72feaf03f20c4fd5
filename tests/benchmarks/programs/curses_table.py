"""The table by curses: the fewest bytes a terminal library is known to send."""

from __future__ import annotations

import curses
import sys

from tests.benchmarks.programs.rows import COLUMNS, changed, rows

INK, MUTED, PAPER, CURSOR, ACCENT = 252, 245, 234, 24, 75
COLOURS = {"SUCCEEDED": 71, "FAILED": 203, "RUNNING": ACCENT}
"""Of the 256 that a terminal over SSH has; batchdeck's themes have a background, too."""


class Table:
    """Header, rows, cursor line, thumb of a scrollbar."""

    def __init__(self, screen: curses.window, total: int) -> None:
        curses.curs_set(0)
        self._screen = screen
        screen.idlok(True)
        screen.scrollok(False)
        for pair, colour in enumerate((INK, MUTED, 71, 203, ACCENT), 1):
            curses.init_pair(pair, colour, PAPER)
            curses.init_pair(pair + 5, colour, CURSOR)
        screen.bkgd(" ", curses.color_pair(1))
        self._all = rows(total)
        self.rows = list(self._all[:0])
        self.cursor = self._top = self._turn = 0
        self._height = screen.getmaxyx()[0] - 1

    def key(self, key: int) -> None:
        """Move, load, or change one cell of a hundred."""
        if key == ord("l"):
            self.rows = self._all
        elif key == ord("c"):
            self._turn += 1
            self.rows = changed(self._all, self._turn)
        steps = {curses.KEY_DOWN: 1, curses.KEY_UP: -1}
        page = {curses.KEY_NPAGE: 1, curses.KEY_PPAGE: -1}.get(key, 0) * (self._height - 1)
        last = max(0, len(self.rows) - 1)
        self.cursor = max(0, min(self.cursor + steps.get(key, 0) + page, last))
        self._top = max(0, min(self._top + page, last - self._height + 1))
        self._top = min(max(self._top, self.cursor - self._height + 1), self.cursor)

    def paint(self) -> None:
        """Draw everything; curses finds out what of it is new."""
        header = " " + " ".join(title.ljust(width) for title, width in COLUMNS)
        self._screen.addstr(0, 0, header[:120], curses.color_pair(2) | curses.A_BOLD)
        size = max(1, self._height * self._height // max(1, len(self.rows)))
        start = self._top * (self._height - size) // max(1, len(self.rows) - self._height)
        for y in range(self._height):
            self._line(y)
            thumb = "┃" if self.rows and start <= y < start + size else " "
            self._screen.insstr(y + 1, 119, thumb, curses.color_pair(2))
        self._screen.refresh()

    def _line(self, y: int) -> None:
        index = self._top + y
        if index >= len(self.rows):
            return
        row, x = self.rows[index], 1
        lit = 5 if index == self.cursor else 0
        self._screen.addstr(y + 1, 0, " " * 119, curses.color_pair(1 + lit))
        pairs = {"SUCCEEDED": 3, "FAILED": 4, "RUNNING": 5}
        for at, (text, (_, width)) in enumerate(zip(row, COLUMNS, strict=True)):
            pair = pairs.get(text, 1) if at == 0 else 2 if at in (2, 3) else 1
            self._screen.addstr(y + 1, x, text[:width].ljust(width), curses.color_pair(pair + lit))
            x += width + 1


def main(screen: curses.window) -> None:
    """Until `q`."""
    curses.start_color()
    table = Table(screen, int(sys.argv[1]))
    table.paint()
    while (key := screen.getch()) != ord("q"):
        table.key(key)
        table.paint()


if __name__ == "__main__":
    curses.wrapper(main)
