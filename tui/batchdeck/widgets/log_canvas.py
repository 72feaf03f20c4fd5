"""The rows of a log on the screen: only they are read, cleaned, measured and painted."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from batchdeck.logs.search import LogSearch
from batchdeck.logs.store import LogStore
from batchdeck.widgets import cells
from batchdeck.widgets.glyphs import UNICODE, Glyphs
from batchdeck.widgets.log_edge import Edge
from batchdeck.widgets.log_layout import LogLayout
from batchdeck.widgets.log_lines import Entries
from batchdeck.widgets.log_row import LogRow, notice, row_of
from batchdeck.widgets.log_style import CLASSES, CSS, PREFIX
from batchdeck.widgets.log_text import SGR
from batchdeck.widgets.log_window import LogWindow
from batchdeck.widgets.painted_lines import PaintedLines, Piece

FRAME_SECONDS = 0.1
"""Least time between two repaints while lines come in."""


class LogCanvas(PaintedLines, can_focus=True):
    """A window on the lines of a store, all of them or those that a search found.

    A place is a line's number, or its rank where only found lines are shown. Before the first
    place there is room for a notice, such as that older lines are on their way.
    """

    COMPONENT_CLASSES = set(CLASSES)

    DEFAULT_CSS = CSS

    def __init__(
        self,
        store: LogStore | None = None,
        *,
        empty: str = "",
        glyphs: Glyphs = UNICODE,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._empty = empty
        self._glyphs = glyphs
        self._notice = ""
        self._layout = LogLayout(0)
        self._shown: tuple[LogRow, ...] = ()
        self._measured = Size()
        self._painted_at = 0.0
        self._frame_due = False
        self._window = LogWindow()
        self._take(LogStore() if store is None else store)

    def _take(self, store: LogStore) -> None:
        """Show another log from its end on."""
        self.store = store
        """The lines."""
        self._entries = Entries(store)
        self._window = LogWindow(self._window.height)
        self._following = True
        self._anchor: int | None = None
        """Number of the line to keep in sight while a filter is still finding others."""
        self._filter: LogSearch | None = None
        self._opened: set[int] = set()
        self._marked: set[int] = set()
        self._read_from = store.first

    @property
    def following(self) -> bool:
        """Whether new lines scroll into sight."""
        return self._following

    def set_empty(self, text: str) -> None:
        """Say something else when there are no lines."""
        if text != self._empty:
            self._empty = text
            if not len(self.store):
                self.refresh()

    def set_notice(self, text: str) -> None:
        """What stands before the first line; nothing for an empty text."""
        if text != self._notice:
            self._notice = text
            self._update()

    def set_layout(self, layout: LogLayout) -> None:
        """Lay the lines out in another way; the line at the top stays there."""
        self._window.hidden = 0
        self._layout = layout._replace(width=self._layout.width)
        self._update()

    def tell(self) -> None:
        """Say in `status` how things stand; called with every repaint."""

    # Places

    @property
    def _places(self) -> range:
        """The places of the lines there are to show."""
        if self._filter is not None:
            return self._filter.ranks
        return range(self.store.first, self.store.end)

    def _number(self, place: int) -> int | None:
        """Number of the line at a place; None where there is none, or the notice."""
        if place not in self._places:
            return None
        return place if self._filter is None else self._filter.hits(place, place + 1)[0]

    def _place(self, number: int) -> int:
        """Where a line is, or the next one that is shown."""
        return number if self._filter is None else self._filter.rank(number)

    @property
    def cursor(self) -> int | None:
        """Number of the line that carries the cursor; None while there is no line."""
        return self._number(self._window.cursor)

    def _rows(self, place: int) -> int:
        if not self._layout.wrap and not self._opened:
            return 1
        number = self._number(place)
        opened = number in self._opened
        if number is None or not (self._layout.wrap or opened):
            return 1
        return len(self._layout.rows(self._entries.entry(number), opened=opened))

    # Painting

    def paint(self, y: int) -> Strip:
        """Row `y`: part of a line, or of the empty text."""
        self._measure()
        if not self._shown:
            text = cells.centred(self.nothing(), y, *self.size)
            return self.strip([(text, (PREFIX + "empty",))])
        row = self._shown[y] if y < len(self._shown) else ()
        return self.remembered(row, lambda: list(row or notice(self._layout, "")))

    def nothing(self) -> str:
        """What to say when no line is shown."""
        return self._empty

    def pen(self, *classes: str) -> Style:
        """The style of component classes; those of the log's own colours are styles already."""
        known = self._pens.get(classes)
        if known is None and any(name.startswith(SGR) for name in classes):
            known = super().pen(*(name for name in classes if not name.startswith(SGR)))
            own = [Style.parse(name[len(SGR) :]) for name in classes if name.startswith(SGR)]
            known = self._pens[classes] = Style.combine([known, *own])
        return known if known is not None else super().pen(*classes)

    def _measure(self) -> None:
        """Follow a change of size; Textual paints a new size before it tells of it."""
        if self._measured != self.size:
            self._measured = self.size
            self._window.height = self.size.height
            self._window.hidden = 0
            self._layout = self._layout._replace(width=self.size.width)
            self._shown = self._visible()

    def _update(self) -> None:
        """Paint what changed, now."""
        self._frame_due = False
        self._painted_at = monotonic()
        self._measure()
        before, self._shown = self._shown, self._visible()
        if bool(before) != bool(self._shown):
            self.refresh()
        else:
            self.refresh_changed(before, self._shown)
        self.tell()

    def paint_soon(self) -> None:
        """Paint what changed, together with what else changes within a frame."""
        wait = FRAME_SECONDS - (monotonic() - self._painted_at)
        if wait <= 0:
            self._update()
        elif not self._frame_due:
            self._frame_due = True
            self.set_timer(wait, self._update)

    def _update_window(self) -> None:
        """Take in what lines there are by now."""
        if self.store.first != self._read_from:
            self._read_from = self.store.first
            self._entries.older_came()
        window, places = self._window, self._places
        window.first = places.start - bool(self._notice)
        window.end = places.stop
        if self._following:
            window.to_end(self._rows)
        elif self._anchor is not None:
            window.place(self._place(self._anchor), self._rows)
        else:
            window.clamp(self._rows)

    def _visible(self) -> tuple[LogRow, ...]:
        self._update_window()
        if not len(self._places) or not self.size.height:
            return ()
        rows = tuple(self._visible_rows())
        return rows + ((),) * (self._window.height - len(rows))

    def _visible_rows(self) -> Iterator[LogRow]:
        edge = self._edge()
        layout = self._layout
        for y, (place, row) in enumerate(self._window.rows(self._rows)):
            number = self._number(place)
            cursor = place == self._window.cursor and not self._following
            if number is None:
                yield notice(layout, self._notice, cursor=cursor, edge=edge[y])
                continue
            entry = self._entries.entry(number)
            bodies = layout.rows(entry, opened=number in self._opened)
            yield row_of(
                layout,
                entry,
                row,
                bodies[min(row, len(bodies) - 1)],
                cursor=cursor,
                marked=number in self._marked,
                edge=edge[y],
            )

    def _edge(self) -> list[Piece]:
        """The last column: where the window is among all lines."""
        window = self._window
        places = range(window.first, window.end)
        return Edge(places, window.height, window.top).pieces(self._glyphs)
