"""Service jobs, which are SageMaker's training jobs: this account has none."""

from __future__ import annotations

from batchdeck.local.batch.errors import ClientError, invalid
from batchdeck.local.batch.operations.registry import operation
from batchdeck.local.batch.records import Document
from batchdeck.local.batch.service import BatchService

_MOST = 50


@operation("SubmitServiceJob")
def submit_service_job(service: BatchService, request: Document) -> Document:
    """Refused: the queues here are for container jobs."""
    reference = request["jobQueue"]
    _check_queue(service, reference)
    raise ClientError(
        f"JobQueue {reference} has no service environment: "
        "the local account has no SageMaker to run service jobs."
    )


@operation("DescribeServiceJob")
def describe_service_job(_: BatchService, request: Document) -> Document:
    """Refused: it does not exist."""
    raise _not_found(request)


@operation("ListServiceJobs")
def list_service_jobs(service: BatchService, request: Document) -> Document:
    """None, of any queue that exists."""
    if "jobQueue" in request:
        _check_queue(service, request["jobQueue"])
    return {"jobSummaryList": []}


@operation("UpdateServiceJob")
def update_service_job(_: BatchService, request: Document) -> Document:
    """Refused: it does not exist."""
    raise _not_found(request)


@operation("TerminateServiceJob")
def terminate_service_job(_: BatchService, request: Document) -> Document:
    """Refused: it does not exist."""
    raise _not_found(request)


@operation("TerminateServiceJobs")
def terminate_service_jobs(_: BatchService, request: Document) -> Document:
    """Done with all of them: AWS counts those that cannot be found as done."""
    if not 1 <= len(request["jobs"]) <= _MOST:
        raise invalid(f"The number of jobs must be between 1 and {_MOST}.")
    return {"successful": list(request["jobs"]), "errors": []}


def _not_found(request: Document) -> ClientError:
    return ClientError(f"ServiceJob {request['jobId']} not found.")


def _check_queue(service: BatchService, reference: str) -> None:
    if service.account.queue(reference) is None:
        raise ClientError(f"JobQueue {reference} not found.")
