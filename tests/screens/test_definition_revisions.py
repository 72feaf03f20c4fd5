"""The revisions of a definition, in the console."""

from __future__ import annotations

from dataclasses import replace

import pytest

from batchdeck.domain.job import Job
from batchdeck.domain.resources import JobDefinition
from batchdeck.screens.definition_revisions import last_used, status_tone
from batchdeck.widgets.column import Tone
from tests.local.cloud import Cloud
from tests.screens.console_app import NARROW, WIDE, Driver, console, gone, seen
from tests.screens.definitions_in import on_definition, revision, revisions
from tests.screens.faulty_line import faulty_line


async def opened(pilot: Driver, name: str) -> None:
    await on_definition(pilot, name)
    await pilot.press("enter")
    await seen(pilot, f"Revisions of {name}", "ACTIVE")


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_all_of_them_with_state_image_and_jobs(cloud: Cloud, size: tuple[int, int]) -> None:
    revisions(cloud, "etl", 3)
    queue = cloud.queue(cloud.environment(subnets=[cloud.subnet(public=False, routed=False)]))
    cloud.wait(cloud.submit(queue, "etl:2", name="waits"), "RUNNABLE")
    cloud.batch.deregister_job_definition(jobDefinition="etl:1")
    async with console(cloud.endpoint, size) as pilot:
        await seen(pilot, "waits")
        await opened(pilot, "etl")
        screen = await seen(pilot, "INACTIVE", "etl:v1", "etl:v3", "1 RUNNABLE", "etl:3")
        lines = [line.split() for line in screen.splitlines() if "ACTIVE " in line]
        assert [line[1:3] for line in lines] == [
            ["3", "ACTIVE"],
            ["2", "ACTIVE"],
            ["1", "INACTIVE"],
        ]
        assert "RUNNABLE" in lines[1]
        await pilot.press("j")
        await seen(pilot, "Image        registry/etl:v2", "TOKEN = ******")


async def test_from_a_revision_to_its_jobs_and_to_those_of_all(cloud: Cloud) -> None:
    revisions(cloud, "etl", 2)
    queue = cloud.queue(cloud.environment(subnets=[cloud.subnet(public=False, routed=False)]))
    for number in (1, 2):
        cloud.wait(cloud.submit(queue, f"etl:{number}", name=f"of-{number}"), "RUNNABLE")
    async with console(cloud.endpoint) as pilot:
        await seen(pilot, "of-1", "of-2")
        await opened(pilot, "etl")
        await pilot.press("enter")
        await seen(pilot, "revision etl:2", "of-2")
        await gone(pilot, "of-1")
        await opened(pilot, "etl")
        await pilot.press("4")
        await seen(pilot, "definition etl", "of-1", "of-2")
        await pilot.press("escape")
        await gone(pilot, "definition etl ")


async def test_two_marked_revisions_are_compared_else_the_one_with_the_newest(
    cloud: Cloud,
) -> None:
    revisions(cloud, "etl", 4)
    async with console(cloud.endpoint) as pilot:
        await opened(pilot, "etl")
        await pilot.press("G", "=")
        await seen(pilot, "etl:1 -> etl:4")
        await pilot.press("escape")
        await seen(pilot, "Revisions of etl")
        await pilot.press("space", "=")
        await seen(pilot, "Mark two revisions")
        await pilot.press("k", "space", "=")
        await seen(pilot, "etl:1 -> etl:2")


async def test_read_only_changes_nothing(cloud: Cloud) -> None:
    revisions(cloud, "etl", 2)
    async with console(cloud.endpoint, read_only=True) as pilot:
        await opened(pilot, "etl")
        for key in ("e", "D"):
            await pilot.press(key)
            await seen(pilot, "Read-only: nothing can be changed here")


async def test_what_cannot_be_read_says_why(cloud: Cloud) -> None:
    revision(cloud, "etl", "etl:1")
    async with faulty_line(cloud.endpoint) as line, console(line.url) as pilot:
        await on_definition(pilot, "etl")
        line.errors["/v1/describejobdefinitions"] = (403, "AccessDeniedException")
        await pilot.press("enter")
        await seen(pilot, "Revisions of etl", "batch:DescribeJobDefinitions is not allowed")
        line.errors.clear()
        await pilot.press("ctrl+r")
        await seen(pilot, "ACTIVE")


def test_the_newest_job_of_each_revision() -> None:
    job = Job("1", "x", "q", "SUCCEEDED", 100, definition="etl:1")
    newer, other = replace(job, created_at=300), replace(job, created_at=200, definition="etl:2")
    assert last_used([job, newer, other]) == {"etl:1": 300, "etl:2": 200}


def test_inactive_ones_are_quiet() -> None:
    one = JobDefinition("etl", 1, "arn", "container", "ACTIVE")
    assert status_tone(one) is Tone.GOOD
    assert status_tone(replace(one, status="INACTIVE")) is Tone.MUTED
