from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from batchdeck.logs.search import LogSearch
from batchdeck.widgets import log_canvas
from tests.screens.console_app import until
from tests.widgets.log_app import LogApp, lines, store_of

SIZE = (80, 10)


@pytest.fixture(autouse=True)
def no_waiting_for_the_next_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_canvas, "FRAME_SECONDS", 0)


async def test_search_goes_from_match_to_match_and_keeps_the_context() -> None:
    app = LogApp()
    async with app.run_test(size=(80, 12)) as pilot:
        app.view.go_to(0)
        assert app.view.search("shard [23]2 ") == ""
        await until(lambda: app.view.status.endswith("/shard [23]2 : 1 of 2"))
        assert "shard 22" in app.view.text()[4]
        assert app.view.styled("current") == ["shard 22 "]
        await pilot.press("n")
        await until(lambda: app.view.status.endswith("2 of 2"))
        assert "shard 32" in app.view.text()[4]
        await pilot.press("n")
        await until(lambda: app.view.styled("current") == ["shard 22 "])
        await pilot.press("N")
        await until(lambda: app.view.styled("current") == ["shard 32 "])
        assert app.view.status == "paused, line 33 of 200, /shard [23]2 : 2 of 2"
        await pilot.press("escape")
        assert app.view.styled("hit") == []
        assert app.view.status == "paused, line 33 of 200"


async def test_the_nearest_match_is_gone_to_even_from_the_end() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE):
        app.view.search("epoch 1.5:")
        await until(lambda: app.view.cursor == 195)
        app.view.search("epoch .5:")
        await until(lambda: app.view.cursor == 95)


async def test_hits_stand_at_the_edge() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE):
        app.view.search("epoch 0:")
        await until(lambda: "1 of 1" in app.view.status)
        edge = [strip.text[-1] for strip in app.view.render_lines(app.view.outer_size.region)]
        assert edge[0] == "="


async def test_lines_that_come_are_searched_too() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE):
        app.view.search("worker-199")
        await until(lambda: "1 of 1" in app.view.status)
        app.view.append(lines(1, start=199))
        await until(lambda: "1 of 2" in app.view.status)
        app.view.prepend(lines(1, start=199))
        await until(lambda: "2 of 3" in app.view.status)


async def test_a_search_without_result_says_so_and_moves_nothing() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        before = app.view.text()
        assert app.view.search("nowhere") == ""
        await pilot.press("n")
        await until(lambda: app.view.status == "following, /nowhere: no match")
        assert app.view.text() == before


async def test_a_broken_expression_is_told() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE):
        assert app.view.search("[x") == "[x: unterminated character set at character 1"
        assert app.view.filter("(") == "(: missing ), unterminated subpattern at character 1"
        assert (app.view.search_text, app.view.filter_text) == ("", "")


async def test_a_filter_leaves_matching_lines_and_esc_brings_back_the_others() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        app.view.go_to(100)
        assert app.view.filter("epoch") == ""
        await until(lambda: app.view.status.endswith("&epoch: 21 of 40"))
        assert [line.split()[2] for line in app.view.text()[2:5]] == ["95:", "100:", "105:"]
        await pilot.press("j", "j")
        assert app.view.cursor == 110
        await pilot.press("escape")
        assert app.view.cursor == 110
        assert "0111.fastq" in "".join(app.view.text())
        assert app.view.filter_text == ""


async def test_a_filter_follows_the_end() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE):
        app.view.filter("worker")
        await until(lambda: "40 hits" in app.view.status or "40 of 40" in app.view.status)
        app.view.append(lines(5, start=200))
        await until(lambda: "worker-204" in app.view.text()[9])
        assert "worker-199" in app.view.text()[8]
        assert app.view.following


async def test_a_filter_that_leaves_nothing_says_so() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        app.view.filter("nowhere")
        await until(lambda: "nothing matches &nowhere; esc shows all" in app.view.text()[4])
        await pilot.press("j", "k", "pageup", "n", "e", "m", "c", "enter", "w")
        await until(lambda: "nothing matches" in app.view.text()[4])
        await pilot.press("escape")
        await until(lambda: "worker-199" in app.view.text()[9])


async def test_search_and_filter_at_once() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE):
        app.view.go_to(0)
        app.view.filter("[05]:")
        app.view.search("worker")
        await until(lambda: app.view.status.endswith("/worker: no match"))
        app.view.filter("4:")
        await until(lambda: app.view.status.endswith("of 20"))


