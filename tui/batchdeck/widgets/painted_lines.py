"""A widget that paints line by line, past Textual's cache of borders and paddings."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

Piece = tuple[str, tuple[str, ...]]
"""Text, and the component classes that style it, the later ones over the earlier."""


MAX_STRIPS = 2000
"""Painted lines that are kept: some forty screens."""


class PaintedLines(Widget):
    """Asks `paint(y)` for each line that has to be drawn, and for no other.

    Textual builds every line through `StylesCache`, which costs more than the line itself.
    Without a border, padding or opacity there is nothing for it to do, so it is left out.
    """

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._strips: dict[Hashable, Strip] = {}
        self._pens: dict[tuple[str, ...], Style] = {}
        self._width = 0
        self._filtered: dict[int, tuple[Strip, Strip]] = {}
        """Strips as the filters left them, by the id of the strip, which is kept beside it."""
        self._filtered_by: tuple[object, ...] = ()

    def prepare(self) -> None:
        """Get ready to paint some lines; a size that changed is known here first."""

    def paint(self, y: int) -> Strip:
        """Line `y` of the content, as wide as `self.size.width`."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Line `y`, as Textual asks for it when the widget has a border."""
        self._width = self.size.width
        self.prepare()
        return self.paint(y)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region of the widget."""
        if self.gutter or self.opacity < 1:
            return super().render_lines(crop)
        self._width = self.size.width
        self.prepare()
        strips = [self.paint(y) for y in crop.line_range]
        filters = self.get_line_filters()
        if filters:
            strips = self._through(filters, strips)
        if crop.column_span == (0, self._width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]

    def _through(self, filters: Sequence[LineFilter], strips: list[Strip]) -> list[Strip]:
        """The strips as the filters leave them; most of them were seen before."""
        background = self.background_colors[1]
        filtered_by = (background, *filters)
        if self._filtered_by != filtered_by or len(self._filtered) > MAX_STRIPS:
            self._filtered_by = filtered_by
            self._filtered.clear()
        found = []
        for strip in strips:
            known = self._filtered.get(id(strip))
            if known is None:
                result = strip
                for line_filter in filters:
                    result = result.apply_filter(line_filter, background)
                known = self._filtered[id(strip)] = (strip, result)
            found.append(known[1])
        return found

    def refresh_changed(
        self, before: Sequence[Hashable], after: Sequence[Hashable], first: int = 0
    ) -> None:
        """Ask for a repaint of the lines that look different; line 0 is at y = `first`."""
        changed = [y for y, line in enumerate(after) if y >= len(before) or line != before[y]]
        if changed:
            width = self.size.width
            self.refresh(*(Region(0, first + y, width, lines) for y, lines in _runs(changed)))

    def pen(self, *classes: str) -> Style:
        """The style of component classes, the later ones over the earlier."""
        known = self._pens.get(classes)
        if known is None:
            known = self._pens[classes] = self._mixed(classes)
        return known

    def _mixed(self, classes: tuple[str, ...]) -> Style:
        style = self.get_visual_style(*classes).rich_style
        # Textual's visual styles know no reverse video, which is what is left without colours.
        if any(self.get_component_styles(name).text_style.reverse for name in classes):
            style += Style(reverse=True)
        return style

    def strip(self, pieces: list[Piece]) -> Strip:
        """A line of the widget's width from its pieces; neighbours of one style are joined."""
        segments: list[Segment] = []
        text = ""
        classes: tuple[str, ...] = ()
        for piece, own in pieces:
            if own != classes and text:
                segments.append(Segment(text, self.pen(*classes)))
                text = ""
            text, classes = text + piece, own
        if text:
            segments.append(Segment(text, self.pen(*classes)))
        return Strip(segments, self._width)

    def remembered(self, line: Hashable, pieces: Callable[[], list[Piece]]) -> Strip:
        """The strip of a line, made from its pieces unless an equal line was painted before."""
        key = (line, self._width)
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) >= MAX_STRIPS:
                self._strips.clear()
            strip = self._strips[key] = self.strip(pieces())
        return strip

    def notify_style_update(self) -> None:
        """Forget the lines painted in the old style."""
        super().notify_style_update()
        self._strips.clear()
        self._pens.clear()


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Neighbours among rising numbers: the first one and how many there are."""
    start = length = 0
    for number in numbers:
        if length and number == start + length:
            length += 1
            continue
        if length:
            yield start, length
        start, length = number, 1
    if length:
        yield start, length
