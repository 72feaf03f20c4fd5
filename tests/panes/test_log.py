from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from textual.binding import Binding
from textual.widgets import Input

from batchdeck.aws.account import Account
from batchdeck.aws.errors import ThrottledError
from batchdeck.domain.job import ContainerRun, JobDetail
from batchdeck.panes import log_following
from batchdeck.panes.log import LogPane
from batchdeck.widgets.log_keys import READING
from batchdeck.widgets.log_view import LogView
from tests.jobs.scripted_batch import NOON, job
from tests.panes.log_pane_app import LogPaneApp, array, log_pane, long_log, stream, tried
from tests.panes.scripted_account import ScriptedAccount
from tests.screens.console_app import Driver, gone, painted, seen, until


@pytest.fixture(autouse=True)
def _settled_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(log_following, "SETTLE", 0.01)
    monkeypatch.setenv("HOME", str(tmp_path))


def test_every_key_stands_for_something_it_does() -> None:
    for binding in READING:
        assert isinstance(binding, Binding)
        assert hasattr(LogPane, "action_" + binding.action.partition("(")[0]), binding


async def reading(app: LogPaneApp, pilot: Driver, text: str = "line 449") -> None:
    """The log of `a` is there and has the keys."""
    app.pane.job = app.account.first
    await seen(pilot, text)
    app.pane.take_keys()
    await until(lambda: isinstance(app.focused, LogView))


async def type_in(pilot: Driver, key: str, text: str, *keys: str) -> None:
    """Open a prompt by its key, and put something else in."""
    await pilot.press(key)
    await until(lambda: isinstance(pilot.app.focused, Input))
    cast("Input", pilot.app.focused).value = text
    await pilot.press(*keys)


async def test_search_and_filter_are_typed_and_esc_ends_them() -> None:
    account = ScriptedAccount()
    account.first = long_log(account)
    async with log_pane(account) as (app, pilot):
        await reading(app, pilot)
        await type_in(pilot, "ampersand", "line 4.[05]", "enter")
        await seen(pilot, "line 445", "line 440", "line 435")
        assert "line 449" not in painted(app)
        await type_in(pilot, "slash", "4[12]0", "enter")
        await until(lambda: "of 2" in app.pane.note)
        assert app.pane.search_text == "4[12]0"
        await pilot.press("escape")
        await seen(pilot, "line 419")
        await pilot.press("escape", "G")
        await seen(pilot, "line 449")
        assert app.pane.search_text == ""


async def test_a_broken_expression_is_told_where_it_is_typed() -> None:
    account = ScriptedAccount()
    account.first = long_log(account)
    async with log_pane(account) as (app, pilot):
        await reading(app, pilot)
        await type_in(pilot, "ampersand", "(", "x")
        await seen(pilot, "unterminated subpattern")
        await pilot.press("escape")
        await gone(pilot, "unterminated subpattern")
        assert app.pane.search("(") != ""
        await until(lambda: isinstance(app.focused, LogView))


async def test_g_reads_back_to_the_very_beginning() -> None:
    account = ScriptedAccount()
    account.first = long_log(account)
    async with log_pane(account) as (app, pilot):
        await reading(app, pilot)
        await pilot.press("g")
        await seen(pilot, "line 0", "line 1")
        await until(lambda: "line 1 of 450" in app.pane.note)
        await pilot.press("0")
        await until(lambda: "following" in app.pane.note)
        await pilot.press("1")
        await until(lambda: "line 1 of 450" in app.pane.note)


async def test_esc_stops_reading_back() -> None:
    account = ScriptedAccount()
    account.first = long_log(account)
    async with log_pane(account) as (app, pilot):
        await reading(app, pilot)
        await until(lambda: "ended" in app.pane.note)
        account.logs.failing = ThrottledError("too many calls")
        await pilot.press("g")
        await until(lambda: "going back, 100 lines so far, esc stops" in app.pane.note)
        await pilot.press("escape")
        await until(lambda: "going back" not in app.pane.note)
        account.logs.failing = None
        await pilot.press("pageup")
        await until(lambda: "paused" in app.pane.note)
        assert "line 449" not in painted(app).splitlines()[0]


async def test_spans_of_time_count_back_from_the_end_of_a_log_that_ended() -> None:
    account = ScriptedAccount()
    account.first = long_log(account)
    async with log_pane(account) as (app, pilot):
        await reading(app, pilot)
        await until(lambda: "ended" in app.pane.note)
        await pilot.press("2")
        await seen(pilot, "line 389")
        await pilot.press("3")
        await seen(pilot, "line 149")
        await until(lambda: "going back" not in app.pane.note)


async def test_a_time_is_typed_and_a_wrong_one_explained() -> None:
    account = ScriptedAccount()
    account.first = long_log(account)
    async with log_pane(account) as (app, pilot):
        await reading(app, pilot)
        await until(lambda: "ended" in app.pane.note)
        await type_in(pilot, "T", "-2m", "enter")
        await seen(pilot, "line 329")
        await type_in(pilot, "T", "tea time", "enter")
        await seen(pilot, "write 14:05")
        await pilot.press("escape")
        await gone(pilot, "write 14:05")


