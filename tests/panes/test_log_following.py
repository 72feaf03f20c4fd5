from __future__ import annotations

from dataclasses import replace

import pytest

from batchdeck.aws.errors import DeniedError, ThrottledError
from batchdeck.panes import log_following
from tests.jobs.scripted_batch import NOON, job
from tests.panes.log_pane_app import array, log_pane, long_log, tried
from tests.panes.scripted_account import ScriptedAccount
from tests.screens.console_app import gone, painted, seen, until


@pytest.fixture(autouse=True)
def _settled_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_following, "SETTLE", 0.01)


async def test_the_lines_of_a_job_are_shown_and_another_job_takes_their_place() -> None:
    account = ScriptedAccount()
    async with log_pane(account) as (app, pilot):
        app.pane.job = account.first
        await seen(pilot, "epoch 1", "[red]epoch 2[/]", "epoch 3")
        await until(lambda: "live" in app.pane.note)
        app.pane.job = account.second
        await seen(pilot, "RUNNABLE: the log begins when the container runs.")
        assert "epoch" not in painted(app)
        assert "live" not in app.pane.note


async def test_it_starts_by_itself_once_there_is_a_log() -> None:
    account = ScriptedAccount()
    async with log_pane(account) as (app, pilot):
        app.pane.job = account.second
        await seen(pilot, "RUNNABLE: the log begins when the container runs.")
        account.batch.known["b"] = replace(
            account.batch.known["a"], job=job("b", "RUNNING"), log=account.batch.known["a"].log
        )
        await seen(pilot, "epoch 3")


async def test_nothing_is_asked_while_nobody_looks_and_it_goes_on_where_it_was() -> None:
    account = ScriptedAccount()
    async with log_pane(account) as (app, pilot):
        await pilot.pause(0.1)
        assert account.batch.calls == []
        app.pane.job = account.first
        await seen(pilot, "epoch 3")
        app.pane.job = None
        await until(lambda: not [w for w in app.workers if w.group == "log" and w.is_running])
        asked = (len(account.batch.calls), account.logs.reads)
        await pilot.pause(0.3)
        assert (len(account.batch.calls), account.logs.reads) == asked
        account.logs.write("a/default/1", "epoch 4")
        app.pane.job = account.first
        await seen(pilot, "epoch 3", "epoch 4")
        assert painted(app).count("epoch 3") == 1


async def test_the_same_job_told_again_does_not_begin_anew() -> None:
    account = ScriptedAccount()
    async with log_pane(account) as (app, pilot):
        app.pane.job = account.first
        await seen(pilot, "epoch 3")
        app.pane.job = job("a", "SUCCEEDED")
        await pilot.pause()
        assert "epoch 3" in painted(app)


async def test_a_pause_reads_nothing_newer() -> None:
    account = ScriptedAccount()
    async with log_pane(account) as (app, pilot):
        app.pane.job = account.first
        await seen(pilot, "epoch 3")
        app.pane.paused = True
        reads = -1
        while reads != account.logs.reads:  # A turn may be on its way; the next comes in a second.
            reads = account.logs.reads
            await pilot.pause(1.5)
        account.logs.write("a/default/1", "epoch 4")
        await pilot.pause(0.5)
        assert "epoch 4" not in painted(app)
        app.pane.paused = False
        await seen(pilot, "epoch 4")


async def test_going_up_at_the_top_reads_older_lines_and_moves_nothing() -> None:
    account = ScriptedAccount()
    ended = long_log(account)
    async with log_pane(account) as (app, pilot):
        app.pane.job = ended
        await seen(pilot, "line 449")
        app.pane.take_keys()
        await until(lambda: "ended" in app.pane.note)
        await pilot.press(*["pageup"] * 7)
        await seen(pilot, "line 359")
        await pilot.press("pageup")
        await until(lambda: "of 200+" in app.pane.note)
        await seen(pilot, "line 349", "line 350", "line 351")
        assert account.logs.reads == 3


async def test_what_fails_is_told_and_tried_again() -> None:
    account = ScriptedAccount()
    async with log_pane(account) as (app, pilot):
        app.pane.job = account.first
        await seen(pilot, "epoch 3")
        account.logs.failing = ThrottledError("too many calls")
        await until(lambda: "stale: too many calls" in app.pane.note)
        account.logs.failing = None
        account.logs.write("a/default/1", "epoch 4")
        await seen(pilot, "epoch 4")
        await until(lambda: "live" in app.pane.note)


