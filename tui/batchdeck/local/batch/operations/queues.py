"""Job queues: create, describe, update, delete."""

from __future__ import annotations

from functools import partial

from batchdeck.local.batch import documents, reasons
from batchdeck.local.batch.errors import ClientError, invalid
from batchdeck.local.batch.jobs import ACTIVE
from batchdeck.local.batch.operations.checks import check_idle, check_name, check_tags
from batchdeck.local.batch.operations.paging import check_page, page
from batchdeck.local.batch.operations.queue_rules import (
    check_policy,
    check_queue,
    environments_of,
    kind_of,
)
from batchdeck.local.batch.operations.registry import operation
from batchdeck.local.batch.records import Document, JobQueueRecord
from batchdeck.local.batch.service import BatchService

_MAX_QUEUES = 50


@operation("CreateJobQueue")
def create_job_queue(service: BatchService, request: Document) -> Document:
    """Make one; it is VALID after a while."""
    account, name = service.account, request["jobQueueName"]
    check_name(name)
    check_tags(request.get("tags", {}))
    check_queue(request)
    check_policy(account, request, None)
    if account.queue(name) is not None:
        raise ClientError("Object already exists")
    if len(account.queues) >= _MAX_QUEUES:
        raise invalid(f"Maximum number of job queues supported is {_MAX_QUEUES}")
    environments = environments_of(account, request.get("computeEnvironmentOrder") or [])
    record = JobQueueRecord(
        name=name,
        arn=account.arn(f"job-queue/{name}"),
        priority=request["priority"],
        environments=[environment.arn for environment in environments],
        kind=kind_of(environments, request.get("jobQueueType")),
        state=request.get("state", "ENABLED"),
        scheduling_policy_arn=request.get("schedulingPolicyArn", ""),
        time_limit_actions=list(request.get("jobStateTimeLimitActions", [])),
        tags=dict(request.get("tags", {})),
    )
    account.queues[record.arn] = record
    service.scheduler.settle(lambda: _settle(record))
    return {"jobQueueName": name, "jobQueueArn": record.arn}


@operation("DescribeJobQueues")
def describe_job_queues(service: BatchService, request: Document) -> Document:
    """All of them, or those of the given names or ARNs that exist."""
    check_page(request, "jobQueues")
    records = list(service.account.queues.values())
    wanted = request.get("jobQueues")
    if wanted:
        records = [record for record in records if {record.name, record.arn} & set(wanted)]
    return page(request, "jobQueues", records, documents.job_queue)


@operation("UpdateJobQueue")
def update_job_queue(service: BatchService, request: Document) -> Document:
    """Change state, priority, or the order of its environments."""
    record = _existing(service, request["jobQueue"])
    check_idle(record.status, "update")
    check_queue(request)
    check_policy(service.account, request, record)
    if "computeEnvironmentOrder" in request:
        environments = environments_of(service.account, request["computeEnvironmentOrder"])
        record.kind = kind_of(environments, record.kind or None)
        record.environments = [environment.arn for environment in environments]
    record.state = request.get("state", record.state)
    record.priority = request.get("priority", record.priority)
    record.scheduling_policy_arn = request.get("schedulingPolicyArn", record.scheduling_policy_arn)
    actions = request.get("jobStateTimeLimitActions", record.time_limit_actions)
    record.time_limit_actions = list(actions)
    record.status = "UPDATING"
    service.scheduler.settle(lambda: _settle(record))
    return {"jobQueueName": record.name, "jobQueueArn": record.arn}


@operation("DeleteJobQueue")
def delete_job_queue(service: BatchService, request: Document) -> Document:
    """Remove one that is DISABLED; jobs that have not ended are ended."""
    account = service.account
    record = account.queue(request["jobQueue"])
    if record is None:
        return {}
    check_idle(record.status, "delete")
    if record.state != "DISABLED":
        raise ClientError("Cannot delete, state must be DISABLED")
    record.status = "DELETING"
    for status in ACTIVE:
        for job in list(account.jobs.oldest_first(record.arn, status)):
            service.scheduler.end(job, "Job queue is being deleted")
    service.scheduler.settle(partial(account.queues.__delitem__, record.arn))
    return {}


def _settle(record: JobQueueRecord) -> None:
    record.status, record.status_reason = "VALID", reasons.QUEUE_HEALTHY


def _existing(service: BatchService, reference: str) -> JobQueueRecord:
    record = service.account.queue(reference)
    if record is None:
        raise ClientError(f"JobQueue {reference} not found.")
    return record
