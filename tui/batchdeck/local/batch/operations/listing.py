"""Listing the jobs of a queue, or the children of a job.

Source: Batch API, `ListJobs`: one status, or one filter over all statuses, which children
do not heed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice, takewhile

from batchdeck.local.batch import job_documents
from batchdeck.local.batch.account import Account
from batchdeck.local.batch.errors import ClientError, invalid
from batchdeck.local.batch.jobs import Position, position
from batchdeck.local.batch.operations.registry import operation
from batchdeck.local.batch.records import Document, JobRecord
from batchdeck.local.batch.service import BatchService

_PARENTS = ("jobQueue", "arrayJobId", "multiNodeJobId")
_NAME = "JOB_NAME"
_SHARE = "SHARE_IDENTIFIER"
"""The one filter that a status can go with."""
_MAX_BY_STATUS = 1000
_MAX_BY_FILTER = 100


@operation("ListJobs")
def list_jobs(service: BatchService, request: Document) -> Document:
    """A page of jobs, newest first."""
    account = service.account
    if sum(parent in request for parent in _PARENTS) != 1:
        raise invalid("Must provide exactly one of jobQueue, arrayJobId or multiNodeJobId.")
    most = _MAX_BY_FILTER if request.get("filters") else _MAX_BY_STATUS
    size = min(request.get("maxResults", most), most)
    if size < 1:
        raise invalid("maxResults must be at least 1.")
    jobs = list(islice(_matching(account, request), size + 1))
    answer: Document = {
        "jobSummaryList": [
            job_documents.summary(job, account.arn(f"job/{job.id}"), account.jobs.summary(job))
            for job in jobs[:size]
        ]
    }
    if len(jobs) > size:
        answer["nextToken"] = ".".join(map(str, position(jobs[size - 1])))
    return answer


def _matching(account: Account, request: Document) -> Iterator[JobRecord]:
    listed_by = _listed_by(account, request)
    before = _position(request["nextToken"]) if "nextToken" in request else None
    filters = request.get("filters")
    if not filters or "jobQueue" not in request:
        status = request.get("jobStatus", "RUNNING")
        return account.jobs.newest_first(listed_by, status, before=before)
    if len(filters) > 1:
        raise invalid("Only one filter can be used at a time.")
    name, values = filters[0].get("name"), filters[0].get("values") or []
    if name not in (_NAME, *_FILTERS) or not values:
        known = ", ".join((_NAME, *_FILTERS))
        raise invalid(f"Filter {name} must be one of {known} and have a value.")
    if name == _NAME:
        return _by_name(account, listed_by, values, before)
    status = request.get("jobStatus", "") if name == _SHARE else ""
    jobs = account.jobs.newest_first(listed_by, status, before=before)
    return _FILTERS[name](jobs, values)


def _listed_by(account: Account, request: Document) -> str:
    """What lists the jobs: the ARN of a queue, or the id of a parent."""
    if "jobQueue" in request:
        queue = account.queue(request["jobQueue"])
        if queue is None:
            raise ClientError(f"JobQueue {request['jobQueue']} not found.")
        return queue.arn
    reference = next(request[parent] for parent in _PARENTS if parent in request)
    job = account.job(reference)
    if job is None:
        raise ClientError(f"Job {reference} not found.")
    return job.id


def _position(token: str) -> Position:
    created_at, _, sequence = token.partition(".")
    if not (created_at.isdecimal() and sequence.isdecimal()):
        raise invalid(f"Invalid nextToken: {token}")
    return int(created_at), int(sequence)


def _by_name(
    account: Account, queue_arn: str, values: list[str], before: Position | None
) -> Iterator[JobRecord]:
    """Case does not matter; a value may end with `*`."""
    patterns = (
        f"{re.escape(value[:-1])}.*" if value.endswith("*") else re.escape(value)
        for value in map(str.lower, values)
    )
    any_is_meant = re.compile(f"\n(?:{'|'.join(patterns)})\n").search
    return account.jobs.named(queue_arn, any_is_meant, _names(values), before=before)


def _by_definition(jobs: Iterator[JobRecord], values: list[str]) -> Iterator[JobRecord]:
    """A name stands for all its revisions, and may end with `*`; or an ARN, or name:revision."""
    is_meant = _names(values)
    wanted: dict[str, bool] = {}
    for job in jobs:
        arn = job.definition.arn
        if arn not in wanted:
            reference = arn.rpartition("/")[2]
            name = reference.partition(":")[0]
            wanted[arn] = arn in values or reference in values or is_meant(name.lower())
        if wanted[arn]:
            yield job


def _names(values: list[str]) -> Callable[[str], bool]:
    """Whether a name in lower case is one of the values."""
    lower = [value.lower() for value in values]
    whole = frozenset(lower)
    beginnings = tuple(value[:-1] for value in lower if value.endswith("*"))
    return lambda name: name in whole or name.startswith(beginnings)


def _by_share(jobs: Iterator[JobRecord], values: list[str]) -> Iterator[JobRecord]:
    return (job for job in jobs if job.share_identifier in values)


def _created_before(jobs: Iterator[JobRecord], values: list[str]) -> Iterator[JobRecord]:
    at = _milliseconds(values[0])
    return (job for job in jobs if job.created_at < at)


def _created_after(jobs: Iterator[JobRecord], values: list[str]) -> Iterator[JobRecord]:
    at = _milliseconds(values[0])
    return takewhile(lambda job: job.created_at > at, jobs)


def _milliseconds(value: str) -> int:
    if not value.isdecimal():
        raise invalid(f"{value} is not a time in milliseconds.")
    return int(value)


_FILTERS: dict[str, Callable[[Iterator[JobRecord], list[str]], Iterator[JobRecord]]] = {
    "JOB_DEFINITION": _by_definition,
    _SHARE: _by_share,
    "BEFORE_CREATED_AT": _created_before,
    "AFTER_CREATED_AT": _created_after,
}
