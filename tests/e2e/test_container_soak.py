"""Many jobs in containers, cancelled and terminated at random: none is lost, nothing is left.

The suite runs a hundred of them; `make soak` runs a thousand.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from docker import DockerClient

from tests.e2e.killable import belongings, jobs_of, killable
from tests.local.cloud import Cloud, eventually
from tests.local.runners.recorder import DEMO

pytestmark = pytest.mark.engine
JOBS = int(os.environ.get("SOAK_JOBS", "100"))
PATIENCE = 120.0 + 2.0 * JOBS
"""Seconds; a quiet machine takes a tenth of it."""
STATES = ("SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED", "FAILED")
REASON = "stopped by chance"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a job does, and what is done to it."""

    number: int
    script: str
    exit_code: int | None
    """None: it does not end by itself."""
    stop: str = ""
    """`cancel`, `terminate`, or nothing."""
    after: float = 0.0
    """Seconds from the first submissions to its stop."""


def plans() -> Iterator[Plan]:
    """A mixture that is the same every time."""
    chance = random.Random(20241126)
    for number in range(JOBS):
        script, exit_code = chance.choice(
            [
                (f"echo {number}", 0),
                (f"echo {number}; sleep 0.5", 0),
                (f"echo {number}; exit 3", 3),
                (f"trap 'exit 0' TERM; echo {number}; sleep 1000 & wait", None),
            ]
        )
        stop = chance.choice(["", "", "cancel", "terminate"]) if exit_code is not None else ""
        stop = "terminate" if exit_code is None else stop
        yield Plan(number, script, exit_code, stop, chance.uniform(0, 0.2 * JOBS))


class Soak:
    """One account under a crowd of jobs."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._queue = cloud.queue(cloud.environment(maxvCpus=32))
        self._definition = cloud.definition(memory="32", container={"image": DEMO})
        self.plans: dict[str, Plan] = {}

    def submit(self, plan: Plan) -> None:
        """Submit a job."""
        job_id = self._cloud.submit(
            self._queue,
            self._definition,
            containerOverrides={"command": ["sh", "-c", plan.script]},
        )
        self.plans[job_id] = plan

    def stop_some(self) -> None:
        """Stop jobs, each when its time has come."""
        begin = time.monotonic()
        stops = {
            "cancel": self._cloud.batch.cancel_job,
            "terminate": self._cloud.batch.terminate_job,
        }
        for job_id, plan in sorted(self.plans.items(), key=lambda one: one[1].after):
            if plan.stop:
                time.sleep(max(0.0, begin + plan.after - time.monotonic()))
                stops[plan.stop](jobId=job_id, reason=REASON)

    def outcome(self) -> dict[str, Any]:
        """All jobs by id, once all are over."""
        eventually(lambda: self.counted()["RUNNING"] + self.counted()["STARTING"] == 0, PATIENCE)
        eventually(lambda: self.counted().keys() <= {"SUCCEEDED", "FAILED"}, PATIENCE)
        ids = list(self.plans)
        return {
            job["jobId"]: job
            for at in range(0, len(ids), 100)
            for job in self._cloud.batch.describe_jobs(jobs=ids[at : at + 100])["jobs"]
        }

    def counted(self) -> Counter[str]:
        """How many jobs `ListJobs` tells of, by state."""
        pages = self._cloud.batch.get_paginator("list_jobs")
        return Counter(
            job["status"]
            for state in STATES
            for page in pages.paginate(jobQueue=self._queue, jobStatus=state)
            for job in page["jobSummaryList"]
        )

    def lines(self, job: Any) -> Sequence[str]:
        """What a job has written."""
        return self._cloud.lines("/aws/batch/job", job["container"]["logStreamName"])


def check(plan: Plan, job: Any) -> str:
    """What became of a job; fails when that cannot be."""
    code, reason = job["container"].get("exitCode"), job["statusReason"]
    by_itself = (job["status"], code) == ("SUCCEEDED" if plan.exit_code == 0 else "FAILED", code)
    if reason == REASON:
        assert plan.stop
        assert job["status"] == "FAILED"
        return "stopped before" if code is None else "stopped in its container"
    assert reason == "Essential container in task exited", job
    assert by_itself, job
    assert code == plan.exit_code, job
    return str(job["status"]).lower()


def test_many_containers_stopped_at_random(engine: DockerClient) -> None:
    with killable() as (process, cloud):
        soak = Soak(cloud)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(soak.submit, plans()))
        soak.stop_some()
        jobs = soak.outcome()
        assert jobs.keys() == soak.plans.keys()
        assert len(jobs) == JOBS
        outcomes = Counter(check(plan, jobs[job_id]) for job_id, plan in soak.plans.items())
        print(dict(outcomes))
        assert set(outcomes) == {
            "succeeded",
            "failed",
            "stopped in its container",
            "stopped before",
        }
        for job_id, plan in soak.plans.items():
            if plan.stop == "":
                assert soak.lines(jobs[job_id]) == [str(plan.number)]
        eventually(lambda: not jobs_of(engine, process), PATIENCE)
        os.kill(process, signal.SIGTERM)
        eventually(lambda: not any(belongings(engine, process).values()), PATIENCE)
