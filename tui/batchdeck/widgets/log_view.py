"""A log that grows: only the rows on the screen are rendered, however long it gets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from time import monotonic

from textual import events
from textual.binding import Binding
from textual.geometry import Size
from textual.reactive import var
from textual.strip import Strip

from batchdeck.domain.filter import explain, expression, finder
from batchdeck.domain.log_line import LogLine
from batchdeck.widgets import cells
from batchdeck.widgets.glyphs import UNICODE, Glyphs
from batchdeck.widgets.log_row import CLASSES, LogLayout, LogRow, pieces
from batchdeck.widgets.log_search import next_match
from batchdeck.widgets.log_window import LogWindow
from batchdeck.widgets.painted_lines import PaintedLines
from batchdeck.widgets.viewport import Viewport

MAX_LINES = 200_000
CHUNK = 10_000
"""Lines dropped at once when there are too many, so that dropping costs next to nothing."""
FRAME_SECONDS = 0.1
"""Least time between two repaints while lines come in."""
WHEEL_LINES = 3


class LogView(PaintedLines, can_focus=True):
    """Lines of a log; follows the end until somebody scrolls up."""

    COMPONENT_CLASSES = set(CLASSES)

    DEFAULT_CSS = """
    LogView {
        height: 1fr;
        width: 1fr;
        overflow: hidden hidden;

        & > .log-view--empty { color: $text-muted; }
        & > .log-view--time { color: $text-muted; }
        & > .log-view--thumb { color: $border-blurred; }
        & > .log-view--hit { color: $warning; text-style: bold; }
        & > .log-view--current {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
        }
        &:nocolor > .log-view--hit { text-style: underline; }
        &:nocolor > .log-view--current { text-style: reverse; }
        &:ansi > .log-view--empty { text-style: dim; }
        &:ansi > .log-view--time { text-style: dim; }
        &:ansi > .log-view--thumb { color: $foreground; text-style: dim; }
    }
    """

    BINDINGS = [
        Binding("j,down", "scroll_rows(1)", "Down", show=False, id="log.down"),
        Binding("k,up", "scroll_rows(-1)", "Up", show=False, id="log.up"),
        Binding("ctrl+f,pagedown", "scroll_pages(1)", "Page down", show=False, id="log.page_down"),
        Binding("ctrl+b,pageup", "scroll_pages(-1)", "Page up", show=False, id="log.page_up"),
        Binding("g,home", "head", "First line", show=False, id="log.head"),
        Binding("G,end", "tail", "Last line, follow", show=False, id="log.tail"),
        Binding("f", "follow", "Follow", id="log.follow"),
        Binding("w", "wrap", "Wrap", id="log.wrap"),
        Binding("t", "clock", "Times", id="log.clock"),
        Binding("n", "find(1)", "Next match", show=False, id="log.next"),
        Binding("N", "find(-1)", "Previous match", show=False, id="log.previous"),
    ]

    status: var[str] = var("following")
    """What it is doing, in words: `following`, `paused, 120 new lines below`, the search."""

    def __init__(
        self,
        *,
        empty: str = "",
        glyphs: Glyphs = UNICODE,
        max_lines: int = MAX_LINES,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._empty = empty
        self._glyphs = glyphs
        self._max_lines = max_lines
        self._lines: list[LogLine] = []
        self._window = LogWindow()
        self._layout = LogLayout(0)
        self._shown: tuple[LogRow, ...] = ()
        self._measured = Size()
        self._following = True
        self._unseen = 0
        self._found: int | None = None
        self._painted_at = 0.0
        self._frame_due = False

    @property
    def lines(self) -> Sequence[LogLine]:
        """All lines that are kept, oldest first."""
        return self._lines

    @property
    def following(self) -> bool:
        """Whether new lines scroll into sight."""
        return self._following

    def append(self, lines: Sequence[LogLine]) -> None:
        """Add lines at the end; painted at once, or with others that come within a frame."""
        if not lines:
            return
        was_empty = not self._lines
        self._lines.extend(lines)
        self._window.total = len(self._lines)
        self._drop_oldest()
        if not self._following:
            self._unseen += len(lines)
        if was_empty:
            self.refresh()
        self._paint_soon()

    def clear(self) -> None:
        """Forget all lines and follow what comes next."""
        self._lines = []
        self._window = LogWindow(self._window.height)
        self._found = None
        self._set_following(True)
        self.refresh()

    def set_empty(self, text: str) -> None:
        """Say something else when there are no lines."""
        if text != self._empty:
            self._empty = text
            if not self._lines:
                self.refresh()

    def search(self, pattern: str) -> str:
        """Highlight what a regular expression finds and go to the next such line.

        Case is ignored unless the pattern has capitals; an empty one ends the search. Returns
        what is wrong with the pattern, or an empty string.
        """
        try:
            compiled = expression(pattern) if pattern else None
        except re.error as error:
            return explain(pattern, error)
        self._found = None
        self._lay_out(self._layout._replace(pattern=compiled))
        if compiled is not None:
            self.action_find(1)
        return ""

    def action_find(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) line with a match, around the end if need be."""
        pattern = self._layout.pattern
        if pattern is None:
            return
        start = self._window.top if self._found is None else self._found + direction
        found = next_match(self._lines, finder(pattern.pattern), start, direction)
        if found is not None:
            self._found = found
            self._window.to_line(found, self._rows)
            self._set_following(False)
        self._update()

    def action_scroll_rows(self, rows: int) -> None:
        """Scroll by rows; at the end it follows again."""
        self._window.scroll(rows, self._rows)
        self._set_following(self._window.at_end(self._rows))
        self._update()

    def action_scroll_pages(self, pages: int) -> None:
        """Scroll by pages, less one row that stays in sight."""
        self.action_scroll_rows(pages * max(1, self._window.height - 1))

    def action_head(self) -> None:
        """Go to the first line."""
        self._window.to_start()
        self.action_scroll_rows(0)

    def action_tail(self) -> None:
        """Go to the end and follow."""
        self._set_following(True)
        self._update()

    def action_follow(self) -> None:
        """Follow the end, or stay here."""
        self._set_following(not self._following)
        self._update()

    def action_wrap(self) -> None:
        """Wrap long lines, or cut them."""
        self._window.hidden = 0
        self._lay_out(self._layout._replace(wrap=not self._layout.wrap))

    def action_clock(self) -> None:
        """Go on to local time, UTC, or no times."""
        self._window.hidden = 0
        self._lay_out(self._layout._replace(clock=self._layout.clock.next))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        event.stop()
        self.action_scroll_rows(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        event.stop()
        self.action_scroll_rows(-WHEEL_LINES)

    def paint(self, y: int) -> Strip:
        """Row `y`: part of a line, or of the empty text."""
        self._measure()
        if not self._lines:
            text = cells.centred(self._empty, y, *self.size)
            return self.strip([(text, ("log-view--empty",))])
        row = self._shown[y] if y < len(self._shown) else LogRow()
        return self.remembered(row, lambda: pieces(row, self.size.width, self._glyphs))

    def _rows(self, index: int) -> int:
        return self._layout.rows(self._lines[index])

    def _measure(self) -> None:
        """Follow a change of size; Textual paints a new size before it tells of it."""
        if self._measured != self.size:
            self._measured = self.size
            self._window.height = self.size.height
            self._window.hidden = 0
            self._layout = self._layout._replace(width=self.size.width)
            self._shown = self._visible()

    def _lay_out(self, layout: LogLayout) -> None:
        self._layout = layout
        self._update()

    def _visible(self) -> tuple[LogRow, ...]:
        window = self._window
        if self._following:
            window.to_end(self._rows)
        else:
            window.scroll(0, self._rows)
        thumb = Viewport(len(self._lines), window.height, window.top).thumb()
        rows = [
            self._layout.row(
                self._lines[index],
                row,
                self._glyphs,
                current=index == self._found,
                thumb=y in thumb,
            )
            for y, (index, row) in enumerate(window.rows(self._rows))
        ]
        return tuple(rows) + (LogRow(),) * (window.height - len(rows))

    def _update(self) -> None:
        """Paint what changed, now."""
        self._frame_due = False
        self._painted_at = monotonic()
        self._measure()
        before, self._shown = self._shown, self._visible()
        self.refresh_changed(before, self._shown)
        self._tell()

    def _paint_soon(self) -> None:
        wait = FRAME_SECONDS - (monotonic() - self._painted_at)
        if wait <= 0:
            self._update()
        elif not self._frame_due:
            self._frame_due = True
            self.set_timer(wait, self._update)

    def _drop_oldest(self) -> None:
        surplus = len(self._lines) - self._max_lines
        if surplus >= CHUNK:
            del self._lines[:surplus]
            self._window.drop(surplus)
            if self._found is not None:
                self._found = self._found - surplus if self._found >= surplus else None

    def _set_following(self, following: bool) -> None:
        if following or self._following:
            self._unseen = 0
        self._following = following
        self._tell()

    def _tell(self) -> None:
        words = ["following" if self._following else "paused"]
        if self._unseen:
            words.append(f"{self._unseen} new line{'s' * (self._unseen > 1)} below")
        pattern = self._layout.pattern
        if pattern is not None:
            missing = ": no match" if self._found is None else ""
            words.append(f"/{pattern.pattern}{missing}")
        self.status = ", ".join(words)