async def test_attempts_one_by_one() -> None:
    account = ScriptedAccount()
    tried(account, 3)
    async with log_pane(account) as (app, pilot):
        await reading(app, pilot, "attempt 3 speaks")
        await pilot.press("left_curly_bracket")
        await seen(pilot, "attempt 2 speaks", "attempt 2 of 3, exit 2")
        await pilot.press("left_curly_bracket")
        await seen(pilot, "attempt 1 speaks", "attempt 1 of 3, exit 1")
        await pilot.press("left_curly_bracket")
        await until(lambda: app.told == ["there is no attempt before this one"])
        await pilot.press("right_curly_bracket")
        await seen(pilot, "attempt 2 speaks")
        await pilot.press("right_curly_bracket")
        await seen(pilot, "attempt 3 speaks")


async def test_containers_one_by_one() -> None:
    account = ScriptedAccount()
    ended = job("a", "FAILED")
    runs = (
        ContainerRun(name="main", log=stream("main"), exit_code=1),
        ContainerRun(name="side", log=stream("side"), exit_code=0),
    )
    account.first = ended
    account.batch.known["a"] = JobDetail(ended, log=stream("main"), runs=runs)
    account.logs.write("main", "the main one speaks", at=NOON - 5000)
    account.logs.write("side", "the side one speaks", at=NOON - 5000)
    async with log_pane(account) as (app, pilot):
        await reading(app, pilot, "the main one speaks")
        await seen(pilot, "main, exit 1", "< > containers")
        await pilot.press("greater_than_sign")
        await seen(pilot, "the side one speaks", "side, exit 0")
        await pilot.press("greater_than_sign")
        await until(lambda: app.told == ["there is no container after this one"])
        await pilot.press("less_than_sign")
        await seen(pilot, "the main one speaks")


async def test_the_whole_log_is_saved_without_showing_it(tmp_path: Path) -> None:
    account = ScriptedAccount()
    account.first = long_log(account)
    account.logs.streams["a/default/1"][0] = (NOON - 449_000, "\x1b]52;c;aGk=\x07")
    async with log_pane(account) as (app, pilot):
        await reading(app, pilot)
        await pilot.press("ctrl+s")
        await seen(pilot, "> ~/batchdeck-a-1.log".replace("> ", ""))
        await pilot.press("enter")
        path = tmp_path / "batchdeck-a-1.log"
        await until(lambda: "saved 450 lines in ~/batchdeck-a-1.log" in app.told)
        lines = path.read_text().splitlines()
        assert lines[0] == "\x1b]52;c;aGk=\x07"
        assert lines[449] == "line 449"
        assert path.stat().st_mode & 0o777 == 0o600
        await until(lambda: "of 100+" in app.pane.note or "following" in app.pane.note)
        assert app.pane.query_one(LogView).store.first == 0


async def test_a_file_is_replaced_only_when_that_is_said_twice(tmp_path: Path) -> None:
    account = ScriptedAccount()
    (tmp_path / "there.log").write_text("precious")
    async with log_pane(account) as (app, pilot):
        await reading(app, pilot, "epoch 3")
        await type_in(pilot, "ctrl+s", "~/there.log", "enter")
        await seen(pilot, "exists already; enter again replaces it")
        assert (tmp_path / "there.log").read_text() == "precious"
        await pilot.press("enter")
        await until(lambda: app.told and app.told[-1].startswith("saved 3 lines"))
        assert (tmp_path / "there.log").read_text().splitlines()[2] == "epoch 3"
        await type_in(pilot, "ctrl+s", "~/no/such/folder/x.log", "enter")
        await seen(pilot, "cannot be written: No such file or directory")
        account.logs.failing = ThrottledError("too many calls")


async def test_esc_stops_saving_and_leaves_nothing_behind(tmp_path: Path) -> None:
    account = ScriptedAccount()
    account.first = long_log(account)
    async with log_pane(account) as (app, pilot):
        await reading(app, pilot)
        await until(lambda: "ended" in app.pane.note)
        account.logs.empty_pages = 1_000_000
        await pilot.press("ctrl+s")
        await until(lambda: isinstance(app.focused, Input))
        await pilot.press("enter")
        await until(lambda: any(tmp_path.glob(".batchdeck-*")))
        await pilot.press("escape")
        await until(lambda: "saving stopped; nothing was written" in app.told)
        await until(lambda: not any(tmp_path.iterdir()))


async def test_of_several_logs_what_was_read_is_saved(tmp_path: Path) -> None:
    account = ScriptedAccount()
    parent = array(account)
    async with log_pane(account) as (app, pilot):
        app.pane.job = parent
        await seen(pilot, "all children, by time")
        app.pane.take_keys()
        await pilot.press("G", "enter")
        await seen(pilot, "child 4 speaks", "child 0 speaks")
        await pilot.press("ctrl+s")
        await seen(pilot, "~/batchdeck-jobs.log")
        await pilot.press("enter")
        path = tmp_path / "batchdeck-jobs.log"
        await until(path.exists)
        assert path.read_text() == "".join(f"child {n} speaks\n" for n in range(5))


async def test_without_an_account_nothing_happens() -> None:
    account = ScriptedAccount()
    async with log_pane(account) as (app, pilot):
        app.pane.account = cast("Account | None", None)
        app.pane.job = account.first
        app.pane.take_keys()
        await pilot.press("g", "2", "left_curly_bracket", "greater_than_sign", "escape", "G")
        await pilot.pause()
        assert account.batch.calls == []
