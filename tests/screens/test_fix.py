"""Fixes from the Why tab: shown, confirmed, sent once, and followed until they help or do not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from batchdeck.diagnosis import mending
from batchdeck.diagnosis.check import Apply, Remedy
from batchdeck.diagnosis.checks import load
from batchdeck.diagnosis.diagnosis import Diagnosis
from batchdeck.diagnosis.engine import Finding
from batchdeck.diagnosis.ranking import Cause, Certainty
from batchdeck.diagnosis.subject import Kind, Subject
from batchdeck.diagnosis.verdict import Evidence, failed
from batchdeck.panes.why import WhyPane
from batchdeck.screens.console import ConsoleScreen
from batchdeck.screens.fix import form_texts, obstacle
from batchdeck.settings import Settings
from tests.local.cloud import Cloud
from tests.screens.console_app import NARROW, WIDE, Driver, console, painted, seen, until
from tests.screens.faulty_line import faulty_line

TRAIN = "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/train-ranker:v7"
UPDATE = "/v1/updatecomputeenvironment"


@pytest.fixture(autouse=True)
def _looks_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mending, "LOOK_AGAIN", 2.0)


def waiting(cloud: Cloud, environment: str) -> str:
    """The id of a job that waits in a queue of an environment, and can run."""
    definition = cloud.definition(container={"image": TRAIN, "command": ["train"]})
    job = cloud.submit(cloud.queue(environment), definition, name="waits")
    cloud.wait(job, "RUNNABLE")
    return job


def disabled(cloud: Cloud, **more: Any) -> str:
    """A disabled environment."""
    name = cloud.environment(**more)
    cloud.batch.update_compute_environment(computeEnvironment=name, state="DISABLED")
    return name


def state_of(cloud: Cloud, environment: str) -> str:
    """ENABLED or DISABLED."""
    found = cloud.batch.describe_compute_environments(computeEnvironments=[environment])
    return str(found["computeEnvironments"][0]["state"])


async def fix_of(pilot: Driver, *texts: str) -> None:
    """Open the Why tab of the job under the cursor, and its fix."""
    await seen(pilot, "RUNNABLE", "waits", "live")
    await pilot.press("w")
    await seen(pilot, "BLOCKED", "looked at")
    await pilot.press("a")
    await seen(pilot, "Fix", *texts)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_word_is_asked_for_the_job_starts_and_the_tab_says_so(
    cloud: Cloud, size: tuple[int, int]
) -> None:
    environment = disabled(cloud)
    job = waiting(cloud, environment)
    async with console(cloud.endpoint, size) as pilot:
        await fix_of(pilot, "batch:UpdateComputeEnvironment", "state = ENABLED", "Type apply")
        await pilot.press(*"yes", "enter")
        await seen(pilot, "type apply to send it; esc goes back")
        assert state_of(cloud, environment) == "DISABLED"
        await pilot.press("ctrl+u", *"apply", "enter")
        await seen(pilot, "Moved", "waits is ", "it helped")
        await pilot.press("escape")
        await seen(pilot, f"no more: the environment {environment} is DISABLED")
        screen = pilot.app.screen
        assert isinstance(screen, ConsoleScreen)
        assert screen.account is not None
        writes = [one for one in screen.account.calls.recent() if ":Update" in one.action]
        assert [one.outcome for one in writes] == ["ok"]
    assert state_of(cloud, environment) == "ENABLED"
    assert cloud.job(job)["status"] != "RUNNABLE"


async def test_escape_changes_nothing_and_ascii_is_ascii(cloud: Cloud) -> None:
    environment = disabled(cloud)
    waiting(cloud, environment)
    settings = Settings(ascii=True, refresh_seconds=1)
    async with console(cloud.endpoint, settings=settings) as pilot:
        await fix_of(pilot, "Type apply to send it")
        assert (await seen(pilot, "state = ENABLED")).isascii()
        await pilot.press(*"apply", "escape")
        await until(lambda: "Type apply to send it" not in painted(pilot.app))
        await pilot.press("a", "a")
        await seen(pilot, "Type apply to send it")
        await pilot.press("escape")
        await until(lambda: isinstance(pilot.app.screen, ConsoleScreen))
    assert state_of(cloud, environment) == "DISABLED"


async def test_a_safe_fix_needs_no_word(cloud: Cloud) -> None:
    queue = cloud.queue()
    cloud.batch.update_job_queue(jobQueue=queue, state="DISABLED")
    async with console(cloud.endpoint) as pilot:
        await seen(pilot, queue, "live")
        await pilot.press("2")
        await seen(pilot, "2 Queues", queue)
        await pilot.press("w")
        await seen(pilot, "BLOCKED", f"the queue {queue} is DISABLED", "looked at")
        await pilot.press("a")
        await seen(pilot, "batch:UpdateJobQueue", "enter sends it")
        await pilot.press("enter")
        await seen(pilot, "Moved", f"{queue} is free: it helped")
    described = cloud.batch.describe_job_queues(jobQueues=[queue])["jobQueues"][0]
    assert described["state"] == "ENABLED"


async def test_a_fix_that_is_denied_says_which_permission_is_missing(cloud: Cloud) -> None:
    environment = disabled(cloud)
    waiting(cloud, environment)
    async with faulty_line(cloud.endpoint) as line:
        line.errors[UPDATE] = (403, "AccessDeniedException")
        async with console(line.url) as pilot:
            await fix_of(pilot, "Type apply to send it")
            await pilot.press(*"apply", "enter")
            await seen(pilot, "Refused", "nothing was changed", "batch:UpdateComputeEnvironment")
        assert line.requests.count(UPDATE) == 1
    assert state_of(cloud, environment) == "DISABLED"


async def test_a_lost_answer_is_looked_up_and_nothing_is_sent_again(cloud: Cloud) -> None:
    environment = disabled(cloud)
    waiting(cloud, environment)
    async with faulty_line(cloud.endpoint) as line:
        line.lose_answers_to.add(UPDATE)
        async with console(line.url) as pilot:
            await fix_of(pilot, "Type apply to send it")
            await pilot.press(*"apply", "enter")
            await seen(pilot, "Moved", "it helped")
        assert line.requests.count(UPDATE) == 1


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_console_that_only_reads_shows_the_command_and_sends_nothing(
    cloud: Cloud, size: tuple[int, int]
) -> None:
    environment = disabled(cloud)
    waiting(cloud, environment)
    async with console(cloud.endpoint, size, read_only=True) as pilot:
        await fix_of(pilot, "--state ENABLED", "read-only: nothing can be changed here")
        assert "Type apply" not in painted(pilot.app)
        await pilot.press("enter")
        await pilot.press("y")
        await seen(pilot, "clipboard")
    assert state_of(cloud, environment) == "DISABLED"


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_fix_that_does_not_help_tells_the_next_cause(
    cloud: Cloud, size: tuple[int, int]
) -> None:
    private = cloud.subnet(public=False, routed=False)
    environment = disabled(cloud, subnets=[private])
    waiting(cloud, environment)
    async with console(cloud.endpoint, size) as pilot:
        await fix_of(pilot, f"the environment {environment} is DISABLED", "Type apply")
        await pilot.press(*"apply", "enter")
        await seen(pilot, "waits is still RUNNABLE", "the next cause")
        await seen(pilot, private)
    assert state_of(cloud, environment) == "ENABLED"


async def test_what_is_left_open_is_filled_in_and_understood_as_it_is_typed(cloud: Cloud) -> None:
    subnet, outside = cloud.subnet(public=False, routed=False), cloud.subnet()
    nat = cloud.ec2.create_nat_gateway(SubnetId=outside)["NatGateway"]["NatGatewayId"]
    waiting(cloud, cloud.environment(subnets=[subnet]))
    async with console(cloud.endpoint, NARROW) as pilot:
        await fix_of(pilot, "Fill in <nat>", "fill in <nat>", "--nat-gateway-id")
        await pilot.press(*nat, "enter")
        await seen(pilot, "ec2:CreateRoute", f"NatGatewayId = {nat}")
        await pilot.press(*"apply", "enter")
        await seen(pilot, "Moved", "it helped")


def too_large(cloud: Cloud) -> str:
    """The id of a job that needs all the memory its only type has, and keeps a secret."""
    environment = cloud.environment(instanceTypes=["m5.large"])
    program = {"image": TRAIN, "command": ["train"]}
    definition = cloud.definition(container=program, memory="8100")
    secret = {"environment": [{"name": "TOKEN", "value": "hunter22"}]}
    queue = cloud.queue(environment)
    job = cloud.submit(queue, definition, name="waits", containerOverrides=secret)
    cloud.wait(job, "RUNNABLE")
    return job


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_several_requests_are_shown_and_sent_one_after_the_other(
    cloud: Cloud, size: tuple[int, int]
) -> None:
    job = too_large(cloud)
    async with console(cloud.endpoint, size) as pilot:
        await fix_of(pilot, "1 of 2", "submit-job", "2 of 2", "terminate-job", "Type apply")
        await pilot.press(*"apply", "enter")
        await seen(pilot, "Moved", "it helped")
        assert "hunter22" not in painted(pilot.app)
    cloud.wait(job, "FAILED")
    assert "submitted again" in cloud.job(job)["statusReason"]
    queue = cloud.job(job)["jobQueue"]
    mine = [{"name": "JOB_NAME", "values": ["waits"]}]
    found = cloud.batch.list_jobs(jobQueue=queue, filters=mine)["jobSummaryList"]
    (again,) = (one["jobId"] for one in found if one["jobId"] != job)
    variables = cloud.job(again)["container"]["environment"]
    assert {"name": "TOKEN", "value": "hunter22"} in variables


async def test_what_was_done_before_a_refusal_is_told(cloud: Cloud) -> None:
    job = too_large(cloud)
    async with faulty_line(cloud.endpoint) as line:
        line.errors["/v1/terminatejob"] = (403, "AccessDeniedException")
        async with console(line.url) as pilot:
            await fix_of(pilot, "Type apply")
            await pilot.press(*"apply", "enter")
            await seen(pilot, "Refused", "done: SubmitJob; TerminateJob (2 of 2) was refused")
    assert cloud.job(job)["status"] == "RUNNABLE"


async def test_a_fix_that_is_another_job_opens_the_form_filled_in(cloud: Cloud) -> None:
    queue, definition = cloud.queue(), cloud.definition()
    killed = failed(
        "the container was killed for its memory",
        Evidence("j-1", "attempts[].container.reason", "OutOfMemoryError", "none"),
        name="align",
        queue=queue,
        definition=f"{definition}:1",
        memory="4096",
    )
    cause = Cause(Finding(load()["job-out-of-memory"], killed), Certainty.CERTAIN)
    async with console(cloud.endpoint) as pilot:
        await seen(pilot, definition, queue, "live")
        pane = pilot.app.screen.query_one(WhyPane)
        pane.post_message(WhyPane.FixRequested(Diagnosis(Subject(Kind.JOB, "j-1"), 1), cause))
        await seen(pilot, "batch:SubmitJob", "it is another job, in a form to look over")
        await pilot.press(*"apply", "enter")
        await seen(pilot, "Submit a job", "--job-name align", '"type":"MEMORY","value":"4096"')
        assert cloud.batch.list_jobs(jobQueue=queue, jobStatus="RUNNABLE")["jobSummaryList"] == []


def test_the_parameters_of_a_job_as_texts_of_the_form() -> None:
    parameters = {
        "jobName": "align",
        "jobQueue": "etl",
        "jobDefinition": "align:7",
        "containerOverrides": {"resourceRequirements": [{"type": "VCPU", "value": "2"}]},
        "retryStrategy": {"attempts": 3},
        "timeout": {"attemptDurationSeconds": 60},
    }
    assert form_texts(parameters) == {
        "name": "align",
        "queue": "etl",
        "definition": "align:7",
        "vcpus": "2",
        "attempts": "3",
        "timeout": "60",
    }


def cause_with(*commands: str, apply: Apply = Apply.CONFIRM) -> Cause:
    """A cause whose remedy is these commands."""
    check = replace(load()["ce-state-enabled"], remedy=Remedy(commands, apply))
    verdict = failed("spot is DISABLED", Evidence("spot", "state", "DISABLED", "ENABLED"))
    return Cause(Finding(check, verdict), Certainty.CERTAIN)


@pytest.mark.parametrize(
    ("cause", "read_only", "words"),
    [
        (cause_with("aws batch x"), False, ""),
        (cause_with("aws batch x {nat}"), False, ""),
        (cause_with(), False, "no command mends this"),
        (cause_with("aws batch x", apply=Apply.NEVER), False, "not sent from here"),
        (cause_with("aws batch x"), True, "read-only"),
        (cause_with("aws batch x", "aws y {role}"), False, ""),
    ],
)
def test_why_a_fix_is_only_shown(cause: Cause, read_only: bool, words: str) -> None:
    why_not = obstacle(cause, read_only=read_only)
    assert words in why_not
    assert bool(words) == bool(why_not)
