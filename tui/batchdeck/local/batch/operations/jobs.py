"""Describing jobs."""

from __future__ import annotations

from batchdeck.local.batch import job_documents
from batchdeck.local.batch.errors import invalid
from batchdeck.local.batch.operations.registry import operation
from batchdeck.local.batch.records import Document
from batchdeck.local.batch.service import BatchService

_MAX_JOBS = 100


@operation("DescribeJobs")
def describe_jobs(service: BatchService, request: Document) -> Document:
    """Jobs by id or ARN; those that are not known are left out."""
    account = service.account
    references = request["jobs"]
    if len(references) > _MAX_JOBS:
        raise invalid(f"Maximum number of jobs supported is  {_MAX_JOBS}")
    found = [account.job(reference) for reference in references]
    details = [
        job_documents.detail(job, account.arn(f"job/{job.id}"), account.jobs.summary(job))
        for job in found
        if job is not None
    ]
    return {"jobs": details}
