"""The column at the right of a log: where the window is, and where things were found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from batchdeck.logs.search import LogSearch
from batchdeck.widgets.glyphs import Glyphs
from batchdeck.widgets.log_style import PREFIX
from batchdeck.widgets.painted_lines import Piece
from batchdeck.widgets.viewport import Viewport

Has = Callable[[int, int], bool]
"""Whether something was found at the places from the first to before the second."""


@dataclass(frozen=True, slots=True)
class Edge:
    """As many signs as the window has rows; each stands for its share of all lines."""

    places: range
    height: int
    top: int
    found: Sequence[tuple[str, str, Has]] = ()
    """Sign, kind and places of what is marked; what comes first stands over the others."""

    def pieces(self, glyphs: Glyphs) -> list[Piece]:
        """The signs, from the top down."""
        thumb = Viewport(
            len(self.places), self.height, max(0, self.top - self.places.start)
        ).thumb()
        made: list[Piece] = []
        for y in range(self.height):
            first, last = self._share(y)
            sign = next((each for each in self.found if each[2](first, last)), None)
            if sign is not None:
                pens = (PREFIX + sign[1], *((PREFIX + "cursor",) if y in thumb else ()))
                made.append((sign[0], pens))
            elif y in thumb:
                made.append((glyphs.thumb, (PREFIX + "thumb",)))
            else:
                made.append((" ", ()))
        return made

    def _share(self, y: int) -> tuple[int, int]:
        """The places that a row of the edge stands for: from the first to before the second."""
        start, total = self.places.start, max(len(self.places), self.height)
        first, last = y * total // self.height, (y + 1) * total // self.height
        return start + first, start + max(last, first + 1)


def found(
    number: Callable[[int], int | None],
    marked: Collection[int],
    search: LogSearch | None,
    trouble: LogSearch | None,
) -> list[tuple[str, str, Has]]:
    """Where there are marked lines, matches and errors; `number` is that of a line at a place."""

    def has_mark(first: int, last: int) -> bool:
        start, stop = number(first), number(last - 1)
        return start is not None and stop is not None and any(start <= n <= stop for n in marked)

    def has_hit(looking: LogSearch) -> Has:
        def has(first: int, last: int) -> bool:
            start, stop = number(first), number(last - 1)
            if start is None or stop is None:
                return False
            return looking.rank(start) < looking.rank(stop + 1)

        return has

    signs: list[tuple[str, str, Has]] = [("*", "marked", has_mark)] if marked else []
    if search is not None:
        signs.append(("=", "hit", has_hit(search)))
    if trouble is not None:
        signs.append(("!", "error", has_hit(trouble)))
    return signs
