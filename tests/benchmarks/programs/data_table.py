"""The table by Textual's DataTable and Textual's own output."""

from __future__ import annotations

import sys

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import DataTable

from tests.benchmarks.programs.rows import COLUMNS, Row, rows


class Program(App[None]):
    """Digits narrow, `l` loads."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, total: int) -> None:
        super().__init__()
        self._rows = rows(total)
        self._shown: list[Row] = []
        self._digits = ""

    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        for title, width in COLUMNS:
            table.add_column(title, width=width)
        table.cell_padding = 0
        table.focus()

    def on_key(self, event: Key) -> None:
        table = self.query_one(DataTable)
        if event.key == "l":
            self._shown = self._rows
            table.add_rows(self._shown)
        elif event.key.isdigit():
            self._digits += event.key
            self._shown = [row for row in self._shown if any(self._digits in text for text in row)]
            table.clear()
            table.add_rows(self._shown)


if __name__ == "__main__":
    Program(int(sys.argv[1])).run(mouse=False)
