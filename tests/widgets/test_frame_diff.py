from __future__ import annotations

import asyncio
import os
import subprocess
import sys

import pytest
from textual.app import ComposeResult
from textual.pilot import Pilot

from batchdeck.widgets import frame_diff
from batchdeck.widgets.column import Column
from batchdeck.widgets.frame_diff import FrameDiff, supported
from batchdeck.widgets.frame_pace import ASK
from batchdeck.widgets.virtual_table import VirtualTable
from tests.widgets.some_console import Diffed, Plain, Step, steps
from tests.widgets.table_app import Row, rows
from tests.widgets.tape import TapeDriver, cells, emulator, feed, tape

SIZE = (72, 18)
SEED = int(os.environ.get("FRAME_SEED", "1"))
STEPS = int(os.environ.get("FRAME_STEPS", "40"))
"""More of them: `FRAME_STEPS=500 FRAME_SEED=7 pytest tests/widgets/test_frame_diff.py`."""


class Pair:
    """The same console twice, in Textual's output and in ours, each on a terminal."""

    def __init__(self, plain: Pilot[None], diffed: Pilot[None]) -> None:
        self.pilots = (plain, diffed)
        self.terminals = (emulator(SIZE), emulator(SIZE))
        self.bytes = [0, 0]

    async def do(self, step: Step) -> None:
        """Let something happen to both."""
        for pilot in self.pilots:
            with pilot.app._context():
                step(pilot.app)

    async def look_alike(self) -> bool:
        """Whether both terminals come to show the same."""
        for _ in range(100):
            await asyncio.gather(*(pilot.pause() for pilot in self.pilots))
            for number, (pilot, terminal) in enumerate(
                zip(self.pilots, self.terminals, strict=True)
            ):
                self.bytes[number] += feed(terminal, tape(pilot.app))
            if cells(self.terminals[0]) == cells(self.terminals[1]):
                return True
        return False


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("batchdeck.widgets.log_canvas.FRAME_SECONDS", 0)


@pytest.mark.parametrize(("bce", "ssh"), [(True, False), (False, True)])
@pytest.mark.usefixtures("no_waiting")
async def test_shows_cell_by_cell_what_textual_shows(
    bce: bool, ssh: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame_diff, "erases_in_colour", lambda: bce)
    monkeypatch.setattr(frame_diff, "over_ssh", lambda: ssh)
    plain, diffed = Plain(TapeDriver), Diffed(TapeDriver)
    async with (
        plain.run_test(headless=False, size=SIZE) as first,
        diffed.run_test(headless=False, size=SIZE) as second,
    ):
        pair = Pair(first, second)
        for number, (kind, step) in enumerate(steps(seed=SEED + bce, count=STEPS)):
            await pair.do(step)
            assert await pair.look_alike(), f"step {number}: {kind}"
    assert pair.bytes[1] * 2 < pair.bytes[0]


async def test_a_line_scrolled_in_a_full_table_costs_little() -> None:
    app = Scrolled(TapeDriver)
    terminal = emulator(SIZE)
    async with app.run_test(headless=False, size=SIZE) as pilot:
        await pilot.press("G")
        await pilot.pause()
        feed(terminal, tape(app))
        await pilot.press(*["k"] * (SIZE[1] - 2))
        await pilot.pause()
        feed(terminal, tape(app))
        await pilot.press("k")
        await pilot.pause()
        assert feed(terminal, tape(app)) < 600
        assert "-072" in terminal.display[1]


class Scrolled(FrameDiff[None]):
    """One table over the whole screen."""

    def compose(self) -> ComposeResult:
        name: Column[Row] = Column("name", "NAME", 0, lambda row: f"{row.name} {row.name * 3}")
        yield VirtualTable([name], lambda row: row.key)

    def on_mount(self) -> None:
        self.query_one(VirtualTable).set_rows(rows(90))


async def test_an_answer_that_is_late_keeps_frames_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame_diff, "over_ssh", lambda: True)
    app = Scrolled(TapeDriver)
    terminal = emulator(SIZE)
    async with app.run_test(headless=False, size=SIZE) as pilot:
        await pilot.pause()
        tape(app).answers = False
        feed(terminal, tape(app))
        while ASK not in "".join(tape(app).written):
            await pilot.press("pagedown", "pageup")
        feed(terminal, tape(app))
        await pilot.press("G", "g", "j", "j")
        assert tape(app).written == []
        tape(app).answer()
        await pilot.pause()
        feed(terminal, tape(app))
        assert "nightly-report-001" in terminal.display[2]
        assert terminal.buffer[3][5].bg != terminal.buffer[2][5].bg


@pytest.mark.parametrize("answers", [True, False])
def test_an_answer_still_owed_is_swallowed(answers: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    swallowed: list[bool] = []
    monkeypatch.setattr(frame_diff, "over_ssh", lambda: True)
    monkeypatch.setattr(frame_diff, "swallow_answer", lambda: swallowed.append(True))

    async def page_and_quit(pilot: Pilot[None]) -> None:
        tape(pilot.app).answers = answers
        while ASK not in "".join(tape(pilot.app).written):
            await pilot.press("pagedown", "pageup")
        await pilot.pause()
        pilot.app.exit()

    Scrolled(TapeDriver).run(size=SIZE, auto_pilot=page_and_quit)
    assert swallowed == ([] if answers else [True])


async def test_the_screen_is_drawn_again_after_it_was_somebody_elses() -> None:
    app = Diffed(TapeDriver)
    async with app.run_test(headless=False, size=SIZE) as pilot:
        await pilot.pause()
        before = emulator(SIZE)
        feed(before, tape(app))
        app._resume_signal()
        await pilot.pause()
        again = emulator(SIZE)
        feed(again, tape(app))
        assert cells(again) == cells(before)


async def test_another_size_is_drawn_from_scratch() -> None:
    app = Diffed(TapeDriver)
    async with app.run_test(headless=False, size=SIZE) as pilot:
        await pilot.pause()
        tape(app).written.clear()
        await pilot.resize_terminal(60, 14)
        await pilot.pause()
        terminal = emulator((60, 14))
        feed(terminal, tape(app))
        assert "NAME" in terminal.display[1]
        assert "filter" in terminal.display[12]


@pytest.mark.parametrize("missing", ["LayoutUpdate", "ChopsUpdate"])
def test_another_textual_is_not_relied_upon(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert supported()
    monkeypatch.setattr(f"textual._compositor.{missing}", str)
    assert not supported()
    monkeypatch.delattr(f"textual._compositor.{missing}")
    assert not supported()


async def test_switched_off_textual_writes_itself() -> None:
    class Off(Diffed):
        FRAME_DIFF = False

    off, plain = Off(TapeDriver), Plain(TapeDriver)
    written = []
    for app in (off, plain):
        async with app.run_test(headless=False, size=SIZE) as pilot:
            await pilot.pause()
            terminal = emulator(SIZE)
            written.append((feed(terminal, tape(app)), cells(terminal)))
    assert written[0][1] == written[1][1]
    assert off._canvas is None


@pytest.mark.parametrize(("term", "answer"), [("xterm-256color", True), ("screen", False)])
def test_asks_terminfo_how_the_terminal_erases(term: str, answer: bool) -> None:
    code = "from batchdeck.widgets.frame_diff import erases_in_colour; print(erases_in_colour())"
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "TERM": term}, capture_output=True
    )
    assert done.stdout.decode().strip() == str(answer)
