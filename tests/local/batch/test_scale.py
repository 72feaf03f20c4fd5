"""An account of a hundred thousand jobs is as quick as a small one, and fits into memory."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

JOBS = 100_000
PROGRAM = f"""
import json, resource, time
from batchdeck.local.batch.operations import OPERATIONS
from batchdeck.local.batch.records import AttemptRecord, JobQueueRecord, JobRecord
from batchdeck.local.batch.service import BatchService
from tests.local.batch.builders import QUEUE, definition

def memory():
    with open("/proc/self/statm") as pages:
        return int(pages.read().split()[1]) * resource.getpagesize() / 2**20

def milliseconds(name, **request):
    def once():
        start = time.process_time()
        json.dumps(OPERATIONS[name](service, request))
        return time.process_time() - start
    return min(once() for _ in range(5)) * 1000

service = BatchService("123456789012", "eu-west-1")
service.account.queues[QUEUE] = JobQueueRecord("queue", QUEUE, 1, [], status="VALID")
of, now = definition(), int(time.time() * 1000) - {JOBS}
before, start = memory(), time.process_time()
for number in range({JOBS}):
    status = "RUNNABLE" if number % 10 == 0 else "SUCCEEDED"
    job = JobRecord(f"00000000-0000-0000-0000-{{number:012}}", f"job-{{number}}", QUEUE, of,
                    now + number, status=status, tags={{"team": "a"}})
    if status == "SUCCEEDED":
        job.started_at = job.stopped_at = now + number
        job.task_arn = f"arn:aws:ecs:eu-west-1:123456789012:task/cluster/{{number:032}}"
        job.log_stream = f"definition/default/{{number:032}}"
        job.attempts = [AttemptRecord(now, now, 0, "", "over", job.log_stream, job.task_arn)]
    service.insert(job)
ids = [job.id for job in service.account.jobs.newest_first(QUEUE)][:100]
print(json.dumps({{
    "seconds": time.process_time() - start,
    "megabytes": memory() - before,
    "page": milliseconds("ListJobs", jobQueue="queue", jobStatus="SUCCEEDED"),
    "snapshot": milliseconds("GetJobQueueSnapshot", jobQueue="queue"),
    "details": milliseconds("DescribeJobs", jobs=ids),
}}))
"""


@pytest.fixture(scope="module")
def measured() -> Any:
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    return json.loads(answer.stdout)


@pytest.mark.parametrize(
    ("what", "limit"),
    [("seconds", 5), ("megabytes", 150), ("page", 10), ("snapshot", 10), ("details", 10)],
)
def test_a_hundred_thousand_jobs(measured: Any, what: str, limit: float) -> None:
    """Seconds to insert them, MiB, and CPU milliseconds of an answer."""
    assert measured[what] <= limit
