"""A log of hostile lines on a real terminal.

python -m tests.widgets.log_terminal SEED
"""

from __future__ import annotations

import random
import sys

from textual.app import App, ComposeResult

from batchdeck.domain.log_line import RawEvents
from batchdeck.themes import DARK
from batchdeck.widgets.frame_diff import FrameDiff
from batchdeck.widgets.log_view import LogView

LINES = 400
MARK = "31337"
"""In every sequence of the lines, so that it can be told from those of the program."""
HOSTILE = (
    f"\x1b]52;c;{MARK}\x07",
    f"\x1b]52;c;{MARK}\x1b\\",
    f"\x1b]0;{MARK}\x07",
    f"\x1b]8;;http://{MARK}.example\x1b\\link\x1b]8;;\x1b\\",
    f"\x1b[{MARK}m",
    f"\x1b[38;5;{MARK}m",
    f"\x1b[{MARK};1H",
    f"\x1b[?{MARK}h",
    f"\x1b[{MARK}J",
    f"\x1bP{MARK}\x1b\\",
    f"\x1b_{MARK}\x1b\\",
    f"\x1b^{MARK}\x1b\\",
    f"\x9b{MARK}m",
    f"\x9d52;c;{MARK}\x9c",
    f"\x90{MARK}\x9c",
    "\x1bc",
    "\x1b#8",
    "\x0e",
    "\x00",
    "\x7f",
    "\x08\x08\x08",
    "\r",
    "\n",
    "\t",
    "\x0b\x0c\x85\u2028\u2029",
    "\x1b",
    "\x1b[",
    "\x1b]",
    "\ud800",
    "\ufffd",
    "\u202e txt.exe",
    "\u2066\u2067\u2068\u2069\u200e\u200f\u061c",
    "\u200b\u200d\u2060\ufeff\u00ad",
)
MILD = (
    "plain text",
    "全角の文字",
    "e\u0301te\u0301",
    "\u0301",
    "한국어",
    "🚀👩\u200d🔬❤\ufe0f",
    "עברית العربية",
    "[red]markup[/red] [/] \\[",
    '{"level": "error", "msg": "\\u001b]52;c;31337\\u0007", "x": "\\u009b31337m"}',
    "█▓▒│┌",
    "x" * 200,
    "全" * 90,
)


def hostile_lines(seed: int, count: int = LINES) -> list[str]:
    """Lines in which anything may stand; every kind of it in some."""
    dice = random.Random(seed)
    made = [kind + " " + text for kind in HOSTILE for text in ("before", kind)]
    made += MILD
    made += [
        "".join(dice.choice((*HOSTILE, *MILD)) for _ in range(dice.randrange(1, 9)))
        for _ in range(count - len(made) - 1)
    ]
    dice.shuffle(made)
    return ["\x1b[2J" + "y" * 1_000_000, *made]


class LogTerminal(FrameDiff[None], App[None]):
    """The lines in a frame."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "LogView { border: round $border; }"
    BINDINGS = [("q", "quit", "quit")]

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._texts = hostile_lines(seed)

    def compose(self) -> ComposeResult:
        view = LogView(id="log")
        view.store.append(RawEvents(range(len(self._texts)), self._texts))
        yield view

    def on_mount(self) -> None:
        self.register_theme(DARK)
        self.theme = DARK.name
        view = self.query_one(LogView)
        view.border_title = "Log"
        self.watch(view, "status", self._tell)
        self.screen.set_focus(view)

    def _tell(self, status: str) -> None:
        self.query_one(LogView).border_title = status


if __name__ == "__main__":
    LogTerminal(int(sys.argv[1])).run()
