"""The list of calls made."""

from __future__ import annotations

from tests.local.cloud import Cloud
from tests.screens.console_app import console, seen


async def test_every_call_is_listed_as_a_command_that_can_be_pasted(cloud: Cloud) -> None:
    queue = cloud.queue()
    async with console(cloud.endpoint) as pilot:
        await seen(pilot, queue, "live")
        await pilot.press("at")
        await seen(pilot, "Calls", "batch:ListJobs", "batch:DescribeJobQueues", "ms", "ok")
        await seen(pilot, "aws batch", f"--endpoint-url {cloud.endpoint}")
        await pilot.press("escape")
        await seen(pilot, "4 Jobs")


async def test_failed_calls_alone(cloud: Cloud) -> None:
    async with console("http://127.0.0.1:9") as pilot:
        await seen(pilot, "cannot be reached")
        await pilot.press("exclamation_mark")
        await seen(pilot, "Failed calls", "batch:DescribeJobQueues")
