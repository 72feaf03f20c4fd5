"""Jobs of an account with a long history, the same ones for the same number."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

HOUR = 3_600_000
ACTIVE_AT_MOST = 250
"""However long the history: so many jobs have not ended."""
ARN = "arn:aws:batch:us-east-1:123456789012"
QUEUE = "overnight"
KINDS = ("encode", "thumbnail", "train", "align-reads", "report", "ingest", "render", "score")
ALIVE = ("RUNNABLE", "RUNNABLE", "RUNNABLE", "RUNNING", "RUNNING", "STARTING", "PENDING")

Summary = dict[str, Any]


def job_name(number: int) -> str:
    """A name in which every sequence of digits may turn up."""
    return f"{KINDS[number % len(KINDS)]}-{number * 2_654_435_761 % 1_000_000_007:09}"


def status_of(number: int, total: int) -> str:
    """The newest jobs are active; of the others two of three went well."""
    if number < min(total * 3 // 100, ACTIVE_AT_MOST):
        return ALIVE[number % len(ALIVE)]
    return "FAILED" if number % 3 == 2 else "SUCCEEDED"


def summaries(total: int, now: int) -> list[Summary]:
    """Lines of `ListJobs`, newest first.

    All ages are whole half hours beyond half a day: while a benchmark runs no text of an age
    changes, so whatever is sent then is sent for nothing.
    """
    return [_summary(number, total, now) for number in range(total)]


def by_status(jobs: list[Summary]) -> dict[str, list[Summary]]:
    """The jobs as `ListJobs` gives them: one state a call."""
    found: defaultdict[str, list[Summary]] = defaultdict(list)
    for job in jobs:
        found[job["status"]].append(job)
    return found


def _summary(number: int, total: int, now: int) -> Summary:
    status = status_of(number, total)
    job_id = f"{number:08x}-7c1e-4b1a-9d55-{number:012x}"
    created = now - (13 * HOUR + HOUR // 2 + number % 90 * HOUR + number // 90)
    job: Summary = {
        "jobArn": f"{ARN}:job/{job_id}",
        "jobId": job_id,
        "jobName": job_name(number),
        "createdAt": created,
        "status": status,
        "jobDefinition": f"{ARN}:job-definition/{KINDS[number % len(KINDS)]}:{number % 9 + 1}",
        "container": {},
    }
    if status in ("RUNNING", "SUCCEEDED", "FAILED"):
        job["startedAt"] = created + 60_000
    if status in ("SUCCEEDED", "FAILED"):
        job["stoppedAt"] = created + 120_000
        job["statusReason"] = "Essential container in task exited"
        job["container"] = {"exitCode": 0 if status == "SUCCEEDED" else 1}
    return job
