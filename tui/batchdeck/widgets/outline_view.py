"""A text with a cursor: some of its parts can be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.binding import Binding
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from batchdeck.widgets.cells import width
from batchdeck.widgets.column import Tone
from batchdeck.widgets.text_view import Line, TextView, wrapped

FOCUSED = "outline-view--cursor"
BLURRED = "outline-view--cursor-blurred"


@dataclass(frozen=True, slots=True)
class Part:
    """Lines that belong together; the first one carries the cursor."""

    lines: tuple[Line, ...]
    key: str = ""
    """What it is chosen by; empty for what cannot be chosen."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Where a part stands in the wrapped text; the last row is not one of it."""

    first: int
    head: int
    """First row behind its first line."""
    last: int


class OutlineView(TextView):
    """Scrolls like a text; the cursor goes from part to part and stays on its key."""

    DEFAULT_CSS = """
    OutlineView {
        &> .outline-view--cursor {
            color: $block-cursor-foreground; background: $block-cursor-background;
        }
        &> .outline-view--cursor-blurred { background: $block-cursor-blurred-background; }
        &:nocolor > .outline-view--cursor { text-style: reverse; }
        &:nocolor > .outline-view--cursor-blurred { text-style: underline; }
        &:ansi > .outline-view--cursor-blurred { text-style: underline; }
    }
    """
    COMPONENT_CLASSES = {FOCUSED, BLURRED}
    BINDINGS = [Binding("enter", "choose", "open", id="text.choose", show=False)]

    class Chosen(Message):
        """Enter on a part."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._parts: tuple[Part, ...] = ()
        self._places: dict[str, Rows] = {}
        self._cursor = ""
        self._steered = False

    @property
    def cursor(self) -> str:
        """Key of the part under the cursor; empty where none can be chosen."""
        return self._cursor

    def show_parts(self, parts: Sequence[Part], *, from_top: bool = False) -> None:
        """Show other parts; scroll and cursor stay unless `from_top`.

        Until somebody moved the cursor it stays on the first part, whichever that is.
        """
        self._parts = tuple(parts)
        keys = [part.key for part in parts if part.key]
        self._steered = self._steered and not from_top
        if not self._steered or self._cursor not in keys:
            self._cursor = keys[0] if keys else ""
            self.refresh()
        self.show([line for part in parts for line in part.lines], from_top=from_top)

    def _arrange(self) -> None:
        super()._arrange()
        self._places, row = {}, 0
        for part in self._parts:
            heights = [len(wrapped(line, self.size.width)) for line in part.lines]
            if part.key:
                self._places[part.key] = Rows(row, row + heights[0], row + sum(heights))
            row += sum(heights)

    def paint(self, y: int) -> Strip:
        """One line; the head of the part under the cursor stands out."""
        rows = self._places.get(self._cursor)
        index = self._top + y
        if rows is None or not rows.first <= index < rows.head:
            return super().paint(y)
        line = self._wrapped[index]
        bar = FOCUSED if self.has_focus else BLURRED
        pieces: list[tuple[str, tuple[str, ...]]] = []
        for text, tone in line:
            plain = tone is Tone.PLAIN or self.has_focus
            pieces.append((text, (bar,) if plain else (f"text-view--{tone}", bar)))
        used = sum(width(text) for text, _ in line)
        pieces.append((" " * max(0, self.size.width - used), (bar,)))
        return self.strip(pieces)

    def on_focus(self) -> None:
        """Paint the cursor of a text that takes the keys."""
        self._repaint(self._cursor)

    def on_blur(self) -> None:
        """Paint the cursor of a text that does not."""
        self._repaint(self._cursor)

    def move_to(self, key: str) -> None:
        """Put the cursor on a part and scroll until as much of it as fits can be seen."""
        before, self._cursor = self._cursor, key
        rows, top = self._places[key], self._top
        if rows.last > top + self.size.height:
            top = rows.last - self.size.height
        self._go(min(top, rows.first))
        self._repaint(before, key)

    def action_choose(self) -> None:
        """Tell that enter was pressed on the part under the cursor."""
        if self._cursor:
            self._steered = True
            self.post_message(self.Chosen(self._cursor))

    def action_scroll(self, lines: int) -> None:
        """To the next part, or on within one that is longer than the view."""
        self._steered = True
        keys = list(self._places)
        if not keys or abs(lines) > 1:
            super().action_scroll(lines)
            if keys:
                self._repaint(self._cursor, keys[0 if lines < 0 else -1])
                self._cursor = keys[0 if lines < 0 else -1]
            return
        rows = self._places[self._cursor]
        index = keys.index(self._cursor) + lines
        hidden = rows.first < self._top if lines < 0 else rows.last > self._top + self.size.height
        if hidden or not 0 <= index < len(keys):
            super().action_scroll(lines)
        else:
            self.move_to(keys[index])

    def action_page(self, pages: int) -> None:
        """By a page; the cursor goes to the first part that can be seen."""
        self._steered = True
        super().action_scroll(pages * max(1, self.size.height - 1))
        seen = range(self._top, self._top + self.size.height)
        for key, rows in self._places.items():
            if rows.first in seen:
                self._repaint(self._cursor, key)
                self._cursor = key
                return

    def _go(self, top: int) -> None:
        if self._limited(top) != self._top:
            self._top = self._limited(top)
            self.refresh()

    def _repaint(self, *keys: str) -> None:
        for key in keys:
            rows = self._places.get(key)
            if rows is not None:
                height = rows.head - rows.first
                self.refresh(Region(0, rows.first - self._top, self.size.width, height))
