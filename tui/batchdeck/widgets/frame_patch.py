"""What has to be written so that the terminal shows another frame: only the cells that differ."""

from __future__ import annotations

from itertools import compress, groupby
from operator import ne, or_

from batchdeck.widgets.frame_cells import Frame, Line, Pens
from batchdeck.widgets.frame_scroll import find_scroll

GAP = 6
"""Unchanged cells that are cheaper to write again than to jump over."""
LEAST_ERASED = 8
"""Blanks at the end of a line from which on erasing is shorter than writing them."""
UNSURE = ("\u200d", "\ufe0f")
"""Joined emoji: terminals disagree on how wide they are, so the place is given anew after one."""


def patch(shown: Frame, wanted: Frame, pens: Pens, *, erases_in_colour: bool = False) -> str:
    """The bytes that turn `shown` into `wanted`; empty when nothing differs.

    `erases_in_colour`: whether the terminal erases with the current background (terminfo's
    `bce`); otherwise only blanks in the terminal's own colours are erased.
    """
    writer = _Writer(pens, erases_in_colour)
    scroll = find_scroll(shown, wanted)
    if scroll is not None:
        writer.parts.append(scroll.sequence)
        shown = scroll.apply(shown)
    for y, (old, new) in enumerate(zip(shown, wanted, strict=True)):
        if old is not new and old != new:
            writer.line(y, old, new)
    if not writer.parts:
        return ""
    return "".join(writer.parts) + writer.change_pen(pens.plain)


def changed_spans(old: Line, new: Line) -> list[tuple[int, int]]:
    """Where the lines differ: first cell and last + 1, near ones joined, no wide one split."""
    texts, pens = map(ne, old.texts, new.texts), map(ne, old.pens, new.pens)
    spans: list[tuple[int, int]] = []
    for x in compress(range(len(new.texts)), map(or_, texts, pens)):
        text = new.texts[x]
        if text is None:
            continue
        start = x - 1 if text == "" and x else x
        end = x + 2 if x + 1 < len(new.texts) and new.texts[x + 1] == "" else x + 1
        if spans and start - spans[-1][1] <= GAP and None not in new.texts[spans[-1][1] : start]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


class _Writer:
    """Collects what is to be written; knows which pen the terminal holds."""

    def __init__(self, pens: Pens, erases_in_colour: bool) -> None:
        self.parts: list[str] = []
        self._pens = pens
        self._erases_in_colour = erases_in_colour
        self._pen: int | None = None

    def line(self, y: int, old: Line, new: Line) -> None:
        """Turn one line into another."""
        blank = self._erasable(new)
        for start, end in changed_spans(old, new):
            if start >= blank:
                self._move(blank, y)
                self.parts += [self.change_pen(new.pens[-1]), "\x1b[K"]
                return
            self._write(y, start, min(end, blank), new)
            if end > blank:
                self.parts += [self.change_pen(new.pens[-1]), "\x1b[K"]
                return

    def change_pen(self, pen: int) -> str:
        """What to write so that the next cells get that style."""
        if pen == self._pen:
            return ""
        close = ""
        if self._pen is not None and "\x1b]8" in self._pens.sequences[self._pen]:
            close = "\x1b]8;;\x1b\\"
        self._pen = pen
        return close + self._pens.sequences[pen]

    def _erasable(self, line: Line) -> int:
        """From which cell on the line can be erased; its width when that does not pay."""
        width, pen = len(line.texts), line.pens[-1]
        if pen != self._pens.plain and not self._erases_in_colour:
            return width
        start = width
        while start and line.texts[start - 1] == " " and line.pens[start - 1] == pen:
            start -= 1
        return start if width - start >= LEAST_ERASED else width

    def _move(self, x: int, y: int) -> None:
        self.parts.append(f"\x1b[{y + 1};{x + 1}H")

    def _write(self, y: int, start: int, end: int, line: Line) -> None:
        self._move(start, y)
        for pen, cells in groupby(range(start, end), line.pens.__getitem__):
            self.parts.append(self.change_pen(pen))
            places = list(cells)
            text = "".join([line.texts[x] or "" for x in places])
            if text.isascii() or not any(mark in text for mark in UNSURE):
                self.parts.append(text)
                continue
            for x in places:
                text = line.texts[x] or ""
                self.parts.append(text)
                if any(mark in text for mark in UNSURE):
                    width = 2 if x + 1 < end and line.texts[x + 1] == "" else 1
                    self._move(x + width, y)
