"""The Why tab on an embedded account: it fills in, looks again, opens and closes its parts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from textual.app import App, ComposeResult

from batchdeck.aws.account import Account
from batchdeck.domain.resources import JobDefinition
from batchdeck.local.launcher import LocalAccount
from batchdeck.panes import why
from batchdeck.panes.why import WhyPane
from batchdeck.widgets.glyphs import ASCII
from tests.local.cloud import Cloud
from tests.screens.console_app import (
    NARROW,
    WIDE,
    Driver,
    connection_to,
    gone,
    painted,
    seen,
    until,
)


class WhyApp(App[None]):
    """The tab alone, and the fixes it asked for."""

    def __init__(self, endpoint: str) -> None:
        super().__init__()
        self.account = Account(connection_to(endpoint))
        self.wanted: list[str] = []

    def compose(self) -> ComposeResult:
        yield WhyPane(ASCII, id="why")

    def on_mount(self) -> None:
        self.pane.account = self.account

    async def on_unmount(self) -> None:
        await self.account.close()

    def on_why_pane_fix_requested(self, event: WhyPane.FixRequested) -> None:
        self.wanted.append(event.cause.finding.check.id)

    @property
    def pane(self) -> WhyPane:
        """The tab."""
        return self.query_one(WhyPane)


@pytest.fixture
def cloud(empty_account: LocalAccount) -> Cloud:
    return Cloud(empty_account.endpoint)


@asynccontextmanager
async def looking_into(
    cloud: Cloud, name: str, size: tuple[int, int] = NARROW
) -> AsyncIterator[tuple[WhyApp, Driver]]:
    """The tab about an environment, in which the keys go."""
    app = WhyApp(cloud.endpoint)
    async with app.run_test(size=size) as pilot:
        found = await app.account.batch.environments()
        app.pane.subject = next(one for one in found if one.name == name)
        app.pane.take_keys()
        yield app, pilot


def disabled(cloud: Cloud) -> str:
    """A disabled environment."""
    name = cloud.environment()
    cloud.batch.update_compute_environment(computeEnvironment=name, state="DISABLED")
    return name


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_cause_opens_and_closes_and_its_fix_is_asked_for(
    cloud: Cloud, size: tuple[int, int]
) -> None:
    name = disabled(cloud)
    async with looking_into(cloud, name, size) as (app, pilot):
        await seen(pilot, f"BLOCKED      the environment {name} is DISABLED", "--state ENABLED")
        await pilot.press("g", "enter")
        await seen(pilot, "answer    batch:DescribeComputeEnvironments", '> "state": "DISABLED",')
        await pilot.press("ctrl+f")
        await seen(pilot, "asks      The compute environment is ENABLED.", "docs      https://")
        await pilot.press("a")
        await until(lambda: app.wanted == ["ce-state-enabled"])
        await pilot.press("g", "enter")
        await gone(pilot, "docs      https://")


async def test_the_checks_open_by_layer_and_all_at_once(cloud: Cloud) -> None:
    async with looking_into(cloud, disabled(cloud)) as (_, pilot):
        await seen(pilot, " checks, ", "> compute-environment")
        assert "PASS     " not in painted(pilot.app)
        await pilot.press("j", "enter")
        await seen(pilot, "v job", "SKIP     ")
        await pilot.press("o")
        await gone(pilot, "> ")
        await pilot.press("ctrl+f", "ctrl+f")
        await seen(pilot, "v compute-environment", "PASS     ")
        await pilot.press("o")
        await seen(pilot, "> network")


async def test_it_looks_again_by_itself_and_says_what_changed(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(why, "AGAIN", 0.5)
    name = disabled(cloud)
    async with looking_into(cloud, name) as (app, pilot):
        await seen(pilot, "BLOCKED")
        cloud.batch.update_compute_environment(computeEnvironment=name, state="ENABLED")
        await seen(pilot, f"no more: the environment {name} is DISABLED", "before that BLOCKED")
        made = app.account.calls.version
        app.pane.subject = None
        await until(lambda: not app.pane.workers)
        await pilot.pause(1.0)
        assert app.account.calls.version <= made + 40


async def test_who_looks_away_and_back_at_once_sees_it_looked_into(cloud: Cloud) -> None:
    name = disabled(cloud)
    async with looking_into(cloud, name) as (app, pilot):
        await seen(pilot, "BLOCKED", " calls in ")
        subject, app.pane.subject = app.pane.subject, None
        app.pane.subject = subject
        cloud.batch.update_compute_environment(computeEnvironment=name, state="ENABLED")
        app.pane.ask_now()
        await seen(pilot, f"no more: the environment {name} is DISABLED")


async def test_it_is_asked_to_look_again(cloud: Cloud) -> None:
    name = disabled(cloud)
    async with looking_into(cloud, name) as (app, pilot):
        await seen(pilot, "BLOCKED", " calls in ")
        cloud.batch.update_compute_environment(computeEnvironment=name, state="ENABLED")
        app.pane.ask_now()
        await seen(pilot, f"no more: the environment {name} is DISABLED")


async def test_paused_it_looks_only_when_asked(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(why, "AGAIN", 0.2)
    name = disabled(cloud)
    async with looking_into(cloud, name) as (app, pilot):
        await seen(pilot, "BLOCKED", " calls in ")
        app.pane.paused = True
        await until(lambda: app.pane.note.startswith("looked"))
        made = app.account.calls.version
        subject, app.pane.subject = app.pane.subject, None
        app.pane.subject = subject
        await pilot.pause(1.0)
        assert app.account.calls.version == made
        app.pane.ask_now()
        await until(lambda: app.account.calls.version > made)
        cloud.batch.update_compute_environment(computeEnvironment=name, state="ENABLED")
        app.pane.paused = False
        await seen(pilot, f"no more: the environment {name} is DISABLED")


async def test_another_thing_is_looked_into_from_the_start(cloud: Cloud) -> None:
    first, second = disabled(cloud), cloud.environment()
    async with looking_into(cloud, first) as (app, pilot):
        await seen(pilot, f"the environment {first} is DISABLED")
        environment = app.pane.subject
        found = await app.account.batch.environments()
        app.pane.subject = next(one for one in found if one.name == second)
        await seen(pilot, f"What AWS says about {second}")
        await seen(pilot, "PROGRESSING")
        assert environment is not None
        app.pane.subject = replace(JobDefinition("align", 1, "arn", "container", "ACTIVE"))
        await seen(pilot, "choose a job")
        await pilot.press("a")
        assert app.wanted == []
