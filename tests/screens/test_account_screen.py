"""What is denied, throttled or lost takes only its own part of the screen along."""

from __future__ import annotations

from batchdeck.screens.account_screen import AccountScreen
from tests.local.cloud import Cloud
from tests.screens.console_app import console, gone, painted, seen, until
from tests.screens.faulty_line import faulty_line


async def test_a_denied_call_takes_only_its_own_pane_along(cloud: Cloud) -> None:
    queue = cloud.queue()
    cloud.submit(queue, name="still-here")
    async with faulty_line(cloud.endpoint) as line:
        line.errors["/v1/describecomputeenvironments"] = (403, "AccessDeniedException")
        async with console(line.url) as pilot:
            await seen(pilot, "batch:DescribeComputeEnvironments", "still-here", queue, "live")


async def test_throttling_makes_the_picture_old_not_empty_and_passes(cloud: Cloud) -> None:
    cloud.submit(cloud.queue(), name="still-here")
    async with faulty_line(cloud.endpoint) as line, console(line.url) as pilot:
        await seen(pilot, "still-here", "live")
        for path in ("/v1/listjobs", "/v1/describejobs"):
            line.errors[path] = (429, "TooManyRequestsException")
        assert "still-here" in await seen(pilot, "stale", "throttled")
        line.errors.clear()
        await pilot.press("ctrl+r")
        await gone(pilot, "stale")
        assert "live" in painted(pilot.app)


async def test_expired_credentials_are_told_and_the_picture_stays(cloud: Cloud) -> None:
    cloud.submit(cloud.queue(), name="still-here")
    async with faulty_line(cloud.endpoint) as line, console(line.url) as pilot:
        await seen(pilot, "still-here", "live")
        for path in ("/v1/listjobs", "/v1/describejobs", "/v1/describejobqueues"):
            line.errors[path] = (403, "ExpiredTokenException")
        assert "still-here" in await seen(pilot, "expired")


async def test_where_the_queues_are_denied_the_jobs_say_so_too(cloud: Cloud) -> None:
    async with faulty_line(cloud.endpoint) as line:
        line.errors["/v1/describejobqueues"] = (403, "AccessDeniedException")
        async with console(line.url) as pilot:
            await seen(pilot, "stale")
            empty = pilot.app.screen.query_one("#jobs-table")
            painted_jobs = "".join(strip.text for strip in empty.render_lines(empty.size.region))
            assert "batch:DescribeJobQueues" in painted_jobs


async def test_what_was_read_a_moment_ago_serves_a_diagnosis(cloud: Cloud) -> None:
    queue = cloud.queue()
    async with console(cloud.endpoint) as pilot:
        await seen(pilot, queue, "live")
        screen = pilot.app.screen
        assert isinstance(screen, AccountScreen)
        held = await until(lambda: len(screen.held()) == 2 and screen.held())
        assert [each.name for each in held["queues"]] == [queue]
        assert held["environments"] == screen.environments.items
