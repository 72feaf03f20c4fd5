"""Finding that a part of the screen only moved up or down, which a terminal does by itself."""

from __future__ import annotations

from collections import Counter
from operator import ne, or_
from typing import NamedTuple

from batchdeck.widgets.frame_cells import Frame, Line, unknown_line

LEAST_LINES = 3
"""With fewer lines that moved, scrolling is not worth its own bytes."""
LEAST_GAIN = 60
"""Cells that scrolling has to save."""


class Scroll(NamedTuple):
    """Lines `top` to `bottom` - 1 move up by `by`, or down when `by` is negative."""

    top: int
    bottom: int
    by: int

    def apply(self, frame: Frame) -> Frame:
        """The frame after scrolling; of the lines that come in, nothing is known."""
        moved = frame[:]
        for y in range(self.top, self.bottom):
            source = y + self.by
            inside = self.top <= source < self.bottom
            moved[y] = frame[source] if inside else unknown_line(len(frame[y].texts))
        return moved

    @property
    def sequence(self) -> str:
        """What to write: line feeds or reverse ones at the edge of a scroll region."""
        edge, step = (self.bottom, "\n") if self.by > 0 else (self.top + 1, "\x1bM")
        region = f"\x1b[0m\x1b[{self.top + 1};{self.bottom}r"
        return f"{region}\x1b[{edge};1H{step * abs(self.by)}\x1b[r"


def find_scroll(shown: Frame, wanted: Frame) -> Scroll | None:
    """The scroll that brings `shown` nearest to `wanted`; None when none is worth it."""
    changed = [y for y, line in enumerate(wanted) if line is not shown[y] and line != shown[y]]
    if len(changed) < LEAST_LINES:
        return None
    places: dict[str, list[int]] = {}
    for y, line in enumerate(shown):
        places.setdefault(line.words, []).append(y)
    words = {y: wanted[y].words for y in changed}
    votes = Counter(old - y for y in changed if words[y] for old in places.get(words[y], ()))
    if not votes:
        return None
    by, count = votes.most_common(1)[0]
    if count < LEAST_LINES or by == 0:
        return None
    moved = [y for y in changed if 0 <= y + by < len(shown) and wanted[y] == shown[y + by]]
    if len(moved) < LEAST_LINES:
        return None
    first, last = moved[0], moved[-1]
    scroll = Scroll(min(first, first + by), max(last, last + by) + 1, by)
    return scroll if _is_worth_it(scroll, shown, wanted) else None


def _is_worth_it(scroll: Scroll, shown: Frame, wanted: Frame) -> bool:
    moved = scroll.apply(shown)
    lines = range(scroll.top, scroll.bottom)
    wrong = {y for y in lines if moved[y] != wanted[y]}
    gain = -sum(_differing(moved[y], wanted[y]) for y in wrong)
    for y in lines:  # The wrong ones are few; of the right ones a few are enough to know.
        gain += _differing(shown[y], wanted[y])
        if gain >= LEAST_GAIN:
            return True
    return gain >= LEAST_GAIN


def _differing(one: Line, other: Line) -> int:
    """In how many cells two lines differ."""
    if one is other or one == other:
        return 0
    return sum(map(or_, map(ne, one.texts, other.texts), map(ne, one.pens, other.pens)))
