"""A table that renders only what is on the screen: 100,000 rows scroll like ten."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from textual import events
from textual.binding import Binding
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip

from batchdeck.widgets.column import Column
from batchdeck.widgets.glyphs import UNICODE, Glyphs
from batchdeck.widgets.painted_lines import PaintedLines
from batchdeck.widgets.row_message import RowMessage
from batchdeck.widgets.table_line import CLASSES, Look, TableLine, TablePainter
from batchdeck.widgets.viewport import Viewport, find

T = TypeVar("T")

WHEEL_LINES = 3


class VirtualTable(PaintedLines, Generic[T], can_focus=True):
    """Rows of type `T`, told apart by a key; cursor and scroll stay on their key.

    Nobody but the table keeps the rows: `set_rows` hands over a whole new sequence, which must
    not be changed afterwards, and only the lines that look different are painted again.
    """

    COMPONENT_CLASSES = set(CLASSES)

    DEFAULT_CSS = """
    VirtualTable {
        height: 1fr;
        width: 1fr;
        overflow: hidden hidden;

        & > .virtual-table--header { color: $text-muted; text-style: bold; }
        & > .virtual-table--empty { color: $text-muted; }
        & > .virtual-table--muted { color: $text-muted; }
        & > .virtual-table--accent { color: $accent; }
        & > .virtual-table--good { color: $success; }
        & > .virtual-table--warn { color: $warning; }
        & > .virtual-table--bad { color: $error; }
        & > .virtual-table--marked { text-style: bold; }
        & > .virtual-table--mark { color: $accent; text-style: bold; }
        & > .virtual-table--thumb { color: $border-blurred; }
        & > .virtual-table--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
        }
        & > .virtual-table--cursor-blurred { background: $block-cursor-blurred-background; }
        &:nocolor > .virtual-table--cursor { text-style: reverse; }
        &:nocolor > .virtual-table--cursor-blurred { text-style: underline; }
        &:ansi > .virtual-table--cursor-blurred { text-style: underline; }
        &:ansi > .virtual-table--muted { text-style: dim; }
        &:ansi > .virtual-table--header { text-style: dim; }
        &:ansi > .virtual-table--empty { text-style: dim; }
        &:ansi > .virtual-table--thumb { color: $foreground; text-style: dim; }
    }
    """

    BINDINGS = [
        Binding("j,down", "move(1)", "Down", show=False, id="table.down"),
        Binding("k,up", "move(-1)", "Up", show=False, id="table.up"),
        Binding("ctrl+f,pagedown", "page(1)", "Page down", show=False, id="table.page_down"),
        Binding("ctrl+b,pageup", "page(-1)", "Page up", show=False, id="table.page_up"),
        Binding("g,home", "go(0)", "Top", show=False, id="table.top"),
        Binding("G,end", "go(-1)", "Bottom", show=False, id="table.bottom"),
        Binding("space", "mark", "Mark", show=False, id="table.mark"),
        Binding("enter", "choose", "Open", show=False, id="table.choose"),
    ]

    sorted_by: reactive[str] = reactive("")
    """Id of the column that the owner sorted the rows by; shown in the header."""
    descending: reactive[bool] = reactive(False)
    """Whether `sorted_by` is sorted the other way round."""

    class RowHighlighted(RowMessage):
        """Another row is under the cursor; None when there are no rows any more."""

    class RowChosen(RowMessage):
        """Enter or a double click on a row."""

    class MarksChanged(RowMessage):
        """Other rows are marked than before; `row` is the one under the cursor."""

    def __init__(
        self,
        columns: Sequence[Column[T]],
        key: Callable[[T], str],
        *,
        empty: str = "",
        glyphs: Glyphs = UNICODE,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._key = key
        self._empty = empty
        self._rows: Sequence[T] = ()
        self._view = Viewport()
        self._shown_key: str | None = None
        self._steered = False
        self._marked: frozenset[str] = frozenset()
        self._painter = TablePainter(columns, glyphs)
        self._lines: tuple[TableLine, ...] = ()
        self._measured = Size()

    @property
    def rows(self) -> Sequence[T]:
        """The rows as last set."""
        return self._rows

    @property
    def cursor(self) -> int:
        """Index of the row under the cursor; 0 in an empty table."""
        return self._view.cursor

    @property
    def selected(self) -> T | None:
        """The row under the cursor."""
        return self._rows[self._view.cursor] if self._rows else None

    @property
    def marked(self) -> frozenset[str]:
        """Keys of the marked rows, also of those that are not in the table at the moment."""
        return self._marked

    def set_rows(self, rows: Sequence[T]) -> None:
        """Show other rows.

        Cursor and scroll stay with the row they are on; when it is gone the cursor stays where
        it is. Until somebody moved the cursor it stays on the first row, whichever that is.
        """
        place = self._view.cursor if self._steered else 0
        if bool(rows) != bool(self._rows):
            self.refresh()
        self._rows = rows
        self._painter.forget()
        if self._steered and self._shown_key is not None:
            found = find(rows, self._key, self._shown_key, min(place, max(0, len(rows) - 1)))
            place = place if found is None else found
        self._view.replace(len(rows), place)
        self._settle()

    def set_empty(self, text: str) -> None:
        """Say something else when there are no rows."""
        if text != self._empty:
            self._empty = text
            if not self._rows:
                self.refresh()

    def refresh_cells(self) -> None:
        """Read the texts of the visible rows again and paint the lines that changed."""
        self._painter.forget()
        self._repaint()

    def _repaint(self) -> None:
        """Paint the lines that changed."""
        self._lay_out()
        shown = self._lines
        self._lines = self._visible_lines()
        self.refresh_changed(shown, self._lines, first=1)

    def move_to_key(self, key: str) -> bool:
        """Put the cursor on a row; False when there is no such row."""
        found = find(self._rows, self._key, key, self._view.cursor)
        if found is None:
            return False
        self.move_to(found)
        return True

    def move_to(self, index: int) -> None:
        """Put the cursor on the row at `index`, or the nearest there is."""
        self._steered = True
        self._view.move_to(index)
        self._settle()

    def hold(self) -> None:
        """Keep the cursor with its row from now on, even when nobody moved it yet."""
        self._steered = True

    def clear_marks(self) -> None:
        """Unmark everything."""
        self._mark(())

    def action_move(self, lines: int) -> None:
        """Move the cursor."""
        self.move_to(self._view.cursor + lines)

    def action_page(self, pages: int) -> None:
        """Move by a page."""
        self._steered = True
        self._view.page(pages)
        self._settle()

    def action_go(self, index: int) -> None:
        """Go to a row; a negative index counts from the end."""
        self.move_to(index if index >= 0 else len(self._rows) + index)

    def action_mark(self) -> None:
        """Mark or unmark the row under the cursor."""
        if self._shown_key is not None:
            self._steered = True
            self._mark(self._marked ^ {self._shown_key})

    def action_choose(self) -> None:
        """Open the row under the cursor."""
        if (row := self.selected) is not None:
            self._steered = True
            self.post_message(self.RowChosen(self, row))

    def on_click(self, event: events.Click) -> None:
        """Select the row that was clicked; open it on a double click."""
        offset = event.get_content_offset(self)
        if offset is None or not 0 < offset.y <= len(self._rows) - self._view.top:
            return
        self.move_to(self._view.top + offset.y - 1)
        if event.chain == 2:
            self.action_choose()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        self._wheel(WHEEL_LINES, event)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        self._wheel(-WHEEL_LINES, event)

    def on_focus(self) -> None:
        """Paint the cursor of a table that takes the keys."""
        self._repaint()

    def on_blur(self) -> None:
        """Paint the cursor of a table that does not."""
        self._repaint()

    def prepare(self) -> None:
        """Lay out anew where the size changed."""
        self._lay_out()

    def paint(self, y: int) -> Strip:
        """Line `y`: the header, a row, or part of the empty text."""
        if y == 0:
            return self.strip(self._painter.header(self.sorted_by, self.descending))
        if not self._rows:
            return self.strip(self._painter.empty(self._empty, y - 1, self._view.height))
        line = self._lines[y - 1]
        return self.remembered(line, lambda: self._painter.pieces(line))

    def _lay_out(self) -> None:
        """Follow a change of size; Textual paints a new size before it tells of it."""
        if self._measured != self.size:
            self._measured = self.size
            self._view.resize(self.size.height - 1)
            self._painter.resize(self.size.width)
            self._lines = self._visible_lines()

    def _visible_lines(self) -> tuple[TableLine, ...]:
        thumb = self._view.thumb()
        return tuple([self._line(y, y in thumb) for y in range(self._view.height)])

    def _line(self, y: int, thumb: bool) -> TableLine:
        """What line `y` below the header has to show."""
        index = self._view.top + y
        if index >= len(self._rows):
            return TableLine(thumb=thumb)
        row = self._rows[index]
        look = Look.PLAIN
        if index == self._view.cursor:
            look = Look.CURSOR if self.has_focus else Look.BLURRED
        marked = bool(self._marked) and self._key(row) in self._marked
        return self._painter.line(row, look, marked, thumb)

    def _settle(self) -> None:
        """Paint what changed and tell when another row is under the cursor."""
        self._repaint()
        row = self.selected
        key = None if row is None else self._key(row)
        if key != self._shown_key:
            self._shown_key = key
            self.post_message(self.RowHighlighted(self, row))

    def _mark(self, keys: Iterable[str]) -> None:
        before, self._marked = self._marked, frozenset(keys)
        if before != self._marked:
            self._repaint()
            self.post_message(self.MarksChanged(self, self.selected))

    def _wheel(self, lines: int, event: events.MouseEvent) -> None:
        event.stop()
        self._steered = True
        self._view.scroll(lines)
        self._settle()
