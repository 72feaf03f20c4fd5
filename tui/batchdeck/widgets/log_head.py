"""One line above a log: whose it is."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from batchdeck.widgets.cells import cut
from batchdeck.widgets.column import QUIET


class LogHead(Widget):
    """Words in one line; none, no line."""

    DEFAULT_CSS = """
    LogHead { height: 1; width: 1fr; display: none; }
    LogHead.-bad { color: $error; }
    """

    words: reactive[str] = reactive("")
    """What it says, without markup."""
    bad: reactive[bool] = reactive(False)
    """Whether that is bad news."""

    def watch_words(self, words: str) -> None:
        """Take no room when there is nothing to say."""
        self.display = bool(words)

    def render(self) -> Content:
        """The line."""
        shown = cut(self.words, self.size.width)
        return Content(shown) if self.bad else Content.styled(shown, QUIET)

    def watch_bad(self, bad: bool) -> None:
        """Paint it so."""
        self.set_class(bad, "-bad")
