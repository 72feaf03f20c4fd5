"""Shipping from the console: the key, the form it opens, and who may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from batchdeck.domain.job import Container
from batchdeck.domain.resources import JobDefinition
from batchdeck.screens.ship_acting import about, suggested
from tests.local.cloud import Cloud
from tests.screens.console_app import NARROW, console, painted, seen


@pytest.fixture(autouse=True)
def _orders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Orders are kept where the test ends."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def definition(image: str) -> JobDefinition:
    return JobDefinition(
        "align", 1, "arn:align", "container", "ACTIVE", containers=(Container("", image=image),)
    )


async def test_the_key_opens_the_form_for_what_the_cursor_is_on(cloud: Cloud) -> None:
    queue = cloud.queue()
    cloud.definition()
    async with console(cloud.endpoint, NARROW) as pilot:
        await seen(pilot, "live")
        await pilot.press("2")
        await seen(pilot, queue)
        await pilot.press("b")
        await seen(pilot, "Build and ship", queue, "What will be done")
        await pilot.press("escape")
        await seen(pilot, "live", queue)
        await pilot.press(":", *"ship", "enter")
        await seen(pilot, "Build and ship")


async def test_a_console_that_only_reads_ships_nothing(cloud: Cloud) -> None:
    cloud.definition()
    async with console(cloud.endpoint, read_only=True) as pilot:
        await seen(pilot, "READ-ONLY", "definition-")
        await pilot.press("b")
        await seen(pilot, "nothing can be changed here")
        assert "Build and ship" not in painted(pilot.app)


def test_a_repository_of_ecr_is_suggested_and_no_other(tmp_path: Path) -> None:
    host = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"
    for image, repository in (
        (f"{host}/team/align:7", "team/align"),
        (f"{host}/align@sha256:abc", "align"),
        ("localhost:5000/align@sha256:abc", "align"),
        ("busybox:1", ""),
        ("quay.io/team/align:7", ""),
    ):
        assert suggested(str(tmp_path), definition(image))["repository"] == repository
    assert suggested(str(tmp_path), None)["repository"] == ""


def test_a_folder_is_suggested_where_there_is_something_to_build(tmp_path: Path) -> None:
    assert suggested(str(tmp_path), None)["folder"] == ""
    (tmp_path / "Dockerfile").write_text("FROM scratch\n", encoding="utf-8")
    assert suggested(str(tmp_path), None)["folder"] == str(tmp_path)
    assert suggested(str(tmp_path), None)["tag"]


def test_the_definition_under_the_cursor_goes_before_the_last_order() -> None:
    last = {"folder": "/src", "platform": "linux/arm64", "definition": "sort:3", "queue": "etl"}
    assert about(last, None) == last
    assert about(last, definition("a:1")) == {"folder": "/src", "platform": "linux/arm64"}
    assert about({**last, "definition": "align:1"}, definition("a:1"))["queue"] == "etl"
