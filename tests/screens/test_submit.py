"""Submitting from the console: the form, what is sent, and what happens when it goes wrong."""

from __future__ import annotations

from textual.widgets import Input

from tests.local.cloud import Cloud
from tests.screens.console_app import NARROW, Driver, console, painted, seen, until
from tests.screens.faulty_line import faulty_line

PROBE = "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/probe:1"


async def form(pilot: Driver, cloud: Cloud) -> None:
    """Open the form from the one definition there is."""
    await seen(pilot, "live")
    await pilot.press("3")
    await seen(pilot, "definition-")
    await pilot.press("n")
    await seen(pilot, "Submit a job", "This will be sent")


async def fill(pilot: Driver, field: str, text: str) -> None:
    """Type into a field."""
    field_input = pilot.app.screen.query_one(f"#{field}", Input)
    pilot.app.screen.set_focus(field_input)
    field_input.value = ""
    await pilot.pause()
    await pilot.press(*text)


async def test_a_job_is_submitted_followed_and_its_log_is_read(cloud: Cloud) -> None:
    queue = cloud.queue()
    cloud.definition(container={"image": PROBE, "command": ["probe"]})
    async with console(cloud.endpoint, NARROW) as pilot:
        await form(pilot, cloud)
        await fill(pilot, "name", "mine")
        await fill(pilot, "queue", queue)
        await fill(pilot, "timeout", "600")
        await seen(pilot, "aws batch submit-job", "--job-name mine")
        await pilot.press("ctrl+s")
        await seen(pilot, "SUBMITTED", "RUNNING", "probe: checking database")
        await seen(pilot, "SUCCEEDED", "probe: ok")
    jobs = cloud.batch.list_jobs(jobQueue=queue, jobStatus="SUCCEEDED")["jobSummaryList"]
    described = cloud.job(jobs[0]["jobId"])
    assert described["jobName"] == "mine"
    assert described["timeout"] == {"attemptDurationSeconds": 600}
    assert described["tags"]["batchdeck:submission"]


async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_sent(cloud: Cloud) -> None:
    queue = cloud.queue()
    cloud.definition()
    async with console(cloud.endpoint) as pilot:
        await form(pilot, cloud)
        await fill(pilot, "name", "no blanks")
        await fill(pilot, "timeout", "5")
        await fill(pilot, "environment", "AWS_BATCH_X=1")
        await fill(pilot, "parameters", "novalue")
        await seen(
            pilot,
            "letters, digits, - and _",
            "at least 60 seconds",
            "names starting AWS_BATCH are reserved",
            "write name=value",
            "choose a queue",
        )
        await pilot.press("ctrl+s")
        assert pilot.app.focused is pilot.app.screen.query_one("#parameters")
    assert not cloud.batch.list_jobs(jobQueue=queue, jobStatus="RUNNABLE")["jobSummaryList"]


async def test_a_definition_without_a_timeout_is_warned_about(cloud: Cloud) -> None:
    cloud.definition()
    async with console(cloud.endpoint) as pilot:
        await form(pilot, cloud)
        await seen(pilot, "none: a hung job costs for ever")
        await fill(pilot, "timeout", "90")
        await until(lambda: "for ever" not in painted(pilot.app))


async def test_fargate_offers_only_the_sizes_there_are(cloud: Cloud) -> None:
    queue = cloud.queue(cloud.environment("FARGATE"))
    cloud.fargate_definition()
    async with console(cloud.endpoint) as pilot:
        await form(pilot, cloud)
        await fill(pilot, "queue", queue)
        await fill(pilot, "vcpus", "0.25")
        await fill(pilot, "memory", "3000")
        await seen(pilot, "0.25 vCPU goes with 512, 1024, 2048 MiB")
        await fill(pilot, "memory", "")
        await pilot.press("down", "down")
        assert pilot.app.screen.query_one("#memory", Input).value == "1024"


async def test_a_refusal_keeps_the_form_as_it_was(cloud: Cloud) -> None:
    queue = cloud.queue()
    cloud.definition()
    cloud.batch.update_job_queue(jobQueue=queue, state="DISABLED")
    async with console(cloud.endpoint) as pilot:
        await form(pilot, cloud)
        await fill(pilot, "queue", queue)
        await fill(pilot, "name", "kept")
        await pilot.press("ctrl+s")
        await seen(pilot, "refused, no job was made", queue)
        assert pilot.app.screen.query_one("#name", Input).value == "kept"


async def test_a_console_that_only_reads_opens_no_form(cloud: Cloud) -> None:
    cloud.definition()
    async with console(cloud.endpoint, read_only=True) as pilot:
        await seen(pilot, "READ-ONLY", "definition-")
        await pilot.press("n")
        await seen(pilot, "nothing can be changed here")
        assert "Submit a job" not in painted(pilot.app)


async def test_a_lost_answer_sends_nothing_twice_and_the_job_is_found(cloud: Cloud) -> None:
    queue = cloud.queue()
    cloud.definition(container={"image": PROBE, "command": ["probe"]})
    async with faulty_line(cloud.endpoint) as line, console(line.url) as pilot:
        line.lose_answers_to.add("/v1/submitjob")
        await form(pilot, cloud)
        await fill(pilot, "queue", queue)
        await fill(pilot, "name", "once")
        await pilot.press("ctrl+s")
        await seen(pilot, "Job          once", "RUNNING")
        assert line.requests.count("/v1/submitjob") == 1
    found = [
        job["jobName"]
        for status in ("RUNNING", "SUCCEEDED")
        for job in cloud.batch.list_jobs(jobQueue=queue, jobStatus=status)["jobSummaryList"]
    ]
    assert found == ["once"]
