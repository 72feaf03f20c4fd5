"""What the console offers for definitions, by keys and by words."""

from __future__ import annotations

import pytest

from tests.local.cloud import Cloud
from tests.screens.console_app import console, painted, seen
from tests.screens.definitions_in import on_definition, revisions


async def typed(pilot: object, word: str) -> None:
    await pilot.press("colon", *word, "enter")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("revisions", "Revisions of etl"),
        ("compare", "etl:1 -> etl:2"),
        ("edit", "A new revision from etl:2"),
        ("deregister", "Deregister old revisions of etl"),
    ],
)
async def test_words_for_the_definition_under_the_cursor(
    cloud: Cloud, word: str, words: str
) -> None:
    revisions(cloud, "etl", 2)
    async with console(cloud.endpoint) as pilot:
        await typed(pilot, word)
        await seen(pilot, "no job definition under the cursor: 3 goes to them")
        await on_definition(pilot, "etl")
        await seen(pilot, "Definition   etl:2")
        await typed(pilot, word)
        await seen(pilot, words)


async def test_read_only_changes_nothing(cloud: Cloud) -> None:
    revisions(cloud, "etl", 2)
    async with console(cloud.endpoint, read_only=True) as pilot:
        await on_definition(pilot, "etl")
        for word in ("edit", "deregister"):
            await typed(pilot, word)
            await seen(pilot, "Read-only: nothing can be changed here")
            assert "A new revision" not in painted(pilot.app)
        await pilot.press("=")
        await seen(pilot, "etl:1 -> etl:2")


async def test_the_keys_stand_below_and_in_the_help(cloud: Cloud) -> None:
    revisions(cloud, "etl", 2)
    async with console(cloud.endpoint) as pilot:
        await on_definition(pilot, "etl")
        await seen(pilot, "= compare", "e edit", "D deregister")
        await pilot.press("?")
        await seen(pilot, "Definitions", "a new revision, in your editor")
