"""The screen the terminal shows, and the one that Textual wants it to show."""

from __future__ import annotations

from textual import _compositor
from textual.geometry import Size

from batchdeck.widgets.frame_cells import Frame, Pens, unknown_frame
from batchdeck.widgets.frame_patch import patch


class FrameCanvas:
    """Takes Textual's updates; gives what the terminal has to be told."""

    def __init__(self, size: Size, pens: Pens, *, erases_in_colour: bool = False) -> None:
        self.size = size
        """Columns and lines."""
        self._pens = pens
        self._erases_in_colour = erases_in_colour
        self._shown: Frame = unknown_frame(*size)
        self._wanted: Frame = unknown_frame(*size)

    def draw(self, update: _compositor.LayoutUpdate | _compositor.ChopsUpdate) -> None:
        """Take an update of the whole screen or of parts of it."""
        if isinstance(update, _compositor.LayoutUpdate):
            self._draw_layout(update)
        else:
            self._draw_chops(update)

    def forget(self) -> None:
        """Nothing is known any more of what the terminal shows."""
        self._shown = unknown_frame(*self.size)

    def changes(self) -> str:
        """What to write so that the terminal shows what is wanted; taken as written."""
        written = patch(
            self._shown, self._wanted, self._pens, erases_in_colour=self._erases_in_colour
        )
        self._shown = self._wanted[:]
        return written

    def _draw_layout(self, update: _compositor.LayoutUpdate) -> None:
        width, height = self.size
        for y, strips in enumerate(update.strips, update.region.y):
            if y < height:
                cells = self._pens.cells(strips)
                self._wanted[y] = self._wanted[y].with_cells(update.region.x, cells, width)

    def _draw_chops(self, update: _compositor.ChopsUpdate) -> None:
        width, height = self.size
        for y, start, end in update.spans:
            if y >= height:
                continue
            for chop_end, (x, strip) in zip(
                update.chop_ends[y], update.chops[y].items(), strict=False
            ):
                # The same choice and the same cut that Textual makes in `render_segments`.
                if strip is not None and x <= end and chop_end > start:
                    limit = min(chop_end, end, width)
                    cells = self._pens.cells_of(strip)
                    self._wanted[y] = self._wanted[y].with_cells(x, cells, limit)
