from __future__ import annotations

import pytest
from textual.events import MouseScrollUp
from textual.pilot import Pilot

from batchdeck.domain.log_line import LogLine
from batchdeck.widgets import log_view
from tests.widgets.log_app import LogApp, lines

SIZE = (80, 10)


@pytest.fixture(autouse=True)
def no_waiting_for_the_next_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_view, "FRAME_SECONDS", 0)


async def test_follows_the_end() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        assert app.view.text()[9].endswith("ERROR worker-199: OutOfMemoryError")
        app.view.append(lines(3, start=200))
        await pilot.pause()
        assert "shard 202" in app.view.text()[9]
        assert app.view.status == "following"


async def test_stays_where_one_scrolled_to_until_the_end_is_reached() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("k", "pageup")
        before = app.view.text()
        assert app.view.status == "paused"
        app.view.append(lines(1, start=200))
        assert app.view.status == "paused, 1 new line below"
        app.view.append(lines(119, start=201))
        await pilot.pause()
        assert app.view.text() == before
        assert app.view.status == "paused, 120 new lines below"
        await pilot.press("G")
        assert "worker-319" in app.view.text()[9]
        assert app.view.status == "following"


async def test_scrolling_down_to_the_end_follows_again() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("k", "k", "j")
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
        (["g"], "epoch 0"),
        (["home", "j"], "0001.fastq"),
        (["g", "ctrl+f"], "worker-9"),
        (["g", "pagedown", "pageup"], "epoch 0"),
        (["up"], "worker-189"),
    ],
)
async def test_keys_scroll(keys: list[str], first: str) -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*keys)
        assert first in app.view.text()[0]


async def test_the_wheel_scrolls() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot._post_mouse_events([MouseScrollUp], "#log", (5, 5))
        assert "shard 187" in app.view.text()[0]
        assert app.view.status == "paused"


async def test_long_lines_are_cut_or_wrapped() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("g")
        assert app.view.text()[2].endswith("retrying~")
        await pilot.press("w")
        assert app.view.text()[2].endswith("bucket, retrying")
        assert app.view.text()[3].startswith(" " * 9 + "the download")
        assert app.view.text()[4] == " " * 9 + "ttempt 2"
        await pilot.press("G")
        assert "worker-199" in app.view.text()[9]
        await pilot.press("w", "g")
        assert "checkpoint" in app.view.text()[3]


async def test_every_row_has_the_width_of_the_view() -> None:
    app = LogApp()
    async with app.run_test(size=(33, 12)) as pilot:
        for key in ("w", "t", "t"):
            await pilot.press(key)
            strips = app.view.render_lines(app.view.outer_size.region)
            assert {sum(segment.cell_length for segment in strip) for strip in strips} == {33}


async def test_times_are_local_then_utc_then_none() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("g", "t")
        assert app.view.text()[0] == "09:00:00Z epoch 0: loss 0.0000 lr 0.0003"
        await pilot.press("t")
        assert app.view.text()[0] == "epoch 0: loss 0.0000 lr 0.0003"
        await pilot.press("t")
        assert app.view.text()[0].endswith(":00:00 epoch 0: loss 0.0000 lr 0.0003")


async def test_search_goes_from_match_to_match_and_keeps_the_context() -> None:
    app = LogApp()
    async with app.run_test(size=(80, 12)) as pilot:
        await pilot.press("g")
        assert app.view.search("shard [23]2 ") == ""
        assert "shard 22" in app.view.text()[4]
        assert app.view.styled("current") == ["shard 22 "]
        await pilot.press("n")
        assert "shard 32" in app.view.text()[4]
        await pilot.press("n")
        assert app.view.styled("current") == ["shard 22 "]
        await pilot.press("N")
        assert app.view.styled("current") == ["shard 32 "]
        assert app.view.status == "paused, /shard [23]2 "


async def test_other_matches_in_sight_are_highlighted_too() -> None:
    app = LogApp()
    async with app.run_test(size=(80, 12)) as pilot:
        await pilot.press("g")
        app.view.search("worker")
        assert (app.view.styled("current"), app.view.styled("hit")) == (["worker"], ["worker"])
        app.view.search("")
        assert app.view.styled("current") == []
        assert app.view.styled("hit") == []


async def test_a_search_without_result_says_so_and_moves_nothing() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        before = app.view.text()
        assert app.view.search("nowhere") == ""
        await pilot.press("n")
        assert app.view.text() == before
        assert app.view.status == "following, /nowhere: no match"


async def test_a_broken_expression_is_told() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE):
        assert app.view.search("[x") == "[x: unterminated character set at character 1"


async def test_says_calmly_why_there_is_nothing() -> None:
    app = LogApp(count=0)
    async with app.run_test(size=SIZE) as pilot:
        assert app.view.text()[4].strip() == "No log yet: the job has not started"
        app.view.set_empty("asking AWS")
        await pilot.press("j", "G", "n", "w", "t", "f", "pageup")
        assert app.view.text()[4].strip() == "asking AWS"
        app.view.append(lines(2))
        assert "asking" not in "".join(app.view.text())
        app.view.clear()
        await pilot.pause()
        assert app.view.text()[4].strip() == "asking AWS"
        assert app.view.status == "following"


async def test_only_so_many_lines_are_kept_and_the_place_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(log_view, "CHUNK", 50)
    app = LogApp(max_lines=200)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("pageup")
        before = app.view.text()
        app.view.append(lines(49, start=200))
        assert len(app.view.lines) == 249
        app.view.append(lines(1, start=249))
        await pilot.pause()
        assert len(app.view.lines) == 200
        assert app.view.text()[0] == before[0]
        app.view.append(lines(300, start=250))
        await pilot.pause()
        assert "epoch 350" in app.view.text()[0]


async def test_lines_that_come_in_bursts_share_a_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_view, "FRAME_SECONDS", 0.1)
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        app.frames = 0
        for start in range(200, 1200, 10):
            app.view.append(lines(10, start=start))
            await pilot._wait_for_screen()
        await _until(pilot, lambda: "worker-1199" in app.view.text()[9])
        assert 1 <= app.frames < 30


async def test_what_comes_out_of_sight_paints_no_lines() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("g")
        await pilot.pause()
        app.sent.clear()
        app.view.append(lines(10, start=200))
        await pilot.pause()
        assert app.sent == []


async def test_text_is_never_markup() -> None:
    app = LogApp(count=0)
    async with app.run_test(size=SIZE):
        app.view.append([LogLine(0, "[red]x[/red] [/] \\[")])
        assert app.view.text()[0].endswith("[red]x[/red] [/] \\[")


async def test_another_size_keeps_the_end_in_sight() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.resize_terminal(60, 5)
        await pilot.pause()
        assert "worker-199" in app.view.text()[4]


async def _until(pilot: Pilot[None], condition: object) -> None:
    assert callable(condition)
    for _ in range(200):
        if condition():
            return
        await pilot.pause(0.01)
    raise AssertionError("it never came")
