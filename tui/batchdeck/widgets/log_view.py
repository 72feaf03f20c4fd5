"""A log that grows: search, filter, errors, marks and times on a canvas of its rows."""

from __future__ import annotations

import re

from textual import work
from textual.reactive import var
from textual.worker import Worker

from batchdeck.domain.clean import clean
from batchdeck.domain.filter import explain, expression
from batchdeck.domain.log_trouble import TROUBLE
from batchdeck.logs.store import LogStore
from batchdeck.widgets.glyphs import UNICODE, Glyphs
from batchdeck.widgets.log_edge import Edge, found
from batchdeck.widgets.log_finding import Findings, standing
from batchdeck.widgets.log_keys import LOOKING, MOVING
from batchdeck.widgets.log_lines import Entry
from batchdeck.widgets.log_looks import LogLooks
from batchdeck.widgets.painted_lines import Piece

MOST_COPIED = 100_000
"""Lines that are copied at once; more go into a file by `ctrl+s`."""


class LogView(LogLooks):
    """Lines of a log; follows the end until somebody scrolls up."""

    BINDINGS = [*MOVING, *LOOKING]

    status: var[str] = var("following")
    """What it is doing, in words: `following`, `paused, 120 new lines below`, the search."""

    def __init__(
        self,
        store: LogStore | None = None,
        *,
        empty: str = "",
        glyphs: Glyphs = UNICODE,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(store, empty=empty, glyphs=glyphs, id=id)
        self._findings = Findings(self.store)
        self._seen_end = self.store.end
        self._revealed: int | None = None
        """Number of a line that is open only because something was found in it."""
        self._scanner: Worker[None] | None = None
        self.whole = True
        """Whether the first line of the store is the first one of the log."""

    def show(self, store: LogStore) -> None:
        """Show another log, and follow it; what was looked for is looked for again."""
        words = dict(self._findings.words)
        self._take(store)
        self._findings = Findings(store)
        self._seen_end = store.end
        self._revealed = None
        self._lay_out()
        if words.get("&"):
            self.filter(words["&"])
        if words.get("/"):
            self.search(words["/"])
            self._findings.wish = None  # It was not asked for here.
        self.refresh()
        self._update()

    def came(self) -> None:
        """There are other lines in the store than before: newer, or older ones."""
        self._scan()
        self.paint_soon()

    # Looking for something

    @property
    def search_text(self) -> str:
        """What is searched for."""
        return self._findings.words.get("/", "")

    @property
    def filter_text(self) -> str:
        """What the lines are filtered by."""
        return self._findings.words.get("&", "")

    def search(self, text: str) -> str:
        """Highlight what a regular expression finds and go to the nearest such line.

        Case is ignored unless the pattern has capitals; an empty one ends the search. Returns
        what is wrong with the pattern, or an empty string.
        """
        try:
            pattern = expression(text) if text else None
            self._findings.look_for(text, pattern, self._top)
        except re.error as error:
            return explain(text, error)
        self._lay_out()
        return ""

    def filter(self, text: str) -> str:
        """Show only the lines that an expression is found in; what is wrong with it, if it is."""
        near = self.cursor if self.cursor is not None else self.store.end
        try:
            pattern = expression(text) if text else None
            self._findings.leave_only(text, pattern, near)
            self._filter = self._findings.filter
            self._window.top = self._window.cursor = self._place(near)
            self._window.hidden = 0
            self._anchor = None if self._following else near
            problem = self.search(self.search_text)
            self._findings.wish = None  # What is in sight stays there.
            return problem
        except re.error as error:
            return explain(text, error)

    def action_find(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) line with a match, around the end if need be."""
        self._findings.seek(self._near(direction), direction)
        self._scan()

    def action_trouble(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) line that tells of an error."""
        self._findings.seek_trouble(self._near(direction), direction)
        self._scan()

    @property
    def _top(self) -> int:
        """Number of the first line in sight."""
        number = self._number(max(self._window.top, self._places.start))
        if number is not None:
            return number
        return self.store.end if self._anchor is None else self._anchor

    def _near(self, direction: int) -> int:
        """Number of the line to look from: while it follows, that is the end."""
        if self._following or self.cursor is None:
            return self.store.end - (direction > 0)
        return self.cursor

    def _scan(self) -> None:
        """Go where somebody wanted to, if that is known by now; look on at what is left."""
        self._fulfil()
        idle = self._scanner is None or self._scanner.is_finished
        if idle and any(not one.complete for one in self._findings.all):
            self._scanner = self._look_on()

    @work(group="log-scan")
    async def _look_on(self) -> None:
        while left := [one for one in self._findings.all if not one.complete]:
            try:
                await left[0].advance()
            except OSError as error:
                self.post_message(self.Told(f"cannot look through all lines: {error.strerror}"))
                return
            self._fulfil()
            self.paint_soon()
        self._anchor = None
        self._update()

    def _fulfil(self) -> None:
        wish = self._findings.wish
        if wish is None:
            return
        certain, number = wish.fulfilled()
        if certain:
            self._findings.wish = None
            if number is not None:
                trouble = wish.search is self._findings.trouble
                self._reveal(number, TROUBLE if trouble else self._layout.pattern)
                self.go_to(number)
        self.paint_soon()

    def _reveal(self, number: int, pattern: re.Pattern[str] | None) -> None:
        """Open a line whose match would not be seen; fold the one opened so before."""
        if self._revealed is not None:
            self._opened.discard(self._revealed)
            self._revealed = None
        (row, *more) = self._layout.rows(self._entries.entry(number), opened=False)
        hidden = not more and pattern is not None and pattern.search(row.text) is None
        if hidden and number not in self._opened:
            self._revealed = number
            self._opened.add(number)

    # Lines by themselves

    def action_open(self) -> None:
        """Show all of the line under the cursor, the fields of JSON too, or fold it again."""
        number = self.cursor
        if number is not None:
            self._opened ^= {number}
            self.go_to(number)

    def action_mark(self) -> None:
        """Mark the line under the cursor, or unmark it."""
        if self.cursor is not None:
            self._marked ^= {self.cursor}
            self._update()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """`esc` is ours only while there is something to end."""
        if action == "release":
            return bool(self.filter_text or self.search_text or self._marked or self._opened)
        return True

    def action_release(self) -> None:
        """End the newest of filter, search, marks; the line in sight stays there."""
        if self.filter_text:
            self.filter("")
        elif self.search_text:
            self.search("")
        else:
            self._marked, self._opened = set(), set()
            self._update()

    @work(group="log-copy", exclusive=True)
    async def action_copy(self) -> None:
        """Copy the marked lines, else the one under the cursor, without what is not text."""
        from batchdeck.widgets.clipboard import Clipboard

        numbers = sorted(self._marked) or ([] if self.cursor is None else [self.cursor])
        texts = [self._copied(number) for number in numbers[:MOST_COPIED]]
        if texts:
            told = await Clipboard.of(self.app).copy("\n".join(texts))
            lines = f"{len(texts)} lines" if len(texts) > 1 else "line"
            self.post_message(self.Told(f"{lines} {told}"))

    def _copied(self, number: int) -> str:
        entry: Entry = self._entries.entry(number)
        return entry.line.text if entry.line.is_rule else clean(entry.raw)

    # Painting

    def tell(self) -> None:
        """Say in words how things stand."""
        if self._following:
            self._seen_end = self.store.end
        findings, words = self._findings, ["following" if self._following else "paused"]
        if unseen := self.store.end - self._seen_end:
            words.append(f"{unseen:,} new line{'s' * (unseen > 1)} below")
        cursor, whole = self.cursor, self.whole
        if not self._following and cursor is not None:
            total = f"{len(self.store):,}{'' if self.whole else '+'}"
            words.append(f"line {cursor - self.store.first + 1:,} of {total}")
        if findings.filter is not None:
            words.append(f"&{self.filter_text}: {standing(findings.filter, cursor, whole=whole)}")
        if findings.search is not None:
            words.append(f"/{self.search_text}: {standing(findings.search, cursor, whole=whole)}")
        if findings.trouble is not None and findings.search is None:
            words.append(f"errors: {standing(findings.trouble, cursor, whole=whole)}")
        if self._marked:
            words.append(f"{len(self._marked)} marked")
        self.status = ", ".join(words)

    def nothing(self) -> str:
        """Why no line is shown."""
        if self._findings.filter is not None and len(self.store):
            if not self._findings.filter.complete:
                return "looking"
            return f"nothing matches &{self.filter_text}; esc shows all"
        return super().nothing()

    def _lay_out(self) -> None:
        search = self._findings.search
        self._layout = self._layout._replace(
            pattern=None if search is None else expression(self.search_text)
        )
        self._scan()
        self._update()

    def _edge(self) -> list[Piece]:
        marks = found(self._number, self._marked, self._findings.search, self._findings.trouble)
        window = self._window
        places = range(window.first, window.end)
        return Edge(places, window.height, window.top, marks).pieces(self._glyphs)
