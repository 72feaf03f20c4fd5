"""The table by batchdeck's own widget and output."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import Key

from batchdeck import themes
from batchdeck.panes.table_pane import TablePane
from batchdeck.widgets.column import Column, Tone
from batchdeck.widgets.frame_diff import FrameDiff
from tests.benchmarks.programs.rows import COLUMNS, Row, changed, rows

TONES = {"SUCCEEDED": Tone.GOOD, "FAILED": Tone.BAD, "RUNNING": Tone.ACCENT}


class BenchPane(TablePane[Row]):
    """The rows as they are."""

    DEFAULT_CSS = "BenchPane { border: none; } BenchPane:focus-within { border: none; }"
    number = "1"
    heading = "Rows"
    empty = "nothing yet"

    def columns(self) -> Sequence[Column[Row]]:
        return tuple(_column(at, *titled) for at, titled in enumerate(COLUMNS))

    def key(self, item: Row) -> str:
        return item[7]

    def fields(self, item: Row) -> Mapping[str, str]:
        return {title: text for (title, _), text in zip(COLUMNS, item, strict=True)}


class Program(FrameDiff[None]):
    """Digits narrow, `l` loads, `c` changes one of a hundred cells, `n` sets the same rows."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = [Binding("q", "quit")]

    def __init__(self, total: int) -> None:
        super().__init__()
        self.register_theme(themes.DARK)
        self.theme = themes.DARK.name
        self._rows = rows(total)
        self._digits = ""
        self._turn = 0

    def compose(self) -> ComposeResult:
        yield BenchPane(id="rows")

    def on_mount(self) -> None:
        self.query_one(BenchPane).take_keys()

    def on_key(self, event: Key) -> None:
        pane = self.query_one(BenchPane)
        if event.key == "l":
            pane.show(self._rows)
        elif event.key == "c":
            self._turn += 1
            pane.show(changed(self._rows, self._turn))
        elif event.key == "n":
            pane.show(list(pane.items))
        elif event.key.isdigit():
            self._digits += event.key
            pane.set_filter(self._digits)


def _column(at: int, title: str, width: int) -> Column[Row]:
    tone = (lambda row: TONES.get(row[0], Tone.PLAIN)) if at == 0 else None
    if at in (2, 3):
        tone = lambda _: Tone.MUTED  # noqa: E731
    return Column(title.lower(), title, width, lambda row: row[at], tone=tone)


if __name__ == "__main__":
    Program(int(sys.argv[1])).run(mouse=False)