async def test_e_goes_to_the_next_error_and_capital_e_to_the_one_before() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("E")
        await until(lambda: app.view.cursor == 199)
        await pilot.press("E")
        await until(lambda: app.view.cursor == 194)
        assert "ERROR" in app.view.styled("error")
        await until(lambda: app.view.status.endswith("errors: 39 of 40"))
        await pilot.press("e")
        await until(lambda: app.view.cursor == 199)
        edge = {strip.text[-1] for strip in app.view.render_lines(app.view.outer_size.region)}
        assert edge == {"!"}


async def test_json_is_folded_and_enter_opens_it() -> None:
    app = LogApp(count=0)
    async with app.run_test(size=SIZE) as pilot:
        app.view.append([(0, '{"level": "warn", "msg": "slow", "shard": 7}'), (1, "plain")])
        await pilot.press("t", "t", "t", "k")
        assert app.view.text()[:2] == ["WARN slow", "plain"]
        await pilot.press("enter")
        assert app.view.text()[:3] == ["WARN slow", "    shard 7", "plain"]
        await pilot.press("enter")
        assert app.view.text()[:2] == ["WARN slow", "plain"]


async def test_a_line_is_opened_where_what_was_found_would_not_be_seen() -> None:
    app = LogApp(count=0)
    async with app.run_test(size=SIZE) as pilot:
        app.view.append(
            [
                (0, "x" * 100 + " needle"),
                (1, '{"msg": "done", "why": "a needle"}'),
                (2, "a needle in sight"),
                (3, "needle " + "y" * 100),
            ]
        )
        await pilot.press("t", "t", "t")
        app.view.go_to(0)
        app.view.search("needle")
        await until(lambda: app.view.text()[:2] == ["x" * 79, "x" * 21 + " needle"])
        await pilot.press("n")
        await until(lambda: app.view.text()[1:3] == ["done", "    why a needle"])
        assert app.view.text()[0] == "x" * 78 + "~"
        await pilot.press("n")
        await until(lambda: app.view.text()[1:3] == ["done", "a needle in sight"])
        await pilot.press("n")
        await until(lambda: app.view.text()[3] == "needle " + "y" * 71 + "~")


async def test_marked_lines_are_copied_and_it_says_where_to(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    app = LogApp(count=3)
    async with app.run_test(size=SIZE) as pilot:
        app.view.append([(0, "\x1b[31mred\x1b]52;c;x\x07 line")])
        await pilot.press("c")
        await until(lambda: app.told)
        assert app.told[0].startswith("line sent to the terminal's clipboard; also in ")
        file = tmp_path / "batchdeck" / "clipboard.txt"
        assert file.read_text() == "red line"
        await pilot.press("k", "k", "m", "k", "m")
        assert app.view.status.endswith("2 marked")
        assert app.view.styled("marked").count("*") == 2
        await pilot.press("c")
        await until(lambda: len(app.told) == 2)
        assert app.told[1].startswith("2 lines sent to")
        assert "red" not in file.read_text()
        assert file.read_text().splitlines()[1].startswith("読み込み中")
        await pilot.press("m", "escape")
        assert "marked" not in app.view.status


async def test_another_log_is_searched_for_the_same() -> None:
    app = LogApp()
    async with app.run_test(size=SIZE):
        app.view.filter("epoch")
        app.view.search("epoch 1.0:")
        await until(lambda: app.view.cursor == 190)
        app.view.show(store_of(lines(50)))
        await until(lambda: "&epoch: 10 of 10" in app.view.status)
        assert app.view.search_text == "epoch 1.0:"
        assert app.view.following
        assert "epoch 45" in app.view.text()[9]


async def test_a_disk_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def failing(_: LogSearch) -> bool:
        raise OSError(5, "Input/output error")

    app = LogApp()
    async with app.run_test(size=SIZE):
        monkeypatch.setattr(LogSearch, "advance", failing)
        app.view.search("epoch")
        await until(lambda: app.told == ["cannot look through all lines: Input/output error"])


async def test_keys_work_while_it_is_still_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    advance, go_on = LogSearch.advance, asyncio.Event()

    async def held_up(search: LogSearch) -> bool:
        if len(search):
            await go_on.wait()
        return await advance(search)

    monkeypatch.setattr(LogSearch, "advance", held_up)
    app = LogApp(count=30_000)
    async with app.run_test(size=SIZE) as pilot:
        app.view.search("epoch .*5:")
        await until(lambda: "/epoch .*5:: 1 of 1+" in app.view.status)
        await pilot.press("pageup")
        await until(lambda: "paused, line 29,987 of 30,000" in app.view.status)
        assert "+" in app.view.status
        go_on.set()
        await until(lambda: "3,000 hits" in app.view.status)
        assert "paused, line 29,987 of 30,000" in app.view.status
