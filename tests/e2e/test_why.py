"""The diagnosis on the demo account: true causes first, and nothing healthy accused."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from aiohttp import web

from batchdeck.aws.account import Account
from batchdeck.diagnosis.diagnosing import diagnose
from batchdeck.diagnosis.diagnosis import Diagnosis, State
from batchdeck.diagnosis.subject import Kind, Subject
from batchdeck.local.launcher import LocalAccount
from tests.accounts import AwsCli, demo, environment_for
from tests.screens.console_app import connection_to
from tests.screens.faulty_line import FaultyLine, faulty_line

CAUSES = {
    "thumbnails-backfill": "ce-state-enabled",
    "ranker-sweep": "ce-max-vcpus-fits-job",
    "ranker-full": "ce-instance-types-fit",
    "load-2024-q4": "net-egress-path",
    "partner-feed": "iam-instance-profile-exists",
    "align-cohort-himem": "cap-insufficient-capacity-reason",
    "polish-contigs": "ce-gpu-capable",
    "shot-0427-relight": "ce-arch-consistent",
    "shot-0431-comp": "ce-launch-template-exists",
    "shot-0419-denoise": "job-consumable-resource-satisfiable",
    "close-books-november": "iam-service-role-exists-trust",
    "audit-trail": "net-sg-egress",
    "train-foundation": "cap-ec2-vcpu-quota",
    "load-2024-q4-verify": "net-egress-path",
}
HEALTHY_QUEUES = ("etl", "reports", "web-tasks")
HEALTHY_ENVIRONMENTS = ("ondemand", "spot-mixed", "fargate")


@pytest.fixture(scope="module")
def account() -> Iterator[LocalAccount]:
    with demo("--engine", "none", "--no-traffic") as running:
        yield running


@pytest.fixture(scope="module")
def stuck(account: LocalAccount) -> dict[str, str]:
    """Ids of the stuck jobs by name."""
    cli = AwsCli(account)
    queues = [one["jobQueueName"] for one in cli("batch", "describe-job-queues")["jobQueues"]]
    found = {}
    for queue in queues:
        words = ("batch", "list-jobs", "--job-queue", queue, "--job-status", "RUNNABLE")
        found.update({one["jobName"]: one["jobId"] for one in cli(*words)["jobSummaryList"]})
    return found


async def whole(endpoint: str, region: str, *subjects: Subject) -> list[Diagnosis]:
    """The last diagnosis of each subject."""
    aws = Account(replace(connection_to(endpoint), region=region))
    try:
        found = []
        for subject in subjects:
            stream = diagnose(aws, subject, time.time_ns() // 1_000_000)
            found.append([one async for one in stream][-1])
        return found
    finally:
        await aws.close()


@pytest.mark.parametrize(("name", "cause"), CAUSES.items())
async def test_every_stuck_job_gets_its_cause_first(
    account: LocalAccount, stuck: dict[str, str], name: str, cause: str
) -> None:
    subject = Subject(Kind.JOB, stuck[name])
    (diagnosis,) = await whole(account.endpoint, account.region, subject)
    assert diagnosis.state is State.BLOCKED
    assert [one.finding.check.id for one in diagnosis.causes] == [cause]
    assert diagnosis.effort.rounds <= 3


async def test_nothing_healthy_is_accused(account: LocalAccount) -> None:
    subjects = [Subject(Kind.QUEUE, name) for name in HEALTHY_QUEUES]
    subjects += [Subject(Kind.ENVIRONMENT, name) for name in HEALTHY_ENVIRONMENTS]
    for diagnosis in await whole(account.endpoint, account.region, *subjects):
        assert diagnosis.state is State.PROGRESSING, diagnosis.summary
        assert diagnosis.causes == ()
        assert diagnosis.exit_code == 0


async def test_with_one_call_denied_the_rest_is_answered(
    account: LocalAccount, stuck: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    handle = FaultyLine.handle

    async def denying(line: FaultyLine, request: web.Request) -> web.StreamResponse:
        if b"Action=DescribeRouteTables" in await request.read():
            body = (
                "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You are not "
                "authorized to perform this operation.</Message></Error></Errors></Response>"
            )
            return web.Response(text=body, status=403, content_type="text/xml")
        return await handle(line, request)

    monkeypatch.setattr(FaultyLine, "handle", denying)
    async with faulty_line(account.endpoint) as line:
        partner = Subject(Kind.JOB, stuck["partner-feed"])
        warehouse = Subject(Kind.JOB, stuck["load-2024-q4"])
        first, second = await whole(line.url, account.region, partner, warehouse)
    assert first.roots[0].finding.check.id == "iam-instance-profile-exists"
    egress = next(one for one in second.findings if one.check.id == "net-egress-path")
    assert egress.verdict.missing_permission == "ec2:DescribeRouteTables"
    assert len(second.unknowns) < len(second.findings) / 4
    answered = {one.check.id for one in second.findings} - {one.check.id for one in second.unknowns}
    assert {"net-sg-egress", "iam-instance-profile-exists", "ce-instance-types-fit"} <= answered


def why(account: LocalAccount, *words: str) -> subprocess.CompletedProcess[str]:
    """`batchdeck why` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "batchdeck", "why", *words],
        env={**os.environ, **environment_for(account)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_command_and_its_fix(account: LocalAccount, stuck: dict[str, str]) -> None:
    done = why(account, stuck["ranker-sweep"], "--json", "--endpoint-url", account.endpoint)
    found = json.loads(done.stdout)
    assert (done.returncode, found["state"]) == (1, "BLOCKED")
    assert found["causes"][0]["check"] == "ce-max-vcpus-fits-job"
    (command,) = found["causes"][0]["fix"]["commands"]
    cli = AwsCli(account)
    cli(*shlex.split(command)[1:])
    deadline = time.monotonic() + 60
    while cli("batch", "describe-jobs", "--jobs", stuck["ranker-sweep"])["jobs"][0]["status"] == (
        "RUNNABLE"
    ):
        assert time.monotonic() < deadline, "the fix did not start the job"
        time.sleep(0.2)


def test_exit_codes_of_the_command(account: LocalAccount) -> None:
    healthy = why(account, "etl", "--markdown")
    assert (healthy.returncode, healthy.stdout.splitlines()[0]) == (
        0,
        "## PROGRESSING: nothing is wrong with etl",
    )
    gone = why(account, "00000000-0000-0000-0000-000000000000")
    assert (gone.returncode, "does not know the job" in gone.stdout) == (2, True)


def test_without_an_account_of_ones_own_by_the_name_of_a_job(account: LocalAccount) -> None:
    done = why(account, "--local", "thumbnails-backfill", "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["job"]["name"]) == (1, "thumbnails-backfill")
    assert found["causes"][0]["check"] == "ce-state-enabled"
