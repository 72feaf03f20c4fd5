"""Jobs as Batch's answers show them: what was asked for, and what became of it.

Source: the shapes `JobSummary` and `JobDetail` of Batch's model.
"""

from __future__ import annotations

from batchdeck.local.batch import consumables, job_container
from batchdeck.local.batch.documents import given
from batchdeck.local.batch.nodes import is_main_node, node_properties
from batchdeck.local.batch.records import AttemptRecord, ContainerRecord, Document, JobRecord


def summary(job: JobRecord, arn: str, children: dict[str, int] | None = None) -> Document:
    """`JobSummary`, the line of a list. `children`: of an array, how many are in each state.

    A stop is told only when there was one.
    """
    nodes = {} if job.nodes is None else {"nodeProperties": _nodes(job)}
    stops = given(
        isCancelled=job.is_cancelled or None,
        isTerminated=job.is_terminated or None,
    )
    return {**_both(job, arn, children), **stops, **nodes}


def _both(job: JobRecord, arn: str, children: dict[str, int] | None) -> Document:
    """What summary and detail have in common."""
    shown: Document = {
        "jobArn": arn,
        "jobId": job.id,
        "jobName": job.name,
        "createdAt": job.created_at,
        "status": job.status,
        "jobDefinition": job.definition.arn,
    }
    if job.status_reason:
        shown["statusReason"] = job.status_reason
    if job.started_at is not None:
        shown["startedAt"] = job.started_at
    if job.stopped_at is not None:
        shown["stoppedAt"] = job.stopped_at
    container = given(exitCode=job.exit_code, reason=job.container_reason or None)
    if container:
        shown["container"] = container
    if job.array_size is not None:
        shown["arrayProperties"] = _array(job, children)
    if job.share_identifier:
        shown["shareIdentifier"] = job.share_identifier
    return shown


def _array(job: JobRecord, children: dict[str, int] | None) -> Document:
    """`ArrayPropertiesSummary` and `ArrayPropertiesDetail`."""
    if job.index is not None:
        return {"index": job.index}
    return {
        "size": job.array_size,
        "statusSummary": children or {},
        "statusSummaryLastUpdatedAt": job.summary_at or job.created_at,
    }


def _nodes(job: JobRecord) -> Document:
    """`NodePropertiesSummary`."""
    if job.is_multi_node:
        return {"numNodes": job.nodes}
    return {"nodeIndex": job.index, "isMainNode": is_main_node(job), "numNodes": job.nodes}


def detail(job: JobRecord, arn: str, children: dict[str, int] | None = None) -> Document:
    """`JobDetail`. `children`: of an array, how many are in each state."""
    return {
        **_both(job, arn, children),
        "isCancelled": job.is_cancelled,
        "isTerminated": job.is_terminated,
        "jobQueue": job.queue_arn,
        "attempts": [_attempt(record) for record in job.attempts],
        "dependsOn": list(job.depends_on),
        "parameters": job_container.parameters_of(job),
        "retryStrategy": job_container.retry_strategy(job),
        "platformCapabilities": job.definition.platforms,
        "tags": job.tags,
        "propagateTags": job.propagate_tags,
        **_shape(job),
        **given(
            schedulingPriority=job.scheduling_priority,
            timeout=_timeout(job),
            consumableResourceProperties=consumables.properties(job) or None,
        ),
    }


def _shape(job: JobRecord) -> Document:
    """What runs: one container, the containers of a task, or nodes."""
    if job.is_multi_node:
        return {"nodeProperties": node_properties(job)}
    shape = {} if job.node is None else {"nodeDetails": _node(job)}
    if job_container.task(job) is None:
        return {**shape, "container": _container(job)}
    return {**shape, "container": {}, "ecsProperties": {"taskProperties": [_task(job)]}}


def _node(job: JobRecord) -> Document:
    """`NodeDetails`."""
    return {"nodeIndex": job.index, "isMainNode": is_main_node(job)}


def _task(job: JobRecord) -> Document:
    """`EcsTaskDetails`."""
    became = {one.name: _container_end(one) for one in job.containers}
    containers = [{**one, **became.get(one["name"], {})} for one in job_container.containers(job)]
    return {
        **(job_container.task(job) or {}),
        "containers": containers,
        **given(
            taskArn=job.task_arn or None,
            containerInstanceArn=job.container_instance_arn or None,
        ),
    }


def _container_end(record: ContainerRecord) -> Document:
    return given(
        exitCode=record.exit_code,
        reason=record.reason or None,
        logStreamName=record.log_stream or None,
    )


def _timeout(job: JobRecord) -> Document | None:
    seconds = job_container.timeout_seconds(job)
    return None if seconds is None else {"attemptDurationSeconds": seconds}


def _container(job: JobRecord) -> Document:
    """`ContainerDetail`: what was asked for, and what became of the newest attempt."""
    return {
        "volumes": [],
        "mountPoints": [],
        "ulimits": [],
        "secrets": [],
        **job_container.container(job),
        "networkInterfaces": [],
        **given(
            exitCode=job.exit_code,
            reason=job.container_reason or None,
            logStreamName=job.log_stream or None,
            taskArn=job.task_arn or None,
            containerInstanceArn=job.container_instance_arn or None,
        ),
    }


def _attempt(record: AttemptRecord) -> Document:
    """`AttemptDetail`."""
    times = given(startedAt=record.started_at, stoppedAt=record.stopped_at)
    task = given(
        taskArn=record.task_arn or None,
        containerInstanceArn=record.container_instance_arn or None,
    )
    if record.containers:
        containers = [{"name": one.name, **_container_end(one)} for one in record.containers]
        return {
            "container": {},
            "taskProperties": [{**task, "containers": containers}],
            "statusReason": record.status_reason,
            **times,
        }
    container = given(
        exitCode=record.exit_code,
        reason=record.reason or None,
        logStreamName=record.log_stream or None,
    )
    return {
        "container": {**container, **task, "networkInterfaces": []},
        "statusReason": record.status_reason,
        **times,
    }
