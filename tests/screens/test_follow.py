from __future__ import annotations

from dataclasses import replace
from typing import cast

from textual.app import App

from batchdeck.aws.account import Account
from batchdeck.aws.errors import ThrottledError
from batchdeck.domain.job import JobDetail
from batchdeck.domain.milestone import Milestone
from batchdeck.jobs.following import Following
from batchdeck.screens.follow import FollowScreen, states
from batchdeck.screens.stop import StopScreen
from batchdeck.widgets.column import Tone
from batchdeck.widgets.glyphs import UNICODE
from tests.jobs.scripted_batch import NOON, job
from tests.panes.lines import text, tone_of
from tests.panes.scripted_account import ScriptedAccount
from tests.screens.console_app import gone, seen, until


async def test_states_and_log_of_a_job_are_followed_to_its_end() -> None:
    account = ScriptedAccount()
    app: App[None] = App()
    async with app.run_test(size=(100, 30)) as pilot:
        app.push_screen(FollowScreen(cast("Account", account), "a", UNICODE))
        await seen(pilot, "name-a", "SUBMITTED", "RUNNING", "[red]epoch 2[/]", "live")
        account.logs.write("a/default/1", "the last line")
        account.batch.move("a", "SUCCEEDED", NOON)
        await seen(pilot, "SUCCEEDED", "the last line")
        await pilot.press("ctrl+d")
        await until(lambda: isinstance(app.screen, StopScreen))
        await pilot.press("escape")
        await seen(pilot, "the last line")
        await pilot.press("escape")
        await gone(pilot, "name-a")


async def test_markup_in_what_is_searched_for_is_no_markup() -> None:
    account = ScriptedAccount()
    app: App[None] = App()
    async with app.run_test(size=(100, 30)) as pilot:
        follow = FollowScreen(cast("Account", account), "a", UNICODE)
        app.push_screen(follow)
        await seen(pilot, "epoch 3", "live")
        for note in ("[/]", "[red]x[/]", "[$error]y[/]"):
            follow.query_one("LogPane").note = note  # type: ignore[attr-defined]
            await seen(pilot, f" {note} ─")


def test_a_job_nothing_is_known_of_yet() -> None:
    assert text(states(Following("a"), UNICODE)) == "Job          a"


def test_how_it_ended_and_why() -> None:
    failed = replace(
        job("a", "FAILED"), exit_code=137, reason="exited", container_reason="OutOfMemoryError"
    )
    milestones = (Milestone("SUBMITTED", NOON, exact=True),)
    lines = states(Following("a", JobDetail(failed), milestones), UNICODE)
    shown = text(lines)
    assert shown.index("OutOfMemoryError") < shown.index("exited")
    assert "Exit code    137" in shown
    assert tone_of(lines, "137") == tone_of(lines, "OutOfMemoryError") == Tone.BAD
    done = replace(job("a", "SUCCEEDED"), exit_code=0)
    assert tone_of(states(Following("a", JobDetail(done)), UNICODE), "0") == Tone.GOOD


def test_a_job_that_is_gone_and_one_that_cannot_be_read() -> None:
    assert "AWS does not know this job any more" in text(states(Following("a", gone=True), UNICODE))
    problem = ThrottledError("too many calls")
    assert "Stale        too many calls" in text(states(Following("a", problem=problem), UNICODE))
