"""Lines that come into a widget: batchdeck's, or one of Textual's.

`l` appends many at once; `f` appends 5,000 a second from then on.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Log, RichLog

from batchdeck import themes
from batchdeck.widgets.frame_diff import FrameDiff
from batchdeck.widgets.log_view import LogView
from tests.benchmarks.programs.log_lines import line, pages

RATE = 5_000
EVERY = 0.25
"""Seconds between two batches, as they are read."""
LAST = "that was the last one"
"""The text of the line after all others."""


KEYS: list[BindingType] = [
    Binding("l", "load", priority=True),
    Binding("f", "flow", priority=True),
    Binding("q", "quit", priority=True),
]


class _Growing:
    """What all of them do on a key."""

    made: Sequence[Sequence[str]] = ()
    """Lines by page, made before anything is measured."""

    def action_load(self: Any) -> None:
        """Append what was made."""
        for page in self.made:
            self.append(page)
        self.append([LAST])

    def action_flow(self: Any) -> None:
        """Append lines as they would come."""
        self.number = 0
        self.texts = [line(number) for number in range(RATE)]
        self.began = time.monotonic()
        self.set_interval(EVERY, self.flow)

    def flow(self: Any) -> None:
        due = int((time.monotonic() - self.began) * RATE)
        self.append([self.texts[number % RATE] for number in range(self.number, due)])
        self.number = due


class Ours(_Growing, FrameDiff[None]):
    """The store and the view of it."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = KEYS

    def on_mount(self) -> None:
        self.register_theme(themes.DARK)
        self.theme = themes.DARK.name
        self.query_one(LogView).focus()

    def compose(self) -> ComposeResult:
        yield LogView(id="lines")

    def append(self, texts: Sequence[str]) -> None:
        from batchdeck.domain.log_line import RawEvents

        view = self.query_one(LogView)
        at = int(time.time() * 1000)
        view.store.append(RawEvents([at] * len(texts), texts))
        view.came()


class Theirs(_Growing, App[None]):
    """`Log` or `RichLog`."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = KEYS

    def __init__(self, kind: type[Log] | type[RichLog]) -> None:
        super().__init__()
        self._kind = kind

    def compose(self) -> ComposeResult:
        yield self._kind(id="lines")

    def on_mount(self) -> None:
        self.query_one("#lines").focus()

    def append(self, texts: Sequence[str]) -> None:
        widget = self.query_one("#lines")
        if isinstance(widget, Log):
            widget.write_lines(texts)
        else:
            assert isinstance(widget, RichLog)
            for text in texts:
                widget.write(text)


def main() -> None:
    """`python -m tests.benchmarks.programs.log_view ours|log|rich_log COUNT`."""
    kind, made = sys.argv[1], [page.messages for page in pages(int(sys.argv[2]))]
    if kind == "ours":
        ours = Ours()
        ours.made = made
        ours.run(mouse=False)
    else:
        theirs = Theirs(Log if kind == "log" else RichLog)
        theirs.made = made
        theirs.run(mouse=False)


if __name__ == "__main__":
    main()
