from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from textual.app import App, ComposeResult

from batchdeck.aws.account import Account
from batchdeck.aws.errors import ThrottledError
from batchdeck.jobs.log import LogState
from batchdeck.panes.log import LogPane, standing
from batchdeck.widgets.glyphs import UNICODE
from batchdeck.widgets.log_view import LogView
from tests.jobs.scripted_batch import job
from tests.panes.scripted_account import STREAM, ScriptedAccount
from tests.screens.console_app import Driver, painted, seen, until


class LogPaneApp(App[None]):
    """The pane alone, on an account that the test moves."""

    def __init__(self, account: ScriptedAccount) -> None:
        super().__init__()
        self.account = account

    def compose(self) -> ComposeResult:
        yield LogPane(UNICODE, id="log-pane")

    def on_mount(self) -> None:
        self.pane.account = cast("Account", self.account)

    @property
    def pane(self) -> LogPane:
        """The pane."""
        return self.query_one(LogPane)


@asynccontextmanager
async def log_pane(account: ScriptedAccount) -> AsyncIterator[tuple[LogPaneApp, Driver]]:
    """The app, following nothing yet."""
    app = LogPaneApp(account)
    async with app.run_test(size=(60, 12)) as pilot:
        yield app, pilot


def told(**members: Any) -> str:
    """How a log stands."""
    return standing(LogState(**members))


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


async def test_nothing_is_asked_while_nobody_looks() -> None:
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


async def test_the_same_job_told_again_does_not_begin_anew() -> None:
    account = ScriptedAccount()
    async with log_pane(account) as (app, pilot):
        app.pane.job = account.first
        await seen(pilot, "epoch 3")
        app.pane.job = job("a", "SUCCEEDED")
        await pilot.pause()
        assert "epoch 3" in painted(app)


async def test_a_search_is_remembered_unless_it_is_broken() -> None:
    account = ScriptedAccount()
    async with log_pane(account) as (app, pilot):
        app.pane.job = account.first
        await seen(pilot, "epoch 3")
        assert app.pane.search("epoch 2") == ""
        assert app.pane.search_text == "epoch 2"
        assert app.pane.search("(epoch") != ""
        assert app.pane.search_text == "epoch 2"
        app.pane.take_keys()
        await until(lambda: isinstance(app.focused, LogView))


def test_how_a_log_stands() -> None:
    assert told() == ""
    assert told(where=STREAM) == "live"
    assert told(where=STREAM, ended=True) == "ended"
    assert told(where=STREAM, attempt=2) == "attempt 2, live"
    problem = ThrottledError("too many calls")
    assert told(where=STREAM, ended=True, problem=problem) == "stale: too many calls"
