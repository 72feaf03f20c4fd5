"""Read-only lines of toned text that scroll."""

from __future__ import annotations

from collections.abc import Sequence

from textual.binding import Binding
from textual.geometry import Region, Size
from textual.strip import Strip

from batchdeck.widgets.cells import width, wrap
from batchdeck.widgets.column import Tone
from batchdeck.widgets.painted_lines import PaintedLines

Span = tuple[str, Tone]
Line = tuple[Span, ...]
INDENT = 13
"""Where a wrapped line goes on: behind the labels."""


class TextView(PaintedLines, can_focus=True):
    """Lines of spans; long ones wrap, only visible ones are painted."""

    DEFAULT_CSS = """
    TextView {
        height: 1fr;
        &> .text-view--muted { color: $text-muted; }
        &> .text-view--accent { color: $accent; text-style: bold; }
        &> .text-view--good { color: $success; }
        &> .text-view--warn { color: $warning; }
        &> .text-view--bad { color: $error; }
    }
    """
    COMPONENT_CLASSES = {f"text-view--{tone}" for tone in Tone if tone is not Tone.PLAIN}
    BINDINGS = [
        Binding("j,down", "scroll(1)", "down", id="text.down", show=False),
        Binding("k,up", "scroll(-1)", "up", id="text.up", show=False),
        Binding("ctrl+f,pagedown", "page(1)", "page down", id="text.page_down", show=False),
        Binding("ctrl+b,pageup", "page(-1)", "page up", id="text.page_up", show=False),
        Binding("g,home", "scroll(-1000000)", "top", id="text.top", show=False),
        Binding("G,end", "scroll(1000000)", "end", id="text.end", show=False),
    ]

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._lines: Sequence[Line] = ()
        self._wrapped: list[Line] = []
        self._top = 0

    def show(self, lines: Sequence[Line], *, from_top: bool = False) -> None:
        """Show other lines; scroll stays unless `from_top`."""
        if from_top:
            self._top = 0
        if lines != self._lines:
            before = (len(self._lines), len(self._wrapped))
            self._lines = lines
            self._arrange()
            grown = before != (len(lines), len(self._wrapped))
            if grown and self.styles.height is not None and self.styles.height.is_auto:
                self.refresh(layout=True)
        elif from_top:
            self.refresh()

    def on_resize(self) -> None:
        """Wrap anew."""
        self._arrange()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as there are lines, for a view that is as high as what it shows."""
        return sum(len(wrapped(line, width)) for line in self._lines)

    def _arrange(self) -> None:
        before = self._wrapped
        self._wrapped = [part for line in self._lines for part in wrapped(line, self.size.width)]
        top, self._top = self._top, self._limited(self._top)
        if top != self._top or len(before) != len(self._wrapped):
            self.refresh()
            return
        for index, (old, new) in enumerate(zip(before, self._wrapped, strict=True)):
            if old != new and 0 <= index - top < self.size.height:
                self.refresh(Region(0, index - top, self.size.width, 1))

    def _limited(self, top: int) -> int:
        return max(0, min(top, len(self._wrapped) - self.size.height))

    def paint(self, y: int) -> Strip:
        """One line."""
        index = self._top + y
        line = self._wrapped[index] if index < len(self._wrapped) else ()
        pieces: list[tuple[str, tuple[str, ...]]] = [
            (text, () if tone is Tone.PLAIN else (f"text-view--{tone}",)) for text, tone in line
        ]
        used = sum(width(text) for text, _ in line)
        pieces.append((" " * max(0, self.size.width - used), ()))
        return self.strip(pieces)

    def action_scroll(self, lines: int) -> None:
        """Move by lines."""
        top = self._limited(self._top + lines)
        if top != self._top:
            self._top = top
            self.refresh()

    def action_page(self, pages: int) -> None:
        """Move by pages."""
        self.action_scroll(pages * max(1, self.size.height - 1))


def wrapped(line: Line, cells: int) -> list[Line]:
    """A line in pieces of at most `cells` cells; what goes on does so behind the label."""
    if cells <= 0 or sum(width(text) for text, _ in line) <= cells or not line:
        return [line]
    *head, (text, tone) = line
    used = sum(width(part) for part, _ in head)
    indent = INDENT if head else 0
    if cells - max(used, indent) < 8:
        return [line]
    first, *rest = broken(text, cells - used, cells - indent)
    return [(*head, (first, tone)), *(((" " * indent, Tone.PLAIN), (part, tone)) for part in rest)]


def broken(text: str, first: int, rest: int) -> list[str]:
    """`text` in a line of `first` cells and lines of `rest` cells, at a blank where it can be."""
    parts: list[str] = []
    room = first
    while width(text) > room:
        part = wrap(text, room)[0]
        blank = part.rfind(" ")
        if blank > room // 2 and not text[len(part) :].startswith(" "):
            part = part[:blank]
        parts.append(part)
        text = text[len(part) :].lstrip(" ")
        room = rest
    return [*parts, text] if text or not parts else parts
