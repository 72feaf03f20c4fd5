"""Comparing revisions in the console, over the wire."""

from __future__ import annotations

import pytest

from batchdeck.domain.resources import JobDefinition
from batchdeck.screens.definition_comparison import in_order, opposite
from tests.local.cloud import Cloud
from tests.screens.console_app import NARROW, WIDE, console, gone, painted, seen
from tests.screens.definitions_in import TOKEN, on_definition, revision, revisions
from tests.screens.faulty_line import faulty_line

OLD, NEW = (
    JobDefinition("etl", number, f"arn:{number}", "container", "ACTIVE") for number in (1, 2)
)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_newest_with_the_one_before_it(cloud: Cloud, size: tuple[int, int]) -> None:
    revisions(cloud, "etl", 3)
    async with console(cloud.endpoint, size) as pilot:
        await on_definition(pilot, "etl")
        await pilot.press("=")
        await seen(
            pilot,
            "etl:2 -> etl:3",
            "2 values differ",
            '- "registry/etl:v2"',
            '+ "registry/etl:v3"',
            "containerProperties.environment[TOKEN].value",
            '+ "******"',
        )
        assert TOKEN not in painted(pilot.app)
        await pilot.press("u")
        await seen(pilot, '-     "image": "registry/etl:v2"', '+     "image": "registry/etl:v3"')
        assert TOKEN not in painted(pilot.app)
        await pilot.press("u")
        await gone(pilot, '"image":')
        await pilot.press("escape")
        await seen(pilot, "3 Definitions")


async def test_a_masked_value_is_revealed_alone(cloud: Cloud) -> None:
    revisions(cloud, "etl", 2)
    async with console(cloud.endpoint, NARROW) as pilot:
        await on_definition(pilot, "etl")
        await pilot.press("=")
        await seen(pilot, "2 values differ")
        await pilot.press("v")
        await seen(pilot, "TOKEN (old)", "TOKEN (new)")
        assert TOKEN not in painted(pilot.app)
        await pilot.press("enter")
        await seen(pilot, f"{TOKEN}-1")
        assert f"{TOKEN}-2" not in painted(pilot.app)


async def test_two_marked_definitions(cloud: Cloud) -> None:
    for name in ("align", "sort", "z-last"):
        revision(cloud, name, f"{name}:1")
    async with console(cloud.endpoint) as pilot:
        await on_definition(pilot, "align")
        await pilot.press("space", "=")
        await seen(pilot, "1 marked: mark two")
        await pilot.press("j", "space", "=")
        await seen(pilot, "align:1 -> sort:1", "jobDefinitionName", '+ "sort:1"')


async def test_the_only_revision_has_nothing_to_be_compared_with(cloud: Cloud) -> None:
    revision(cloud, "etl", "etl:1")
    async with console(cloud.endpoint) as pilot:
        await on_definition(pilot, "etl")
        await pilot.press("=")
        await seen(pilot, "etl:1 is the only active revision")


async def test_revisions_that_cannot_be_read_say_why(cloud: Cloud) -> None:
    revisions(cloud, "etl", 2)
    async with faulty_line(cloud.endpoint) as line, console(line.url) as pilot:
        await on_definition(pilot, "etl")
        line.errors["/v1/describejobdefinitions"] = (403, "AccessDeniedException")
        await pilot.press("=")
        await seen(pilot, "etl:1 -> etl:2", "batch:DescribeJobDefinitions is not allowed")
        await pilot.press("u", "v", "c", "escape")
        await seen(pilot, "3 Definitions")


async def test_equal_ones(cloud: Cloud) -> None:
    for _ in range(2):
        revision(cloud, "etl", "etl:1")
    async with console(cloud.endpoint) as pilot:
        await on_definition(pilot, "etl")
        await pilot.press("=")
        await seen(pilot, "nothing differs")


def test_the_other_side_and_the_order() -> None:
    assert opposite(OLD, [NEW, OLD]) is NEW
    assert opposite(NEW, [NEW, OLD]) is OLD
    assert opposite(NEW, [NEW]) is None
    assert in_order(NEW, OLD) == ("etl:1", "etl:2") == in_order(OLD, NEW)
