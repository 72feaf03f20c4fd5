"""A table of jobs in an app of its own, for the tests and to look at.

python -m tests.picture tests.widgets.table_app:TableApp /tmp/table.png 80x24
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import RenderableType
from textual._compositor import ChopsUpdate
from textual.app import App, ComposeResult
from textual.screen import Screen

from batchdeck.themes import DARK
from batchdeck.widgets.column import Column, Tone
from batchdeck.widgets.row_message import RowMessage
from batchdeck.widgets.virtual_table import VirtualTable

TONES = {
    "RUNNING": Tone.ACCENT,
    "SUCCEEDED": Tone.GOOD,
    "RUNNABLE": Tone.WARN,
    "FAILED": Tone.BAD,
}
NAMES = ["align-reads", "nightly-report", "夜間バッチ処理の集計", "render-frame", "train-ranker"]


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    name: str
    status: str
    age: str = "4s"


def rows(count: int) -> tuple[Row, ...]:
    statuses = ["RUNNING", *TONES]
    return tuple(
        Row(f"k{n}", f"{NAMES[n % 5]}-{n:03}", statuses[n % 5], f"{n % 60}m{n % 7}s")
        for n in range(count)
    )


class TableApp(App[None]):
    """Forty rows; counts how many rows were read and records the messages."""

    CSS = "Screen { layout: horizontal; }"

    def __init__(self, data: Sequence[Row] | None = None, count: int = 40) -> None:
        super().__init__()
        self.reads = 0
        self.ages: dict[str, str] = {}
        self.seen: list[RowMessage] = []
        self.sent: list[int] = []
        self.data = rows(count) if data is None else data

    def compose(self) -> ComposeResult:
        yield ReadTable(
            [
                Column("name", "NAME", 0, self.name_of),
                Column("queue", "QUEUE", 10, lambda row: "etl-spot", priority=2),
                Column("status", "STATUS", 10, lambda row: row.status, lambda r: TONES[r.status]),
                Column("age", "AGE", 7, self.age_of, lambda row: Tone.MUTED, align="right"),
            ],
            lambda row: row.key,
            empty="No jobs in this queue",
            id="jobs",
        )

    def on_mount(self) -> None:
        self.register_theme(DARK)
        self.theme = DARK.name
        self.table.sorted_by, self.table.descending = "age", True
        self.table.set_rows(self.data)
        self.screen.set_focus(self.table)  # By itself Textual takes its time.

    @property
    def table(self) -> ReadTable:
        return self.query_one(ReadTable)

    def name_of(self, row: Row) -> str:
        self.reads += 1
        return row.name

    def age_of(self, row: Row) -> str:
        return self.ages.get(row.key, row.age)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Record which lines of the screen are sent to the terminal."""
        if isinstance(renderable, ChopsUpdate):
            self.sent += [y for y, _, _ in renderable.spans]
        elif renderable is not None:
            self.sent += range(self.size.height)
        super()._display(screen, renderable)

    def on_event_of_table(self, message: RowMessage) -> None:
        self.seen.append(message)

    on_virtual_table_row_highlighted = on_event_of_table
    on_virtual_table_row_chosen = on_event_of_table
    on_virtual_table_marks_changed = on_event_of_table


class ReadTable(VirtualTable[Row]):
    """A table that can be read."""

    def text(self) -> list[str]:
        """What it shows, line by line."""
        return [strip.text for strip in self.render_lines(self.outer_size.region)]
