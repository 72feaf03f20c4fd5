"""Trying the definition under the cursor, by its key and by its word."""

from __future__ import annotations

import pytest

from tests.local.cloud import Cloud
from tests.screens.console_app import NARROW, console, seen
from tests.screens.definitions_in import on_definition, revision
from tests.screens.test_trial import image

__all__ = ["image"]
WAIT = 60.0


@pytest.mark.engine
async def test_the_key_runs_its_container_here(cloud: Cloud, image: str) -> None:
    command = ["sh", "-c", "echo $WHO Ref::what $((40+2))"]
    revision(
        cloud, "etl", image, variables={"WHO": "me"}, command=command, parameters={"what": "is"}
    )
    async with console(cloud.endpoint, NARROW) as pilot:
        await on_definition(pilot, "etl")
        await seen(pilot, "x try here")
        await pilot.press("x")
        await seen(pilot, "Tried here", "me is 42", "ended with exit code 0", seconds=WAIT)
        await pilot.press("escape")
        await seen(pilot, "3 Definitions")


@pytest.mark.engine
async def test_the_word_does_and_an_image_that_cannot_be_pulled_is_told(cloud: Cloud) -> None:
    revision(cloud, "etl", "localhost:9/none:v1")
    async with console(cloud.endpoint) as pilot:
        await pilot.press("colon", *"try", "enter")
        await seen(pilot, "no job definition under the cursor")
        await on_definition(pilot, "etl")
        await seen(pilot, "Definition   etl:1")
        await pilot.press("colon", *"try", "enter")
        await seen(pilot, "connection refused", "cannot reach the registry", seconds=WAIT)


async def test_the_key_stands_in_the_help(cloud: Cloud) -> None:
    revision(cloud, "etl", "app:v1")
    async with console(cloud.endpoint) as pilot:
        await on_definition(pilot, "etl")
        await pilot.press("?")
        await seen(pilot, "run its container on this machine")
