"""One line of a table: what it shows, and of which pieces it is painted."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from batchdeck.widgets import cells
from batchdeck.widgets.column import GAP, Column, Placed, Tone, place
from batchdeck.widgets.glyphs import Glyphs
from batchdeck.widgets.painted_lines import Piece

PREFIX = "virtual-table--"
CLASSES = frozenset(
    PREFIX + part
    for part in ("header", "empty", "mark", "marked", "thumb", "cursor", "cursor-blurred", *Tone)
)
"""All component classes that pieces of a table speak of."""
EDGES = 2
"""Cells for the mark on the left and the scrollbar on the right."""


MAX_READ = 1000
"""So many rows are remembered as they were read: some twenty screens."""


class Look(StrEnum):
    """How a row stands out."""

    PLAIN = ""
    CURSOR = "cursor"
    BLURRED = "cursor-blurred"


class TableLine(NamedTuple):
    """All that decides how a line looks: two equal ones are painted alike."""

    texts: tuple[str, ...] = ()
    tones: tuple[Tone, ...] = ()
    look: Look = Look.PLAIN
    marked: bool = False
    thumb: bool = False


class TablePainter:
    """Turns rows into lines, and lines into pieces, for the columns that fit."""

    def __init__(self, columns: Sequence[Column[Any]], glyphs: Glyphs) -> None:
        self._columns = columns
        self._glyphs = glyphs
        self._width = 0
        self._placed: tuple[Placed[Any], ...] = ()
        self._read: dict[int, tuple[Any, tuple[str, ...], tuple[Tone, ...]]] = {}
        """Rows, by their id, and what the columns said of them."""

    def resize(self, width: int) -> None:
        """Lay the columns out for a table of `width` cells."""
        self.forget()
        self._width = width
        self._placed = place(self._columns, width - EDGES)

    def line(self, row: Any, look: Look, marked: bool, thumb: bool) -> TableLine:
        """What the line of `row` shows. A row is read once, until all are forgotten."""
        known = self._read.get(id(row))
        if known is None:
            if len(self._read) >= MAX_READ:
                self._read.clear()
            known = self._read[id(row)] = (row, *self._cells(row))
        return TableLine(known[1], known[2], look, marked, thumb)

    def forget(self) -> None:
        """Read rows again: what they show is not only their own."""
        self._read.clear()

    def _cells(self, row: Any) -> tuple[tuple[str, ...], tuple[Tone, ...]]:
        columns = [placed.column for placed in self._placed]
        texts = tuple([column.text(row) for column in columns])
        tones = tuple([column.tone(row) if column.tone else Tone.PLAIN for column in columns])
        return texts, tones

    def pieces(self, line: TableLine) -> list[Piece]:
        """A line of a row, ready to paint."""
        row = _classes(line)
        mark = (self._glyphs.mark, (PREFIX + "mark", *row)) if line.marked else (" ", row)
        pieces: list[Piece] = [mark]
        used = 1
        for index, (placed, text, tone) in enumerate(
            zip(self._placed, line.texts, line.tones, strict=False)
        ):
            if index:
                pieces.append((" " * GAP, row))
                used += GAP
            shown = self._fit(placed, text)
            pieces.append((shown, row if tone is Tone.PLAIN else (PREFIX + tone, *row)))
            used += placed.width
        pieces.append((" " * (self._width - 1 - used), row))
        pieces.append((self._glyphs.thumb, (PREFIX + "thumb",)) if line.thumb else (" ", row))
        return pieces

    def header(self, sorted_by: str, descending: bool) -> list[Piece]:
        """The line of titles."""
        arrow = self._glyphs.descending if descending else self._glyphs.ascending
        titles = []
        for placed in self._placed:
            title = placed.column.title
            if placed.column.id == sorted_by:
                title = cells.cut(title, placed.width - 1, self._glyphs.ellipsis) + arrow
            titles.append(self._fit(placed, title))
        text = " " + (" " * GAP).join(titles)
        return [(cells.fit(text, self._width), (PREFIX + "header",))]

    def empty(self, text: str, y: int, height: int) -> list[Piece]:
        """Line `y` of a table without rows: `text` stands in the middle."""
        return [(cells.centred(text, y, self._width, height), (PREFIX + "empty",))]

    def _fit(self, placed: Placed[Any], text: str) -> str:
        right = placed.column.align == "right"
        return cells.fit(text, placed.width, right=right, ellipsis=self._glyphs.ellipsis)


def _classes(line: TableLine) -> tuple[str, ...]:
    marked = (PREFIX + "marked",) if line.marked else ()
    return (*marked, PREFIX + line.look) if line.look else marked