async def test_a_log_that_may_not_be_read_says_so_and_how_the_attempt_ended() -> None:
    account = ScriptedAccount()
    ended = tried(account)
    account.logs.failing = DeniedError("not allowed", action="logs:GetLogEvents")
    async with log_pane(account) as (app, pilot):
        app.pane.job = ended
        await seen(pilot, "not allowed", "attempt 2 of 2, exit 2, reason 2")
        account.logs.failing = None
        await seen(pilot, "attempt 2 speaks", seconds=60)


async def test_the_head_tells_how_the_attempt_ended() -> None:
    account = ScriptedAccount()
    ended = tried(account)
    async with log_pane(account) as (app, pilot):
        app.pane.job = ended
        await seen(pilot, "attempt 2 of 2, exit 2, reason 2", "attempt 2 speaks")
        await until(lambda: "attempt 2, ended" in app.pane.note)


async def test_an_array_lists_its_children_those_that_failed_first() -> None:
    account = ScriptedAccount()
    parent = array(account, failed=2)
    async with log_pane(account) as (app, pilot):
        app.pane.job = parent
        await seen(pilot, "OutOfMemoryError", "all children, by time")
        app.pane.take_keys()
        rows = [line.split()[0] for line in painted(app).splitlines()[1:7]]
        assert rows == ["3", "4", "0", "1", "2", "all"]
        await pilot.press("enter")
        await seen(pilot, "child 3 speaks", "exit 1, OutOfMemoryError")
        await until(lambda: "child 3, ended" in app.pane.note)
        await pilot.press("escape")
        await seen(pilot, "all children, by time")
        await pilot.press("G", "enter")
        await seen(pilot, "train:0", "train:4")
        shown = painted(app)
        order = [shown.index(f"child {index} speaks") for index in range(5)]
        assert order == sorted(order)
        await until(lambda: "5 jobs, ended" in app.pane.note)


async def test_an_array_whose_children_cannot_be_listed_says_why() -> None:
    account = ScriptedAccount()
    parent = array(account)
    account.batch.failing[("children",)] = ThrottledError("too many calls")
    async with log_pane(account) as (app, pilot):
        app.pane.job = parent
        await seen(pilot, "too many calls")
        account.batch.failing.clear()
        app.pane.ask_now()
        await seen(pilot, "OutOfMemoryError")


async def test_the_children_of_an_array_that_runs_are_looked_at_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(log_following, "AGAIN", 0.05)
    account = ScriptedAccount()
    parent = replace(array(account, failed=1), status="PENDING")
    account.batch.known["arr"] = replace(account.batch.known["arr"], job=parent)
    async with log_pane(account) as (app, pilot):
        app.pane.job = parent
        await seen(pilot, "OutOfMemoryError")
        assert painted(app).count("FAILED") == 1
        app.pane.job = None
        account.batch.move("arr:0", "FAILED", NOON)
        app.pane.job = parent
        await until(lambda: painted(app).count("FAILED") == 2)
        account.batch.move("arr:1", "FAILED", NOON)
        await until(lambda: painted(app).count("FAILED") == 3)


async def test_several_jobs_are_read_together_by_time() -> None:
    account = ScriptedAccount()
    array(account)
    async with log_pane(account) as (app, pilot):
        app.pane.together = ("a", "arr:1", "b")
        app.pane.job = account.first
        await seen(pilot, "name-a", "epoch 1", "train:1", "child 1 speaks")
        await seen(pilot, "1 without: RUNNABLE: the log begins when the container runs.")
        app.pane.together = ()
        await gone(pilot, "child 1 speaks")
        await seen(pilot, "epoch 3")


async def test_a_time_far_back_is_read_for() -> None:
    account = ScriptedAccount()
    ended = long_log(account)
    async with log_pane(account) as (app, pilot):
        app.pane.job = ended
        await seen(pilot, "line 449")
        await until(lambda: "ended" in app.pane.note)
        app.pane.go_to_time(NOON - 400_000)
        await seen(pilot, "line 49")
        assert "line 100" not in painted(app)
        app.pane.go_to_time(NOON - 100_000)
        await seen(pilot, "line 349")
