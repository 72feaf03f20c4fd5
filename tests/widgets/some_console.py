"""A console with some of everything, and random things that happen to it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import DataTable, Input, Label

from batchdeck.themes import DARK
from batchdeck.widgets.column import Column, Tone
from batchdeck.widgets.frame_diff import FrameDiff
from batchdeck.widgets.virtual_table import VirtualTable
from tests.widgets.log_app import ReadLog, lines
from tests.widgets.table_app import TONES, Row, rows

# No joined emoji: terminals disagree on their width, and the emulator is one that does.
STRANGE = ("夜間バッチ", "e\u0301te\u0301", "🚀 ok", "한국어 작업", "▸ queue", "[b]x[/b]")


class Question(ModalScreen[None]):
    CSS = "Question { align: center middle; } Label { border: round $accent; padding: 1 3; }"

    def compose(self) -> ComposeResult:
        yield Label("Stop 3 jobs? 停止")


class Console(App[None]):
    """Some of everything, side by side."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    #left { width: 30; }
    VirtualTable { border: round $border-blurred; }
    DataTable { height: 5; }
    """

    def compose(self) -> ComposeResult:
        name: Column[Row] = Column("name", "NAME", 0, lambda row: row.name)
        state: Column[Row] = Column(
            "state", "STATE", 9, lambda row: row.status, lambda row: TONES[row.status]
        )
        age: Column[Row] = Column(
            "age", "AGE", 6, lambda row: row.age, lambda row: Tone.MUTED, align="right"
        )
        with Horizontal():
            with Vertical(id="left"):
                yield VirtualTable([name], lambda row: row.key, id="queues")
                yield DataTable[str]()
                yield Input(placeholder="filter")
            with Vertical(id="right"):
                yield VirtualTable([name, state, age], lambda row: row.key, id="jobs")
                yield ReadLog(id="log")

    def on_mount(self) -> None:
        self.register_theme(DARK)
        self.theme = DARK.name
        self.query_one(Input).cursor_blink = False
        grid = self.query_one(DataTable)
        grid.add_columns("key", "value")
        grid.add_rows((f"k{n}", STRANGE[n % 6]) for n in range(20))


class Plain(Console):
    """Textual's own output."""


class Diffed(FrameDiff[None], Console):
    """Ours."""


Step = Callable[[App[None]], None]


def steps(seed: int, count: int) -> list[tuple[str, Step]]:
    """Random things that happen to a console."""
    dice = random.Random(seed)
    made: list[tuple[str, Step]] = []
    for number in range(count):
        kind = dice.choice(list(HAPPENINGS))
        made.append((kind, HAPPENINGS[kind](random.Random(seed * 1000 + number))))
    return made


def _tables(dice: random.Random) -> Step:
    data = [replace(row, age=f"{dice.randrange(60)}s") for row in rows(dice.choice([0, 3, 90]))]
    for _ in range(3):
        if data:
            data[dice.randrange(len(data))] = Row(
                f"s{dice.random()}", dice.choice(STRANGE), "FAILED"
            )
    target = dice.choice(["#jobs", "#queues"])
    return lambda app: app.screen_stack[0].query_one(target, VirtualTable).set_rows(data)


def _scrolls(dice: random.Random) -> Step:
    by, target = dice.choice([-30, -3, -1, 1, 1, 1, 2, 7]), dice.choice(["#jobs", "#queues"])
    return lambda app: app.screen_stack[0].query_one(target, VirtualTable).action_move(by)


def _logs(dice: random.Random) -> Step:
    more = lines(dice.choice([1, 2, 40]), start=dice.randrange(1000))
    return lambda app: app.screen_stack[0].query_one(ReadLog).append(more)


def _log_keys(dice: random.Random) -> Step:
    action, *parameters = dice.choice([("wrap",), ("clock",), ("tail",), ("page", -9)])
    return lambda app: getattr(app.screen_stack[0].query_one(ReadLog), f"action_{action}")(
        *parameters
    )


def _types(dice: random.Random) -> Step:
    text = dice.choice(STRANGE)
    return lambda app: setattr(app.screen_stack[0].query_one(Input), "value", text)


def _grid(dice: random.Random) -> Step:
    row = dice.randrange(20)
    return lambda app: app.screen_stack[0].query_one(DataTable).move_cursor(row=row)


def _asks(dice: random.Random) -> Step:
    def ask(app: App[None]) -> None:
        if len(app.screen_stack) == 1:
            app.push_screen(Question())
        else:
            app.pop_screen()

    return ask


def _hides(dice: random.Random) -> Step:
    def toggle(app: App[None]) -> None:
        left = app.screen_stack[0].query_one("#left")
        left.display = not left.display

    return toggle


HAPPENINGS: dict[str, Callable[[random.Random], Step]] = {
    "tables": _tables,
    "scrolls": _scrolls,
    "logs": _logs,
    "log keys": _log_keys,
    "types": _types,
    "grid": _grid,
    "asks": _asks,
    "hides": _hides,
}
