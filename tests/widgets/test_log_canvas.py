from __future__ import annotations

import pytest

from batchdeck.domain.log_line import RawEvents
from batchdeck.widgets import log_canvas
from batchdeck.widgets.log_layout import LogLayout
from tests.screens.console_app import until
from tests.widgets.log_app import LogApp, lines

SIZE = (80, 10)


@pytest.fixture(autouse=True)
def no_waiting_for_the_next_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_canvas, "FRAME_SECONDS", 0)


async def test_every_row_has_the_width_of_the_view() -> None:
    app = LogApp()
    async with app.run_test(size=(33, 12)) as pilot:
        for key in ("w", "t", "t", "t"):
            await pilot.press(key)
            strips = app.view.render_lines(app.view.outer_size.region)
            assert {sum(segment.cell_length for segment in strip) for strip in strips} == {33}


async def test_lines_that_come_in_bursts_share_a_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_canvas, "FRAME_SECONDS", 0.1)
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        app.frames = 0
        for start in range(200, 1200, 10):
            app.view.append(lines(10, start=start))
            await pilot._wait_for_screen()
        await until(lambda: "worker-1199" in app.view.text()[9])
        assert 1 <= app.frames < 100


async def test_what_comes_out_of_sight_paints_no_lines() -> None:
    app = LogApp(count=2000)
    async with app.run_test(size=SIZE) as pilot:
        app.view.go_to(0)
        await pilot.pause()
        app.sent.clear()
        app.view.append(lines(10, start=2000))
        await pilot.pause()
        assert app.sent == []


async def test_only_lines_in_sight_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    app = LogApp(count=100_000)
    async with app.run_test(size=SIZE) as pilot:
        app.view.go_to(50_000)
        reads: list[range] = []
        read = app.view.store.read

        def recorded(start: int, stop: int) -> object:
            reads.append(range(start, stop))
            return read(start, stop)

        monkeypatch.setattr(app.view.store, "read", recorded)
        for key in ("w", *["pageup"] * 20, "k", "G", "pageup"):
            await pilot.press(key)
        assert reads
        assert sum(map(len, reads)) < 2000


async def test_older_lines_go_before_and_what_is_in_sight_stays() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        app.view.set_notice("older lines: loading")
        app.view.go_to(0)
        await pilot.press("k")
        assert app.view.text()[0].startswith("-- older lines: loading ---")
        before = app.view.text()[1:]
        app.view.prepend([(number, f"older {number}") for number in range(500)])
        await pilot.pause()
        assert app.view.text()[1:] == before
        assert app.view.text()[0].endswith("older 499")
        app.view.go_to(app.view.store.first)
        assert (
            app.view.text()[0].startswith("-- older lines: loading ---")
            or "older 0" in (app.view.text()[0])
        )
        await pilot.press("pageup")
        assert app.view.text()[0].startswith("-- older lines: loading ---")
        app.view.set_notice("")
        assert app.view.text()[0].endswith("older 0")


async def test_nothing_is_said_in_the_middle_of_an_empty_log() -> None:
    app = LogApp(count=0)
    async with app.run_test(size=SIZE) as pilot:
        app.view.set_notice("older lines: loading")
        await pilot.pause()
        assert app.view.text()[4].strip() == "No log yet: the job has not started"
        app.view.set_empty("asking AWS")
        await pilot.press("j", "k", "G", "n", "w", "t", "f", "pageup", "m", "enter", "e", "c")
        assert app.view.text()[4].strip() == "asking AWS"
        app.view.append(lines(2))
        await pilot.pause()
        assert "asking" not in "".join(app.view.text())


async def test_text_is_never_markup() -> None:
    app = LogApp(count=0)
    async with app.run_test(size=SIZE) as pilot:
        app.view.append([(0, "[red]x[/red] [/] \\[")])
        await pilot.pause()
        assert app.view.text()[0].endswith("[red]x[/red] [/] \\[")


async def test_another_size_keeps_the_end_in_sight() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.resize_terminal(60, 5)
        await until(lambda: "worker-199" in app.view.text()[-1] and len(app.view.text()) == 5)


async def test_names_and_times_stand_before_the_lines_of_several_logs() -> None:
    app = LogApp(count=0)
    async with app.run_test(size=SIZE) as pilot:
        app.view.store.append(RawEvents.of((0, "one"), (61_000, "two")), [0, 1])
        app.view.store.append_rule("attempt 2 begins", 62_000)
        app.view.set_layout(LogLayout(0, names=("train:0", "train:17")))
        app.view.came()
        await pilot.press("t", "t")
        await pilot.pause()
        assert app.view.text()[0] == "  +0:00:00 train:0  one"
        assert app.view.text()[1] == "  +0:01:01 train:17 two"
        assert app.view.text()[2].startswith("-- attempt 2 begins ---")


async def test_colours_of_the_log_are_its_own() -> None:
    app = LogApp(count=0)
    async with app.run_test(size=SIZE) as pilot:
        app.view.append([(0, "a \x1b[1;31mred\x1b[0m b")])
        await pilot.press("a")
        await pilot.pause()
        row = app.view.render_lines(app.view.outer_size.region)[0]
        (segment,) = [segment for segment in row if segment.text == "red"]
        assert segment.style is not None
        assert segment.style.bold
        assert app.view.text()[0].endswith("a red b")
