"""A pane that shows a table of things, narrowed by a filter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Generic, NamedTuple, TypeVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget

from batchdeck.domain.filter import Filter, parse
from batchdeck.widgets.column import Column
from batchdeck.widgets.glyphs import ASCII, UNICODE, Glyphs
from batchdeck.widgets.virtual_table import VirtualTable

T = TypeVar("T")


class _Passed(NamedTuple, Generic[T]):
    """What a filter left of some items."""

    items: Sequence[T]
    filter: Filter
    passed: Sequence[T]
    texts: Sequence[str]
    """What a plain word is looked for in, for each that passed."""


class TablePane(Widget, Generic[T]):
    """Holds all items, shows those that pass the filter.

    A kind of pane says what its columns are, how an item is keyed and what its filter reads.
    """

    DEFAULT_CSS = """
    TablePane {
        border: round $border-blurred;
        border-title-color: $text-muted;
        border-subtitle-color: $text-muted;
        &:focus-within { border: round $border; border-title-color: $accent; }
        &.-ascii { border: ascii $border-blurred; }
        &.-ascii:focus-within { border: ascii $border; }
    }
    """

    number: ClassVar[str]
    """The key that goes to this pane."""
    heading: ClassVar[str]
    """Title of the pane."""
    empty: ClassVar[str]
    """What to say when there is nothing to show."""

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.glyphs = glyphs
        """The symbols to draw with."""
        self._items: Sequence[T] = ()
        self._texts: dict[int, tuple[T, str]] = {}
        """By the id of an item, which is its own while the item is kept here."""
        self._filter: Filter = parse("")
        self._all: _Passed[T] = _Passed((), parse(""), (), ())
        self._passed: _Passed[T] | None = None
        self._problem = ""
        self._loading = True
        self._described = ("", "")
        self.table: VirtualTable[T] = VirtualTable(
            self.columns(), self.key, glyphs=glyphs, id=f"{id}-table"
        )
        self.set_class(glyphs is ASCII, "-ascii")

    def columns(self) -> Sequence[Column[T]]:
        """The columns, from left to right."""
        raise NotImplementedError

    def key(self, item: T) -> str:
        """What identifies an item over time."""
        raise NotImplementedError

    def fields(self, item: T) -> Mapping[str, str]:
        """What `column:value` in a filter can name; a plain word looks in all of them."""
        raise NotImplementedError

    def field(self, item: T, name: str) -> str | None:
        """What `column:value` in a filter compares; None when there is no such column."""
        return self.fields(item).get(name)

    def text(self, item: T) -> str:
        """What a plain word is looked for in: all fields, one a line."""
        return "\n".join(self.fields(item).values())

    def compose(self) -> ComposeResult:
        """The table alone."""
        yield self.table

    def on_mount(self) -> None:
        """Say what this pane is."""
        self._describe(0)

    def take_keys(self) -> None:
        """Put the focus into the pane."""
        self.screen.set_focus(self.table)  # At once: `focus` waits, and keys may follow.

    @property
    def items(self) -> Sequence[T]:
        """Everything the pane knows, filtered or not."""
        return self._items

    @property
    def filter_text(self) -> str:
        """The filter as it was typed."""
        return self._filter.text

    def show(self, items: Sequence[T]) -> None:
        """Show other items; cursor and scroll stay on the same one."""
        self._items = items
        self._apply()

    def set_filter(self, text: str) -> str:
        """Narrow to what matches; what is wrong with the filter, or an empty string."""
        self._filter = parse(text)
        if not self._filter.error:
            self._apply()
        return self._filter.error

    def say(self, *, problem: str = "", loading: bool = False) -> None:
        """Tell why there may be nothing to see: it failed, or it is still on its way."""
        if (problem, loading) != (self._problem, self._loading):
            self._problem, self._loading = problem, loading
            self._describe(len(self.table.rows))

    def _apply(self) -> None:
        rows = self.arranged(self._selected())
        self.table.set_rows(rows)
        self._describe(len(rows))

    def _selected(self) -> Sequence[T]:
        """The items that pass the filter; a filter that is typed on looks at what was left."""
        if not self._filter.text:
            self._passed = None
            self._all = _Passed((), self._filter, (), ())
            return self._items
        before = self._passed
        if before is None or before.items is not self._items:
            texts = self._texts_of(self._items)
            before = _Passed(self._items, parse(""), self._items, texts)
            self._all = before
        if not self._filter.narrows(before.filter):
            before = self._all
        passed = self._filter.select(before.passed, before.texts, self.field)
        self._passed = _Passed(self._items, self._filter, *passed)
        return self._passed.passed

    def arranged(self, items: Sequence[T]) -> Sequence[T]:
        """The items in the order they are shown; as they came unless a pane sorts."""
        return items

    def note(self) -> str:
        """A word for the lower border, such as what the pane is narrowed to."""
        return ""

    def _describe(self, shown: int) -> None:
        total = len(self._items)
        narrowed = bool(self._filter.text) or shown != total
        count = f" {shown}/{total}" if narrowed else f" {total}" if total else ""
        title = f"{self.number} {self.heading}{count}"
        words = [self.note(), f"/{self._filter.text}" if self._filter.text else ""]
        if total:
            words.append(self._problem)
        note = ", ".join(word for word in words if word)
        if (title, note) != self._described:
            # Setting a title repaints the whole pane, also when it is the same one.
            self._described = (title, note)
            self.border_title, self.border_subtitle = title, Content(note)
        self.table.set_empty(self._nothing(total))

    def _nothing(self, total: int) -> str:
        if self._filter.text and total:
            return f"nothing matches /{self._filter.text}; esc shows all"
        if self._problem:
            return self._problem
        return "loading" if self._loading else self.nothing()

    def nothing(self) -> str:
        """Why there is nothing to show although all went well."""
        return self.empty

    def _texts_of(self, items: Sequence[T]) -> Sequence[str]:
        """The texts a plain word is looked for in; made once for each item that stays."""
        known = self._texts
        if len(known) > 2 * len(self._items) + 1000:
            known.clear()
        for item in [item for item in items if id(item) not in known]:
            known[id(item)] = (item, self.text(item))
        return [known[id(item)][1] for item in items]
