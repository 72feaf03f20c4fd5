from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import pytest
from textual.app import App, ComposeResult

from batchdeck.aws.account import Account
from batchdeck.domain.job import Container, Job
from batchdeck.domain.resources import ComputeEnvironment, JobDefinition, JobQueue
from batchdeck.panes import detail
from batchdeck.panes.detail import DetailPane, identity
from batchdeck.panes.overview import Subject
from batchdeck.widgets.glyphs import ASCII, UNICODE
from batchdeck.widgets.log_view import LogView
from batchdeck.widgets.text_view import TextView
from tests.jobs.scripted_batch import NOON, job
from tests.panes.scripted_account import TOKEN, ScriptedAccount
from tests.screens.console_app import Driver, gone, painted, seen, until

QUEUE = JobQueue("etl", "arn:etl", "ENABLED", "VALID", 5, ("spot",), document='{"q": "etl"}')
SPOT = ComputeEnvironment("spot", "arn:spot", "SPOT", "ENABLED", "VALID", document='{"e": "spot"}')
ALIGN = JobDefinition(
    "align",
    7,
    "arn:align:7",
    "container",
    "ACTIVE",
    containers=(Container(environment=(TOKEN,)),),
    document='{"d": "align"}',
)


class DetailApp(App[None]):
    """The pane alone, looked at, on an account that the test moves."""

    def __init__(self, account: ScriptedAccount, *, ascii_only: bool = False) -> None:
        super().__init__()
        self.account = account
        self._glyphs = ASCII if ascii_only else UNICODE

    def compose(self) -> ComposeResult:
        yield DetailPane(glyphs=self._glyphs, id="detail")

    def on_mount(self) -> None:
        self.pane.account = cast("Account", self.account)
        self.pane.now = NOON

    @property
    def pane(self) -> DetailPane:
        """The pane."""
        return self.query_one(DetailPane)


@pytest.fixture(autouse=True)
def _settled_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detail, "SETTLE", 0.01)


@asynccontextmanager
async def looking_at(
    subject: Subject | None, account: ScriptedAccount | None = None, *, looked_at: bool = True
) -> AsyncIterator[tuple[DetailApp, Driver]]:
    """The app with the cursor on something."""
    app = DetailApp(account or ScriptedAccount())
    async with app.run_test(size=(80, 24)) as pilot:
        app.pane.looked_at = looked_at
        app.pane.subject = subject
        await pilot.pause()
        yield app, pilot


async def test_nothing_under_the_cursor() -> None:
    async with looking_at(None) as (app, _):
        assert "Put the cursor on something" in painted(app)
        assert app.pane.variables == ()


async def test_what_the_list_knows_is_there_before_anything_is_asked() -> None:
    account = ScriptedAccount()
    async with looking_at(account.second, account) as (app, pilot):
        assert "name-b" in painted(app)
        await until(lambda: account.batch.calls)
        assert set(account.batch.calls) == {("details", "b")}
        app.pane.subject = account.first
        await seen(pilot, "name-a", "genome:7", "TOKEN = ")
        assert "hunter22" not in painted(app)
        assert app.pane.variables == (TOKEN,)


async def test_no_call_is_made_for_a_pane_that_cannot_be_seen() -> None:
    account = ScriptedAccount()
    async with looking_at(account.first, account, looked_at=False) as (app, pilot):
        for tab in detail.TABS:
            app.pane.tab = tab
            await pilot.pause(0.05)
        app.pane.ask_now()
        await pilot.pause(0.05)
        assert account.batch.calls == []
        assert account.logs.reads == 0
        app.pane.tab = "overview"
        app.pane.looked_at = True
        await seen(pilot, "genome:7")


async def test_what_was_chosen_while_it_could_not_be_seen_is_painted_when_it_can() -> None:
    async with looking_at(QUEUE, looked_at=False) as (app, pilot):
        app.pane.looked_at = True
        await seen(pilot, "Queue        etl")


