from __future__ import annotations

from textual.app import App

from batchdeck.domain.job import EnvironmentVariable
from batchdeck.domain.secret import MASK, Secret
from batchdeck.screens.reveal import RevealScreen
from batchdeck.widgets.glyphs import UNICODE
from tests.local.cloud import Cloud
from tests.screens.console_app import Driver, console, gone, painted, seen, until

VARIABLES = (
    EnvironmentVariable("TOKEN", Secret("hunter22")),
    EnvironmentVariable("LEVEL", Secret("[red]debug[/]")),
)
TALL = (160, 140)
"""So that a whole document can be seen."""
VALUES = ("hunter22", "sw0rdfish")


def values_on(pilot: Driver) -> int:
    """How many secret values can be seen."""
    screen = painted(pilot.app)
    return sum(screen.count(value) for value in VALUES)


async def test_values_are_shown_one_at_a_time_and_hidden_again() -> None:
    app: App[None] = App()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(RevealScreen(VARIABLES, UNICODE))
        assert (await seen(pilot, "TOKEN", "LEVEL")).count(MASK) == 2
        await pilot.press("enter")
        assert (await seen(pilot, "hunter22")).count(MASK) == 1
        await pilot.press("j", "enter")
        assert "hunter22" not in await seen(pilot, "[red]debug[/]")
        await pilot.press("enter")
        assert (await gone(pilot, "debug")).count(MASK) == 2
        await pilot.press("escape")
        await gone(pilot, "TOKEN")


async def test_no_variables_are_told() -> None:
    app: App[None] = App()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(RevealScreen((), UNICODE))
        await seen(pilot, "no environment variables")


async def test_a_value_is_seen_nowhere_in_the_console_but_where_it_was_asked_for(
    cloud: Cloud,
) -> None:
    variables = [{"name": "TOKEN", "value": "hunter22"}]
    definition = cloud.definition(container={"environment": variables})
    more = [{"name": "OTHER", "value": "sw0rdfish"}]
    cloud.submit(cloud.queue(), definition, name="mine", containerOverrides={"environment": more})
    async with console(cloud.endpoint, TALL) as pilot:
        await seen(pilot, "mine", f"TOKEN = {MASK}", f"OTHER = {MASK}")
        await pilot.press("y")
        so_far = await seen(pilot, '"TOKEN"', '"OTHER"', f'"value": "{MASK}"')
        await pilot.press("at")
        so_far += await seen(pilot, "batch:DescribeJobs")
        await pilot.press("escape", "v")
        so_far += await seen(pilot, "Environment variables", "OTHER")
        assert not {value for value in VALUES if value in so_far}
        await pilot.press("enter")
        await until(lambda: values_on(pilot) == 1)
        await pilot.press("j", "enter")
        await pilot.pause()
        assert values_on(pilot) == 1
