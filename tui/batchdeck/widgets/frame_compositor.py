"""Lets only those widgets paint, and only those lines, that show in what changed.

Where one line of a table changed, Textual's compositor has the table paint all of its lines, and
so do the pane around it and the screen behind both, although neither can be seen there. That is
half of the time between a key and its first byte.

This overrides one method of Textual's `Compositor`; `frame_diff.supported` knows what it is
made of.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

Chops = list[dict[int, Strip | None]]
"""For each line its pieces by the column they start at; None where nothing is painted."""


class FrameCompositor(Compositor):
    """Textual's compositor with partial updates that cost what they show."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """What changed, or None when nothing did."""
        regions = self._dirty_regions.copy()
        self._dirty_regions.clear()
        if not regions:
            return None
        spans = list(self._regions_to_spans(regions))
        chops: Chops = [dict.fromkeys(cuts[:-1]) for cuts in self.cuts]
        wanted = self._pieces_in(spans)
        for widget, (region, clip) in self.visible_widgets.items():  # The nearest ones first.
            if not wanted:
                break
            self._paint(widget, region, region.intersection(clip), wanted, chops)
        return ChopsUpdate(chops, spans, [cuts[1:] for cuts in self.cuts])

    def _pieces_in(self, spans: Iterable[tuple[int, int, int]]) -> dict[int, set[int]]:
        """For each line that changed, where the pieces begin that have to be painted."""
        wanted: dict[int, set[int]] = {}
        for y, start, end in spans:
            if 0 <= y < len(self.cuts):
                pieces = pairwise(self.cuts[y])
                found = {cut for cut, next_cut in pieces if cut < end and next_cut > start}
                wanted[y] = wanted.get(y, set()) | found
        return {y: cuts for y, cuts in wanted.items() if cuts}

    def _paint(
        self,
        widget: Widget,
        region: Region,
        seen: Region,
        wanted: dict[int, set[int]],
        chops: Chops,
    ) -> None:
        """Take from a widget those pieces that are still wanted."""
        left, top, right, bottom = seen.corners
        lines = [
            y
            for y, cuts in wanted.items()
            if top <= y < bottom and any(left <= cut < right for cut in cuts)
        ]
        if not lines:
            return
        first = min(lines)
        asked = Region(left - region.x, first - region.y, seen.width, max(lines) + 1 - first)
        strips = widget.render_lines(asked)
        for y in lines:
            cuts = [cut for cut in self.cuts[y] if left <= cut <= right]
            pieces = strips[y - first].divide([cut - left for cut in cuts[1:]])
            for cut, piece in zip(cuts, pieces, strict=False):
                if cut in wanted[y]:
                    wanted[y].remove(cut)
                    chops[y][cut] = piece
            if not wanted[y]:
                del wanted[y]
