"""The screen as cells: what the terminal shows, and what it should show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import cast

from rich.cells import split_graphemes
from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

REMEMBERED = 2000
"""So many strips are kept with their cells: some ten screens."""
UNKNOWN = None
"""Text of a cell of which nothing is known."""


@dataclass(slots=True)
class Line:
    """One line of the screen; not changed any more once it is part of a frame."""

    texts: list[str | None]
    """A grapheme for each cell; the second cell of a wide one is empty."""
    pens: list[int]
    """The number of the style of each cell."""
    _words: str | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def words(self) -> str:
        """The text without blanks at its end; empty for a line that is not wholly known."""
        if self._words is None:
            known = cast("list[str]", self.texts) if UNKNOWN not in self.texts else ()
            self._words = "".join(known).rstrip()
        return self._words

    def with_cells(self, x: int, cells: Line, end: int) -> Line:
        """A line with other cells from `x` up to `end` at most."""
        if x == 0 and len(self.texts) == len(cells.texts) <= end:
            return cells
        size = max(0, min(len(cells.texts), end - x))
        texts, pens = self.texts[:], self.pens[:]
        texts[x : x + size] = cells.texts[:size]
        pens[x : x + size] = cells.pens[:size]
        return Line(texts, pens)


Frame = list[Line]


def unknown_line(width: int) -> Line:
    """A line of which nothing is known."""
    return Line([UNKNOWN] * width, [0] * width)


def unknown_frame(width: int, height: int) -> Frame:
    """A screen of which nothing is known."""
    return [unknown_line(width) for _ in range(height)]


class Pens:
    """Numbers the styles, and knows what to write to change to one."""

    def __init__(self, colors: ColorSystem) -> None:
        self._colors = colors
        self._numbers: dict[Style | None, int] = {}
        self._by_sequence: dict[str, int] = {}
        self._lines: dict[int, tuple[Strip, Line]] = {}
        self.sequences: list[str] = []
        """What to write to change to a style, whichever was used before, by number."""
        self.plain = self.number(None)
        """The terminal's own colours."""

    def number(self, style: Style | None) -> int:
        """The number of a style; styles that look alike share one."""
        number = self._numbers.get(style)
        if number is None:
            sequence = self._sequence(style)
            number = self._by_sequence.setdefault(sequence, len(self.sequences))
            if number == len(self.sequences):
                self.sequences.append(sequence)
            self._numbers[style] = number
        return number

    def cells(self, strips: Iterable[Strip | None]) -> Line:
        """The cells of strips that stand side by side."""
        line = Line([], [])
        for strip in strips:
            for text, style, control in strip or ():
                if text and not control:
                    _add(line, text, self.number(style))
        return line

    def cells_of(self, strip: Strip) -> Line:
        """The cells of one strip, remembered: what scrolls is painted from the same strips."""
        known = self._lines.get(id(strip))
        if known is None or known[0] is not strip:
            if len(self._lines) >= REMEMBERED:
                self._lines.clear()
            known = self._lines[id(strip)] = (strip, self.cells((strip,)))
        return known[1]

    def _sequence(self, style: Style | None) -> str:
        codes = "" if style is None else Strip.render_ansi(style, self._colors)
        link = "" if style is None or not style.link else style.link
        sequence = f"\x1b[0;{codes}m" if codes else "\x1b[0m"
        return sequence + (f"\x1b]8;;{link}\x1b\\" if link else "")


def _add(line: Line, text: str, pen: int) -> None:
    if text.isascii():
        line.texts.extend(text)
        line.pens.extend([pen] * len(text))
        return
    for start, end, width in split_graphemes(text)[0]:
        grapheme = text[start:end]
        if width == 0 and line.texts:
            # A mark that belongs to the grapheme before it, which may be wide.
            at = -2 if line.texts[-1] == "" and len(line.texts) > 1 else -1
            line.texts[at] = (line.texts[at] or "") + grapheme
        elif width:
            line.texts += [grapheme] + [""] * (width - 1)
            line.pens += [pen] * width
