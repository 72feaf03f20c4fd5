"""awsbw, a watcher of AWS Batch queues, as a client that knows nothing of this account."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.local.cloud import REGION, Cloud
from tests.local.scripted_runner import ScriptedRunner
from tests.pty_session import PtySession

AWSBW = str(Path(sys.executable).with_name("awsbw"))
#: It takes its credentials from a profile and nothing else.
PROFILE = f"""[default]
region = {REGION}
aws_access_key_id = testing
aws_secret_access_key = testing
"""
ESCAPE = "\x1b"


@pytest.fixture
def settings(endpoint: str, tmp_path: Path) -> dict[str, str]:
    """What the program finds in its environment."""
    (tmp_path / "config").write_text(PROFILE, encoding="utf-8")
    return {
        **os.environ,
        "AWS_CONFIG_FILE": str(tmp_path / "config"),
        "AWS_ENDPOINT_URL": endpoint,
        "ESCDELAY": "25",
    }


@pytest.fixture
def queue(cloud: Cloud, runner: ScriptedRunner) -> str:
    """A queue with a job that has succeeded, one that failed, one that runs and two that wait."""
    name = cloud.queue(cloud.environment(maxvCpus=2, instanceTypes=["m5.large"]))
    small = cloud.name("definition")
    # It shows the members for size that AWS has replaced by resourceRequirements.
    properties = {"image": "busybox", "vcpus": 2, "memory": 512}
    cloud.batch.register_job_definition(
        jobDefinitionName=small, type="container", containerProperties=properties
    )
    for job, code in (("good-night", 0), ("bad-dream", 1)):
        ended = cloud.submit(name, small, name=job)
        runner.next().finish(code)
        cloud.wait(ended, "SUCCEEDED", "FAILED")
    running = cloud.submit(name, small, name="day-shift")
    run = runner.next()
    run.events.started()
    run.events.lines([(cloud.job(running)["createdAt"], f"line {n} of it") for n in range(3)])
    cloud.wait(running, "RUNNING")
    for job in ("patient", "next-one"):
        cloud.wait(cloud.submit(name, small, name=job), "RUNNABLE")
    return name


@pytest.fixture
def screen(queue: str, settings: dict[str, str]) -> Iterator[PtySession]:
    """The program on that queue, when it shows its jobs."""
    command = [AWSBW, "--queue", queue, "--job-polling-sec", "30"]
    with PtySession(command, size=(120, 40), environment=settings) as session:
        for job in ("day-shift", "next-one", "patient", "good-night", "bad-dream"):
            session.wait_for(job, 60)
        yield session


def test_it_lists_the_queues(cloud: Cloud, settings: dict[str, str]) -> None:
    names = [cloud.queue() for _ in range(3)]
    done = subprocess.run(
        [AWSBW, "--list-queues"], env=settings, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    heading, *listed = done.stdout.splitlines()
    assert heading == "Available batch queues:"
    assert [line.strip() for line in listed] == names


def test_every_job_stands_under_its_state(screen: PtySession) -> None:
    heading, *rows = [line[1:-1] for line in screen.screen()[1:5]]
    states = heading.split()
    assert states == ["RUNNING", "RUNNABLE", "SUCCEEDED", "FAILED"]
    starts = [heading.index(state) for state in states]
    table = [
        [row[start:end].strip() for start, end in zip(starts, [*starts[1:], None], strict=True)]
        for row in rows
    ]
    assert table == [
        ["day-shift", "next-one", "good-night", "bad-dream"],
        ["", "patient", "", ""],
        ["", "", "", ""],
    ]


def test_a_job_is_described_its_log_is_read_and_it_is_terminated(
    cloud: Cloud, queue: str, screen: PtySession
) -> None:
    (running,) = cloud.batch.list_jobs(jobQueue=queue)["jobSummaryList"]
    definition = running["jobDefinition"].rpartition("/")[2]
    screen.send("d")
    screen.wait_for(f"day-shift (id: {running['jobId']}) on {queue}. RUNNING")
    screen.wait_for(f"Job Description: {definition}")
    screen.wait_for("mem: 512 MB.")
    screen.send(ESCAPE)
    screen.wait_for("good-night")
    screen.send("l")
    for number in range(3):
        screen.wait_for(f"line {number} of it")
    screen.send(ESCAPE)
    screen.wait_for("good-night")
    screen.send("t")
    screen.wait_for("To terminate job day-shift type Y")
    screen.send("y")
    assert cloud.wait(running["jobId"], "FAILED")["statusReason"] == "Terminated by user"
    screen.wait_for("good-night")
    screen.send("q")
    assert screen.wait() == 0
