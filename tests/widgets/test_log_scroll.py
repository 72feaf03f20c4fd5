from __future__ import annotations

import pytest
from textual.events import MouseScrollDown, MouseScrollUp

from batchdeck.widgets import log_canvas
from tests.screens.console_app import until
from tests.widgets.log_app import LogApp, lines

SIZE = (80, 10)


@pytest.fixture(autouse=True)
def no_waiting_for_the_next_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_canvas, "FRAME_SECONDS", 0)


async def test_follows_the_end() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        assert app.view.text()[9].endswith("ERROR worker-199: OutOfMemoryError")
        app.view.append(lines(3, start=200))
        await pilot.pause()
        assert "shard 202" in app.view.text()[9]
        assert app.view.status == "following"


async def test_stays_where_one_went_to_until_the_last_line_is_reached() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("k", "pageup")
        before = app.view.text()
        assert app.view.status == "paused, line 190 of 200"
        app.view.append(lines(1, start=200))
        await pilot.pause()
        assert app.view.status == "paused, 1 new line below, line 190 of 201"
        app.view.append(lines(119, start=201))
        await pilot.pause()
        assert app.view.text() == before
        assert app.view.status == "paused, 120 new lines below, line 190 of 320"
        await pilot.press("G")
        assert "worker-319" in app.view.text()[9]
        assert app.view.status == "following"


async def test_the_cursor_goes_up_before_the_window_does() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        before = app.view.text()
        await pilot.press("k")
        assert app.view.text() == before
        assert app.view.cursor == 198
        await pilot.press(*["k"] * 9)
        assert app.view.cursor == 189
        assert "worker-189" in app.view.text()[0]
        await pilot.press(*["j"] * 9)
        assert not app.view.following
        await pilot.press("j")
        assert app.view.following


async def test_f_stops_and_starts_following() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f")
        app.view.append(lines(50, start=200))
        await pilot.pause()
        assert "worker-199" in app.view.text()[9]
        await pilot.press("f")
        assert "worker-249" in app.view.text()[9]


@pytest.mark.parametrize(
    ("keys", "first"),
    [
        (["pageup"], "0181.fastq"),
        (["ctrl+b", "ctrl+b", "ctrl+f"], "0181.fastq"),
        (["pageup"] * 40, "epoch 0"),
        ([*["pageup"] * 40, "pagedown"], "worker-9"),
    ],
)
async def test_pages(keys: list[str], first: str) -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*keys)
        assert first in app.view.text()[0]


async def test_at_the_top_it_says_so() -> None:
    app = LogApp(count=30)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("pageup", "pageup")
        await pilot.pause()
        assert app.tops == 0
        await pilot.press("pageup")
        await until(lambda: app.tops == 1)
        await pilot.press("k")
        await until(lambda: app.tops == 2)


async def test_the_wheel_scrolls() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot._post_mouse_events([MouseScrollUp], "#log", (5, 5))
        await until(lambda: "shard 187" in app.view.text()[0])
        assert not app.view.following
        await pilot._post_mouse_events([MouseScrollDown], "#log", (5, 5))
        await until(lambda: "190" in app.view.text()[0])


async def test_a_line_is_shown_with_what_is_around_it() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        app.view.go_to(100)
        await pilot.pause()
        assert "epoch 100" in app.view.text()[3]
        assert app.view.cursor == 100
        assert not app.view.following


async def test_a_click_puts_the_cursor_there() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.click("#log", offset=(20, 3))
        await until(lambda: app.view.cursor == 193)
        assert not app.view.following
