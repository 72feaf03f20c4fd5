"""The embedded account: its size, its answers, its launches, its reset."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.accounts import demo
from tests.benchmarks.full_account import QUEUE
from tests.benchmarks.report import Line
from tests.benchmarks.surroundings import environment
from tests.local.cloud import Cloud
from tests.sources import ROOT

NAME = "account"
JOBS = 100_000
TIMES = 15
INSTANCES = 40
PAGE = 1000


@dataclass(frozen=True, slots=True)
class Full:
    """A full account."""

    url: str
    seconds: float
    """Of processor time that filling it took."""
    megabytes: float
    """That its jobs take."""

    def ask(self, operation: str, **request: Any) -> Any:
        """The answer of a Batch operation."""
        return json.loads(_post(f"{self.url}/v1/{operation}", json.dumps(request).encode()))

    def milliseconds(self, operation: str, **request: Any) -> float:
        """The shortest time of the whole answer, over the wire: on a busy machine others wait."""

        def once() -> float:
            begin = time.perf_counter()
            _post(f"{self.url}/v1/{operation}", json.dumps(request).encode())
            return (time.perf_counter() - begin) * 1000

        return min(once() for _ in range(TIMES))


@contextmanager
def full(jobs: int) -> Iterator[Full]:
    """An account with so many jobs in one queue, in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.full_account", "--jobs", str(jobs)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        told = json.loads(process.stdout.readline())
        url = f"http://127.0.0.1:{told['port']}"
        yield Full(url, told["seconds"], told["megabytes"])
    finally:
        process.stdin.close()
        process.wait()
        process.stdout.close()


def measure() -> list[Line]:
    """Everything about it."""
    return [*_demo(), *_answers(), *_launches()]


def _demo() -> list[Line]:
    """Processor time: nothing in it waits, and the machine may be busy with others."""

    def life(jobs: int) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with demo("--engine", "none", "--no-traffic", "--jobs", str(jobs)):
            pass
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    seconds = min(life(JOBS) for _ in range(2)) - min(life(0) for _ in range(2))
    what = f"demo: {JOBS:,} jobs of its past, with attempts: processor"
    return [Line(NAME, what, "s", seconds, 5)]


def _answers() -> list[Line]:
    with full(JOBS) as account:
        page = account.ask("listjobs", jobQueue=QUEUE, jobStatus="SUCCEEDED", maxResults=100)
        ids = [job["jobId"] for job in page["jobSummaryList"]]
        nobody = [{"name": "JOB_NAME", "values": ["align-reads-x*"]}]
        took = account.milliseconds
        empty = took("describejobqueues")
        lines = [
            ("the smallest answer there is", empty, 10.0),
            (
                f"ListJobs, a page of {PAGE:,}",
                took("listjobs", jobQueue=QUEUE, jobStatus="SUCCEEDED"),
                10.0,
            ),
            (
                "ListJobs, a filter that nothing matches",
                took("listjobs", jobQueue=QUEUE, filters=nobody),
                10.0,
            ),
            ("DescribeJobs of 100", took("describejobs", jobs=ids), 10.0),
            ("GetJobQueueSnapshot", took("getjobqueuesnapshot", jobQueue=QUEUE), 10.0),
            ("reset, the first", _reset(account), 50.0),
            ("reset, each other", min(_reset(account) for _ in range(TIMES)), 10.0),
        ]
        return [
            Line(NAME, f"{JOBS:,} jobs in one queue: processor", "s", account.seconds, 5),
            Line(NAME, f"{JOBS:,} jobs in one queue: memory", "MiB", account.megabytes, 150),
            *(Line(NAME, what, "ms", value, most) for what, value, most in lines),
        ]


def _reset(account: Full) -> float:
    begin = time.perf_counter()
    _post(f"{account.url}/moto-api/reset", b"")
    return (time.perf_counter() - begin) * 1000


def _launches() -> list[Line]:
    """Jobs that need an instance each, from the submission until all of them have one."""
    with demo("--engine", "none", "--no-demo", "--pace", "immediate") as served:
        cloud = Cloud(served.endpoint, served.region)
        environment = cloud.environment(maxvCpus=4 * INSTANCES, instanceTypes=["m5.xlarge"])
        queue = cloud.queue(environment)
        job = cloud.definition(vcpus="4", container={"command": ["sleep", "60"]})
        cloud.wait(cloud.submit(queue, job), "STARTING", "RUNNING", "SUCCEEDED", "FAILED")
        begin = time.perf_counter()
        array = cloud.submit(queue, job, arrayProperties={"size": INSTANCES - 1})
        while cloud.job(array)["arrayProperties"]["statusSummary"]["RUNNABLE"] or not _begun(
            cloud, array
        ):
            time.sleep(0.02)
        each = (time.perf_counter() - begin) * 1000 / INSTANCES
    return [Line(NAME, f"{INSTANCES} jobs, each on an instance of its own", "ms/job", each, 15)]


def _begun(cloud: Cloud, array: str) -> bool:
    summary = cloud.job(array)["arrayProperties"]["statusSummary"]
    return bool(summary["SUBMITTED"] + summary["PENDING"] == 0)


def _post(url: str, body: bytes) -> bytes:
    headers = {
        "Content-Type": "application/json",
        "Authorization": "AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/batch/aws4_request, "
        "SignedHeaders=host, Signature=0",
    }
    request = urllib.request.Request(url, body, headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        data: bytes = answer.read()
    return data


BENCHMARKS: Mapping[str, Callable[[], list[Line]]] = {NAME: measure}
