"""Ending jobs."""

from __future__ import annotations

import re
from collections.abc import Callable

from batchdeck.local.batch.errors import ClientError, invalid
from batchdeck.local.batch.operations.checks import check_reason
from batchdeck.local.batch.operations.registry import operation
from batchdeck.local.batch.records import Document, JobRecord
from batchdeck.local.batch.service import BatchService

_MOST = 50
_REFERENCE = re.compile(r"(arn:[\w-]+:batch:[\w-]*:\d*:job/)?[\w-]+([:#]\d+)?")


@operation("CancelJob")
def cancel_job(service: BatchService, request: Document) -> Document:
    """End a job that has not started; one that has goes on, and the answer is the same."""
    check_reason(request["reason"])
    service.scheduler.cancel(_existing(service, request["jobId"]), request["reason"])
    return {}


@operation("TerminateJob")
def terminate_job(service: BatchService, request: Document) -> Document:
    """End a job in whatever state it is; its container is stopped."""
    check_reason(request["reason"])
    service.scheduler.end(_existing(service, request["jobId"]), request["reason"])
    return {}


@operation("CancelJobs")
def cancel_jobs(service: BatchService, request: Document) -> Document:
    """Cancel up to 50 jobs; those that are not known count as done."""
    return _each(service, request, service.scheduler.cancel)


@operation("TerminateJobs")
def terminate_jobs(service: BatchService, request: Document) -> Document:
    """Terminate up to 50 jobs; those that are not known count as done."""
    return _each(service, request, service.scheduler.end)


def _each(
    service: BatchService, request: Document, stop: Callable[[JobRecord, str], None]
) -> Document:
    """The result for every id; one that no job can have is an error of its own.

    Source: Batch API, `CancelJobs` and `TerminateJobs`.
    """
    check_reason(request["reason"])
    references = request["jobs"]
    if not 1 <= len(references) <= _MOST:
        raise invalid(f"The number of jobs must be between 1 and {_MOST}.")
    errors = []
    for reference in references:
        if not _REFERENCE.fullmatch(reference):
            message = f"Invalid job identifier: {reference}"
            errors.append({"job": reference, "code": "ClientException", "message": message})
        elif (job := service.account.job(reference)) is not None:
            stop(job, request["reason"])
    refused = {error["job"] for error in errors}
    return {"successful": [one for one in references if one not in refused], "errors": errors}


def _existing(service: BatchService, reference: str) -> JobRecord:
    job = service.account.job(reference)
    if job is None:
        raise ClientError(f"Job {reference} not found.")
    return job
