"""Stopping jobs from the console."""

from __future__ import annotations

from tests.local.cloud import Cloud
from tests.screens.console_app import console, painted, seen, until

TRAIN = "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/train-ranker:v7"


def stuck_queue(cloud: Cloud) -> str:
    """A queue whose jobs never start."""
    return cloud.queue(cloud.environment(subnets=[cloud.subnet(public=False, routed=False)]))


async def test_a_running_job_is_terminated_and_watched_until_it_is_over(cloud: Cloud) -> None:
    definition = cloud.definition(container={"image": TRAIN, "command": ["train"]})
    job = cloud.submit(cloud.queue(), definition, name="runs")
    cloud.wait(job, "RUNNING")
    async with console(cloud.endpoint) as pilot:
        await seen(pilot, "RUNNING", "runs")
        await pilot.press("ctrl+d")
        await seen(pilot, "Stop a job", "TerminateJob", "aws batch terminate-job")
        await pilot.press(*"enough")
        await seen(pilot, "--reason enough")
        await pilot.press("enter", "enter")
        await seen(pilot, "Type y to stop it; esc goes back")
        assert cloud.job(job)["status"] == "RUNNING"
        await pilot.press("y", "enter")
        await seen(pilot, "1 of 1 settled", "over")
    described = cloud.job(job)
    assert (described["status"], described["statusReason"]) == ("FAILED", "enough")


async def test_a_waiting_job_is_cancelled(cloud: Cloud) -> None:
    job = cloud.submit(stuck_queue(cloud), name="waits")
    cloud.wait(job, "RUNNABLE")
    async with console(cloud.endpoint) as pilot:
        await seen(pilot, "RUNNABLE", "waits")
        await pilot.press("ctrl+d")
        await seen(pilot, "CancelJob", "aws batch cancel-job")
        await pilot.press("enter", "y", "enter")
        await seen(pilot, "1 of 1 settled")
    assert cloud.job(job)["status"] == "FAILED"


async def test_several_jobs_want_their_number_typed(cloud: Cloud) -> None:
    queue = stuck_queue(cloud)
    jobs = [cloud.submit(queue, name=f"waits-{number}") for number in range(3)]
    async with console(cloud.endpoint) as pilot:
        await seen(pilot, "waits-0", "waits-1", "waits-2")
        await pilot.press("g", "space", "j", "space", "ctrl+d")
        await seen(pilot, "Stop 2 jobs", "Type 2 to stop them all")
        await pilot.press("enter", "y", "enter")
        await seen(pilot, "Type 2 to stop them all; esc goes back")
        assert all(cloud.job(job)["status"] == "RUNNABLE" for job in jobs)
        await pilot.press("backspace", "2", "enter")
        await seen(pilot, "2 of 2 settled")
    assert sorted(cloud.job(job)["status"] for job in jobs) == ["FAILED", "FAILED", "RUNNABLE"]


async def test_escape_stops_nothing(cloud: Cloud) -> None:
    job = cloud.submit(stuck_queue(cloud), name="waits")
    async with console(cloud.endpoint) as pilot:
        await seen(pilot, "waits")
        await pilot.press("ctrl+d")
        await seen(pilot, "CancelJob")
        await pilot.press("escape")
        await until(lambda: "CancelJob" not in painted(pilot.app))
    assert cloud.job(job)["status"] == "RUNNABLE"


async def test_a_console_that_only_reads_stops_nothing(cloud: Cloud) -> None:
    cloud.submit(stuck_queue(cloud), name="waits")
    async with console(cloud.endpoint, read_only=True) as pilot:
        await seen(pilot, "waits")
        await pilot.press("ctrl+d")
        await seen(pilot, "nothing can be changed here")
