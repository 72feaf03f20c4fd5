"""Deregistering old revisions in the console, over the wire."""

from __future__ import annotations

import pytest

from batchdeck.aws.errors import DeniedError
from batchdeck.definitions.deregistering import Deregistration, Phase
from batchdeck.screens.definition_deregistration import progress
from tests.local.cloud import Cloud
from tests.screens.console_app import NARROW, WIDE, Driver, console, painted, seen, until
from tests.screens.definitions_in import active, on_definition, revisions
from tests.screens.faulty_line import faulty_line

DEREGISTER = "/v1/deregisterjobdefinition"


async def opened(pilot: Driver, name: str) -> None:
    await on_definition(pilot, name)
    await pilot.press("D")
    await seen(pilot, f"Deregister old revisions of {name}", "newest 5")


async def keep(pilot: Driver, number: str) -> None:
    """Type how many are kept, then go on to the question."""
    field = pilot.app.screen.query_one("#keep")
    field.value = number  # type: ignore[attr-defined]
    await pilot.pause()
    await pilot.press("enter")


def stuck_queue(cloud: Cloud) -> str:
    return cloud.queue(cloud.environment(subnets=[cloud.subnet(public=False, routed=False)]))


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_newest_and_those_in_use_are_kept(cloud: Cloud, size: tuple[int, int]) -> None:
    revisions(cloud, "etl", 8)
    cloud.wait(cloud.submit(stuck_queue(cloud), "etl:2", name="waits"), "RUNNABLE")
    async with console(cloud.endpoint, size) as pilot:
        await seen(pilot, "waits")
        await opened(pilot, "etl")
        await seen(
            pilot,
            "one of the newest 5",
            "1 job has it: 1 RUNNABLE",
            "older, and no job waits or runs with it",
            "EventBridge",
            "Type 2 to deregister them",
            "aws batch deregister-job-definition --job-definition etl:1",
            "(and 1 more)",
        )
        await pilot.press("enter", "y", "enter")
        await seen(pilot, "Type 2 to deregister them; esc goes back")
        assert active(cloud, "etl") == list(range(1, 9))
        await pilot.press("backspace")
        await pilot.pause()
        await pilot.press("2", "enter")
        await seen(pilot, "2 of 2 deregistered")
        assert active(cloud, "etl") == [2, 4, 5, 6, 7, 8]
        calls = pilot.app.screen_stack[0].account.calls.recent()  # type: ignore[attr-defined]
        assert [
            call.line.partition(" --region")[0] for call in calls if "Dereg" in call.action
        ] == [
            "aws batch deregister-job-definition --job-definition etl:3",
            "aws batch deregister-job-definition --job-definition etl:1",
        ]


async def test_one_wants_a_y_and_the_command_is_shown(cloud: Cloud) -> None:
    revisions(cloud, "etl", 2)
    async with console(cloud.endpoint) as pilot:
        await opened(pilot, "etl")
        await seen(pilot, "none of them goes: all are kept")
        await pilot.press("enter", "enter")
        await seen(pilot, "none of them goes")
        await keep(pilot, "x")
        await seen(pilot, "keep: 'x': a whole number from 1")
        await keep(pilot, "1")
        await seen(pilot, "Type y to deregister it")
        pilot.app.screen.query_one("#deregistration-table").focus()
        await pilot.press("G")
        await seen(pilot, "aws batch deregister-job-definition --job-definition etl:1")
        await keep(pilot, "1")
        await pilot.press("y", "enter")
        await seen(pilot, "1 of 1 deregistered")
    assert active(cloud, "etl") == [2]


async def test_escape_changes_nothing(cloud: Cloud) -> None:
    revisions(cloud, "etl", 7)
    async with console(cloud.endpoint) as pilot:
        await opened(pilot, "etl")
        await seen(pilot, "Type 2 to deregister them")
        await pilot.press("escape")
        await until(lambda: "Deregister old" not in painted(pilot.app))
    assert len(active(cloud, "etl")) == 7


