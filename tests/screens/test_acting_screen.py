from __future__ import annotations

import pytest

from batchdeck.widgets import clipboard
from tests.local.cloud import Cloud
from tests.screens.console_app import NARROW, console, gone, painted, seen
from tests.screens.test_stop import stuck_queue

NOWHERE = "http://127.0.0.1:9"


async def test_a_job_is_copied_as_id_or_arn_and_anything_else_as_its_name(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []

    async def copy(_: clipboard.Clipboard, text: str) -> str:
        copied.append(text)
        return f"copied {len(copied)}"

    monkeypatch.setattr(clipboard.Clipboard, "copy", copy)
    queue = stuck_queue(cloud)
    job = cloud.submit(queue, name="mine")
    async with console(cloud.endpoint) as pilot:
        await seen(pilot, "mine", "live")
        await pilot.press("c")
        await seen(pilot, "copied 1")
        await pilot.press("C")
        await seen(pilot, "copied 2")
        await pilot.press("2", "c")
        await seen(pilot, "copied 3")
    assert copied[0] == job
    assert copied[1] == cloud.job(job)["jobArn"]
    assert copied[2] == queue


async def test_where_there_is_nothing_under_the_cursor_nothing_happens(cloud: Cloud) -> None:
    async with console(cloud.endpoint) as pilot:
        await seen(pilot, "no jobs yet")
        await pilot.press("c", "C", "ctrl+d")
        assert "Stop a job" not in await seen(pilot, "no jobs yet")


async def test_a_form_from_a_job_has_its_queue_and_its_definition(cloud: Cloud) -> None:
    queue, definition = stuck_queue(cloud), cloud.definition()
    cloud.submit(queue, definition, name="mine")
    async with console(cloud.endpoint, NARROW) as pilot:
        await seen(pilot, "mine", "live")
        await pilot.press("n")
        await seen(pilot, "Submit a job", f"--job-queue {queue}", f"{definition}:1")
        await pilot.press("escape")
        await gone(pilot, "Submit a job")


async def test_what_needs_no_account_works_without_one() -> None:
    async with console(NOWHERE) as pilot:
        await pilot.press("v")
        await seen(pilot, "no environment variables")
        await pilot.press("escape", "question_mark")
        await seen(pilot, "Everywhere")
        await pilot.press("escape")
        await gone(pilot, "Everywhere")
        assert "4 Jobs" in painted(pilot.app)
