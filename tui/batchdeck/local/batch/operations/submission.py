"""Submitting a job."""

from __future__ import annotations

from batchdeck.local.batch.account import Account, new_uuid, now_ms
from batchdeck.local.batch.errors import ClientError
from batchdeck.local.batch.operations.checks import (
    check_job_name,
    check_retry_strategy,
    check_tags,
    check_timeout,
)
from batchdeck.local.batch.operations.override_rules import (
    check_sizes,
    nodes_of,
    overrides_of,
)
from batchdeck.local.batch.operations.registry import operation
from batchdeck.local.batch.operations.submission_rules import (
    array_size,
    check_dependencies,
    check_share,
)
from batchdeck.local.batch.records import (
    Document,
    JobDefinitionRecord,
    JobQueueRecord,
    JobRecord,
)
from batchdeck.local.batch.service import BatchService


@operation("SubmitJob")
def submit_job(service: BatchService, request: Document) -> Document:
    """Add a job to a queue: of one task, an array, or of many nodes; alone, or after others."""
    account = service.account
    _check(account, request)
    queue = _queue(account, request["jobQueue"])
    check_share(request, queue, service.scheduler.lines.shares(queue.arn))
    job = _record(request, queue, _definition(account, request["jobDefinition"]))
    check_sizes(job)
    service.submit(job)
    return {"jobArn": account.arn(f"job/{job.id}"), "jobName": job.name, "jobId": job.id}


def _check(account: Account, request: Document) -> None:
    check_job_name(request["jobName"])
    check_tags(request.get("tags", {}))
    check_retry_strategy(request.get("retryStrategy"))
    check_timeout(request.get("timeout"))
    check_dependencies(account, request)


def _queue(account: Account, reference: str) -> JobQueueRecord:
    queue = account.queue(reference)
    if queue is None:
        raise ClientError(f"JobQueue {reference} not found.")
    if queue.state != "ENABLED":
        raise ClientError(f"JobQueue {reference} is not in ENABLED state.")
    return queue


def _definition(account: Account, reference: str) -> JobDefinitionRecord:
    definition = account.definition(reference)
    if definition is not None and definition.status == "ACTIVE":
        return definition
    if definition is None and reference.startswith("arn:"):
        raise ClientError(f"JobDefinition {reference} not found.")
    raise ClientError(f"JobDefinition name {reference} does not exist or is not in ACTIVE status")


def _record(request: Document, queue: JobQueueRecord, definition: JobDefinitionRecord) -> JobRecord:
    return JobRecord(
        id=new_uuid(),
        name=request["jobName"],
        queue_arn=queue.arn,
        definition=definition,
        created_at=now_ms(),
        overrides=overrides_of(request, definition),
        parameters=request.get("parameters", {}),
        retry_strategy=request.get("retryStrategy"),
        array_size=array_size(request),
        nodes=nodes_of(request, definition),
        timeout_seconds=(request.get("timeout") or {}).get("attemptDurationSeconds"),
        depends_on=list(request.get("dependsOn", [])),
        tags=dict(request.get("tags", {})),
        propagate_tags=request.get("propagateTags", bool(definition.document.get("propagateTags"))),
        share_identifier=request.get("shareIdentifier", ""),
        scheduling_priority=request.get(
            "schedulingPriorityOverride", definition.document.get("schedulingPriority")
        ),
        consumable_resources=request.get("consumableResourcePropertiesOverride"),
    )