async def test_a_job_that_comes_meanwhile_keeps_its_revision(cloud: Cloud) -> None:
    revisions(cloud, "etl", 7)
    queue = stuck_queue(cloud)
    async with console(cloud.endpoint) as pilot:
        await seen(pilot, "no jobs yet")
        await opened(pilot, "etl")
        await seen(pilot, "Type 2 to deregister them")
        cloud.wait(cloud.submit(queue, "etl:1", name="new"), "RUNNABLE")
        console_screen = pilot.app.screen_stack[0]
        await until(lambda: console_screen.jobs.jobs)  # type: ignore[attr-defined]
        await pilot.press("enter", "2", "enter")
        await seen(pilot, "meanwhile other revisions are in use", "Type y to deregister it")
        assert len(active(cloud, "etl")) == 7
        await pilot.press("y", "enter")
        await seen(pilot, "1 of 1 deregistered")
    assert active(cloud, "etl") == [1, 3, 4, 5, 6, 7]


async def test_a_denial_is_told_for_each(cloud: Cloud) -> None:
    revisions(cloud, "etl", 7)
    async with faulty_line(cloud.endpoint) as line, console(line.url) as pilot:
        line.errors[DEREGISTER] = (403, "AccessDeniedException")
        await opened(pilot, "etl")
        await pilot.press("enter", "2", "enter")
        await seen(
            pilot, "0 of 2 deregistered, 2 refused", "DeregisterJobDefinition is not allowed"
        )
        assert line.requests.count(DEREGISTER) == 2
    assert len(active(cloud, "etl")) == 7


async def test_a_lost_answer_is_looked_up_and_sent_once(cloud: Cloud) -> None:
    revisions(cloud, "etl", 7)
    async with faulty_line(cloud.endpoint) as line, console(line.url) as pilot:
        line.lose_answers_to.add(DEREGISTER)
        await opened(pilot, "etl")
        await pilot.press("enter", "2", "enter")
        await seen(pilot, "2 of 2 deregistered")
        assert line.requests.count(DEREGISTER) == 2
    assert active(cloud, "etl") == [3, 4, 5, 6, 7]


async def test_escape_stops_before_the_next_one(cloud: Cloud) -> None:
    revisions(cloud, "etl", 7)
    async with faulty_line(cloud.endpoint) as line, console(line.url) as pilot:
        line.lose_answers_to.add(DEREGISTER)
        await opened(pilot, "etl")
        await seen(pilot, "Type 2 to deregister them")
        line.errors["/v1/describejobdefinitions"] = (403, "AccessDeniedException")
        await pilot.press("enter", "2", "enter")
        await seen(pilot, "unknown: looking")
        await pilot.press("escape")
        await seen(pilot, "the one on its way is waited for")
        await seen(pilot, "0 of 2 deregistered, 1 unknown, 1 left alone", seconds=90)
        assert line.requests.count(DEREGISTER) == 1
        await pilot.press("escape")
        await seen(pilot, "3 Definitions")
    assert active(cloud, "etl") == [2, 3, 4, 5, 6, 7]


async def test_without_knowing_what_is_in_use_nothing_goes(cloud: Cloud) -> None:
    revisions(cloud, "etl", 7)
    cloud.queue()
    async with faulty_line(cloud.endpoint) as line, console(line.url) as pilot:
        line.errors["/v1/listjobs"] = (403, "AccessDeniedException")
        await on_definition(pilot, "etl")
        await pilot.press("D")
        await seen(pilot, "what is in use is not known", "batch:ListJobs is not allowed")
        await pilot.press("enter", "2", "enter")
        await seen(pilot, "not known yet: nothing is sent")
    assert len(active(cloud, "etl")) == 7


def test_how_far_it_has_come() -> None:
    one = Deregistration("etl", 1)
    gone, refused = (
        Deregistration("etl", 2, Phase.GONE),
        Deregistration("etl", 3, Phase.REFUSED, DeniedError("no")),
    )
    assert progress([one, gone], stopped=False) == "1 of 2 deregistered"
    assert progress([refused, gone], stopped=False) == "1 of 2 deregistered, 1 refused"
    assert progress([one, gone], stopped=True).endswith("the one on its way is waited for")
    stopped = Deregistration("etl", 1, Phase.STOPPED)
    assert progress([stopped, gone], stopped=True) == "1 of 2 deregistered, 1 left alone"
