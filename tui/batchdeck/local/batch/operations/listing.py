"""Listing the jobs of a queue, or the children of a job.

Source: Batch API, `ListJobs`: one status, or one filter over all statuses, which children
do not heed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice, takewhile

from batchdeck.local.batch import job_documents
from batchdeck.local.batch.account import Account
from batchdeck.local.batch.errors import ClientError, invalid
from batchdeck.local.batch.jobs import Position, position
from batchdeck.local.batch.operations.registry import operation
from batchdeck.local.batch.records import Document, JobRecord
from batchdeck.local.batch.service import BatchService

_PARENTS = ("jobQueue", "arrayJobId", "multiNodeJobId")
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
    if name not in _FILTERS or not values:
        raise invalid(f"Filter {name} must be one of {', '.join(_FILTERS)} and have a value.")
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


def _by_name(jobs: Iterator[JobRecord], values: list[str]) -> Iterator[JobRecord]:
    """Case does not matter; a value may end with `*`."""
    is_meant = _names(values)
    return (job for job in jobs if is_meant(job.name))


def _by_definition(jobs: Iterator[JobRecord], values: list[str]) -> Iterator[JobRecord]:
    """A name stands for all its revisions, and may end with `*`; or an ARN, or name:revision."""
    is_meant = _names(values)

    @cache
    def is_wanted(arn: str) -> bool:
        reference = arn.rpartition("/")[2]
        name = reference.partition(":")[0]
        return arn in values or reference in values or bool(is_meant(name))

    return (job for job in jobs if is_wanted(job.definition.arn))


def _names(values: list[str]) -> Callable[[str], object]:
    """Whether a name is one of the values: one look at it, for a list may be long."""
    patterns = (
        f"{re.escape(value[:-1])}.*" if value.endswith("*") else re.escape(value)
        for value in values
    )
    return re.compile("|".join(patterns), re.IGNORECASE).fullmatch


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
    "JOB_NAME": _by_name,
    "JOB_DEFINITION": _by_definition,
    _SHARE: _by_share,
    "BEFORE_CREATED_AT": _created_before,
    "AFTER_CREATED_AT": _created_after,
}