async def test_only_jobs_are_asked_about() -> None:
    account = ScriptedAccount()
    async with looking_at(QUEUE, account) as (app, pilot):
        for subject, words in ((SPOT, "Environment  spot"), (ALIGN, "Definition   align:7")):
            app.pane.subject = subject
            await seen(pilot, words)
        await pilot.pause(0.05)
        assert account.batch.calls == []
        assert app.pane.variables == (TOKEN,)


async def test_the_keys_go_round_the_tabs_and_the_focus_goes_along() -> None:
    account = ScriptedAccount()
    async with looking_at(account.first, account) as (app, pilot):
        app.pane.take_keys()
        await until(lambda: isinstance(app.focused, TextView))
        await pilot.press("right_square_bracket")
        await seen(pilot, "[Logs]", "epoch 3", "live")
        await until(lambda: isinstance(app.focused, LogView))
        await pilot.press("right_square_bracket")
        await seen(pilot, "[Why]", "What AWS says about name-a")
        await until(lambda: isinstance(app.focused, TextView))
        await gone(pilot, "live")
        await pilot.press("right_square_bracket", "right_square_bracket")
        await seen(pilot, "[Overview]")
        await pilot.press("left_square_bracket")
        await seen(pilot, "[JSON]", '"jobName": "name-a"')


async def test_what_is_no_job_has_no_log() -> None:
    account = ScriptedAccount()
    async with looking_at(account.first, account) as (app, pilot):
        app.pane.tab = "logs"
        await seen(pilot, "epoch 3")
        app.pane.subject = QUEUE
        await seen(pilot, "Only jobs have logs: put the cursor on one.")
        assert "epoch 3" not in painted(app)
        app.pane.subject = account.first
        await seen(pilot, "epoch 3")


async def test_the_document_of_everything() -> None:
    account = ScriptedAccount()
    async with looking_at(QUEUE, account) as (app, pilot):
        app.pane.tab = "json"
        await seen(pilot, '{"q": "etl"}')
        for subject, words in (
            (SPOT, '{"e": "spot"}'),
            (ALIGN, '{"d": "align"}'),
            (account.first, '"jobName": "name-a"'),
        ):
            app.pane.subject = subject
            await seen(pilot, words)


async def test_the_search_goes_to_the_log_and_nowhere_else() -> None:
    account = ScriptedAccount()
    async with looking_at(account.first, account) as (app, pilot):
        before = app.pane.search_text
        assert before is None
        assert app.pane.search("(") == ""
        app.pane.tab = "logs"
        await seen(pilot, "epoch 3")
        assert app.pane.search("epoch 2") == ""
        assert app.pane.search_text == "epoch 2"
        assert app.pane.search("(") != ""


async def test_the_ages_grow() -> None:
    waits = job("b", age=60)
    async with looking_at(waits) as (app, pilot):
        await seen(pilot, "RUNNABLE for 1m00s")
        app.pane.now = NOON + 5_000
        await seen(pilot, "RUNNABLE for 1m05s")


async def test_an_ascii_pane_is_ascii() -> None:
    app = DetailApp(ScriptedAccount(), ascii_only=True)
    async with app.run_test(size=(80, 24)) as pilot:
        app.pane.looked_at = True
        app.pane.subject = app.account.first
        for tab, words in (("overview", "genome:7"), ("logs", "epoch 3"), ("json", "jobName")):
            app.pane.tab = tab
            screen = await seen(pilot, words)
            assert screen.isascii(), [each for each in screen if not each.isascii()]


def test_a_thing_is_the_same_when_only_its_state_differs() -> None:
    assert identity(job("a", "RUNNING")) == identity(job("a", "FAILED"))
    assert identity(None) == ("", "")
    same_name = Job("arn:etl", "etl", "etl", "RUNNING", 1)
    assert identity(QUEUE) != identity(same_name)
