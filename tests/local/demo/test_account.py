"""The demo as independent clients see it, and what makes it the same every time."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import batchdeck.local
from batchdeck.local.demo.stuck import STUCK
from batchdeck.local.launcher import EmbeddedAccount, LocalAccount
from tests.accounts import AwsCli
from tests.local.cloud import eventually

README = Path(batchdeck.local.__file__).with_name("README.md")

DUMP = """
import hashlib, sys
from batchdeck.local.server import prepare_moto
prepare_moto("123456789012", 1)
from batchdeck.local.around.watching import watch
from batchdeck.local.batch.install import install
install()
watch()
from batchdeck.local.demo.account import build
seed, now = map(int, sys.argv[1:])
service = build("123456789012", "ap-northeast-1", seed, 400, now).service
service.account.lock.acquire()
from moto.ec2.models import ec2_backends
ec2 = ec2_backends["123456789012"]["ap-northeast-1"]
print(sorted(ec2.route_tables), [one.resources for one in service.account.environments.values()])
for job in service.account.jobs:
    print(job.id, job.status, job.exit_code, job.log_stream, [one.task_arn for one in job.attempts])
"""


@pytest.fixture(scope="module")
def account() -> Iterator[LocalAccount]:
    """The demo of seed 1, simulated, with no new jobs but the first."""
    started = EmbeddedAccount.start(
        "--pace", "immediate", "--engine", "none", "--no-traffic", "--seed", "1"
    )
    try:
        yield asyncio.run(started.ready())
    finally:
        started.close()


@pytest.fixture
def aws(account: LocalAccount) -> AwsCli:
    return AwsCli(account)


def remedies() -> dict[str, list[str]]:
    """The commands of the README, by the stuck job they mend."""
    text = README.read_text(encoding="utf-8")
    blocks = re.findall(r"### (\S+)\n.*?```sh\n(.*?)```", text, re.DOTALL)
    return {name: block.strip().splitlines() for name, block in blocks}


def jobs(aws: AwsCli, queue: str, status: str) -> list[dict[str, Any]]:
    answer = aws("batch", "list-jobs", "--job-queue", queue, "--job-status", status)
    found: list[dict[str, Any]] = answer["jobSummaryList"]
    return found


def test_the_readme_has_a_remedy_for_every_stuck_job() -> None:
    assert sorted(remedies()) == sorted(stuck.name for stuck in STUCK)
    assert all(1 <= len(commands) <= 2 for commands in remedies().values())


@pytest.mark.parametrize("stuck", STUCK, ids=lambda stuck: stuck.name)
def test_a_stuck_job_starts_once_its_cause_is_mended_by_the_aws_cli(
    stuck: Any, aws: AwsCli
) -> None:
    waiting = {job["jobName"]: job for job in jobs(aws, stuck.queue, "RUNNABLE")}
    assert waiting[stuck.name].get("statusReason", "") == stuck.reason
    for command in remedies()[stuck.name]:
        aws.line(command)

    def begun() -> list[dict[str, Any]]:
        states = ("STARTING", "RUNNING", "SUCCEEDED")
        return [job for state in states for job in jobs(aws, stuck.queue, state)]

    eventually(lambda: stuck.name in {job["jobName"] for job in begun()}, 60)


def test_the_aws_cli_reads_everything(aws: AwsCli, account: LocalAccount) -> None:
    assert aws("sts", "get-caller-identity")["Account"] == account.account
    environments = aws("batch", "describe-compute-environments")["computeEnvironments"]
    invalid = {one["computeEnvironmentName"] for one in environments if one["status"] != "VALID"}
    assert invalid <= {"closing"}
    assert len(aws("batch", "describe-job-queues")["jobQueues"]) >= 6
    assert len(aws("batch", "describe-job-definitions")["jobDefinitions"]) > 10
    subnets = {one["SubnetId"] for one in aws("ec2", "describe-subnets")["Subnets"]}
    for environment in environments:
        assert set(environment["computeResources"]["subnets"]) <= subnets
    role = aws("iam", "get-role", "--role-name", "ecsTaskExecutionRole")["Role"]
    assert role["Arn"].endswith("role/ecsTaskExecutionRole")


def test_a_finished_job_has_its_log(aws: AwsCli) -> None:
    past = re.compile(r"thumbnails-[0-9a-f]{5}")
    newest = next(job for job in jobs(aws, "etl", "SUCCEEDED") if past.fullmatch(job["jobName"]))
    (job,) = aws("batch", "describe-jobs", "--jobs", newest["jobId"])["jobs"]
    stream = job["attempts"][-1]["container"]["logStreamName"]
    where = ("--log-group-name", "/aws/batch/job", "--log-stream-name", stream)
    events = aws("logs", "get-log-events", *where, "--start-from-head")["events"]
    assert len(events) > 3
    assert job["startedAt"] < events[0]["timestamp"] < events[-1]["timestamp"] < job["stoppedAt"]


def test_jobs_run_and_write_from_the_start(aws: AwsCli) -> None:
    # It runs for a minute or two, and the account is older than that when it is busy.
    def begun() -> list[dict[str, Any]]:
        found = [*jobs(aws, "web-tasks", "RUNNING"), *jobs(aws, "web-tasks", "SUCCEEDED")]
        return [job for job in found if job["jobName"] == "crawl-prices-live"]

    job = eventually(begun, 60)[0]
    (detail,) = aws("batch", "describe-jobs", "--jobs", job["jobId"])["jobs"]
    where = ("--log-group-name", "/aws/batch/job", "--log-stream-name")
    stream = detail["container"]["logStreamName"]
    assert eventually(lambda: aws("logs", "get-log-events", *where, stream)["events"], 60)


def dump(seed: int, now: int) -> list[str]:
    """An account, line by line, as it is built at a time (ms since the epoch)."""
    command = [sys.executable, "-c", DUMP, str(seed), str(now)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def test_the_same_seed_is_the_same_account() -> None:
    now = time.time_ns() // 1_000_000
    first = dump(1, now)
    assert first == dump(1, now)
    assert first != dump(2, now)
    assert sum("SUCCEEDED" in line for line in first) > 300


@pytest.mark.parametrize("later", [1, 3_600_000, 17 * 3_600_000])
def test_at_another_time_it_is_the_same_in_another_order(later: int) -> None:
    now = time.time_ns() // 1_000_000
    assert sorted(dump(1, now)) == sorted(dump(1, now + later))
