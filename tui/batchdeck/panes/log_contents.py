"""What the log pane is made of: the lines, a line above them, and a list of an array's children."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message
from textual.reactive import var
from textual.widget import Widget

from batchdeck.widgets.glyphs import Glyphs

if TYPE_CHECKING:  # Not before the first frame.
    from batchdeck.panes.log_children import LogChildren
    from batchdeck.widgets.log_head import LogHead
    from batchdeck.widgets.log_view import LogView


class LogContents(Widget):
    """Its parts are put in place when they are first needed: the first frame needs none."""

    class Told(Message):
        """Something to tell in the line of the keys."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    note: var[str] = var("")
    """How things stand in a few words: which attempt, and what the log is doing."""

    def __init__(self, glyphs: Glyphs, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._glyphs = glyphs
        self._made: LogView | None = None

    def describe(self) -> None:
        """Say how things stand, in the note and in the line above the log."""

    @property
    def _view(self) -> LogView:
        """The lines."""
        if self._made is None:
            from batchdeck.widgets.log_head import LogHead
            from batchdeck.widgets.log_view import LogView

            self._made = LogView(glyphs=self._glyphs, id=f"{self.id}-lines")
            self.mount(LogHead(id=f"{self.id}-head"), self._made)
            self.watch(self._made, "status", self.describe)
        return self._made

    @property
    def _head(self) -> LogHead | None:
        from batchdeck.widgets.log_head import LogHead

        return next(iter(self.query(LogHead)), None)

    @property
    def _children(self) -> LogChildren:
        """The list of an array's children."""
        from batchdeck.panes.log_children import LogChildren

        for known in self.query(LogChildren):
            return known
        made = LogChildren(self._glyphs, id=f"{self.id}-children")
        self.mount(made)
        return made

    @property
    def chooses(self) -> bool:
        """Whether a child has to be chosen first."""
        return self.has_class("-children")

    def take_keys(self) -> None:
        """Put the focus into the lines, or the list."""
        self.screen.set_focus(self._children if self.chooses else self._view)

    def _show_list(self, shown: bool) -> None:
        """Show the list of children in place of the lines, or the lines."""
        had_keys = self.has_focus_within
        self.set_class(shown, "-children")
        if had_keys:
            self.take_keys()

    def on_log_looks_told(self, event: LogView.Told) -> None:
        """Pass on what the lines have to tell."""
        event.stop()
        self.post_message(self.Told(event.words))
