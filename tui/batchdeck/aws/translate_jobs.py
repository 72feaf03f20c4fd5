"""Jobs: from botocore's dicts to the domain. Every string is cleaned here, once."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import lru_cache

from batchdeck.aws.containers import AWSLOGS, DEFAULT_LOG_GROUP, containers
from batchdeck.aws.shapes import (
    Document,
    child,
    children,
    document,
    pairs,
    repeated,
    short_name,
    text,
    texts,
    whole,
)
from batchdeck.domain.clean import clean
from batchdeck.domain.job import Attempt, Container, ContainerRun, Job, JobDetail, LogLocation


def job_from_summary(source: Document, queue: str) -> Job:
    """A line of `ListJobs`. The answer does not name the queue: the caller asked for it."""
    return _job(source, short_name(queue))


def job_detail(source: Document) -> JobDetail:
    """A job of `DescribeJobs`."""
    queue = sys.intern(short_name(text(source, "jobQueue")))
    found = containers(source)
    attempts = tuple(_attempt(member, found) for member in children(source, "attempts"))
    runs = _runs(child(source, "container"), child(source, "ecsProperties"), found)
    logs = [run.log for run in runs] + [attempt.log for attempt in reversed(attempts)]
    summary = child(child(source, "arrayProperties"), "statusSummary")
    return JobDetail(
        job=_job(source, queue),
        containers=found,
        attempts=attempts,
        log=next(filter(None, logs), None),
        runs=runs,
        parameters=pairs(source, "parameters"),
        depends_on=tuple(text(member, "jobId") for member in children(source, "dependsOn")),
        dependency_types=tuple(text(member, "type") for member in children(source, "dependsOn")),
        retry_attempts=whole(child(source, "retryStrategy"), "attempts") or 1,
        timeout_seconds=whole(child(source, "timeout"), "attemptDurationSeconds"),
        tags=pairs(source, "tags"),
        platform=" ".join(texts(source, "platformCapabilities")),
        children=tuple((clean(str(name)), whole(summary, name) or 0) for name in summary),
        consumables=_consumables(source),
        nodes=whole(child(source, "nodeProperties"), "numNodes"),
        main_node=whole(child(source, "nodeProperties"), "mainNode"),
        share=text(source, "shareIdentifier"),
        is_cancelled=source.get("isCancelled") is True,
        is_terminated=source.get("isTerminated") is True,
        document=document(source),
    )


def _job(source: Document, queue: str) -> Job:
    """The fields that `ListJobs` and `DescribeJobs` share. Called 100,000 times: no detours."""
    identifier = text(source, "jobId")
    container = child(source, "container")
    array = child(source, "arrayProperties")
    return Job(
        id=identifier,
        name=text(source, "jobName"),
        queue=queue,
        status=repeated(source, "status"),
        created_at=whole(source, "createdAt") or 0,
        started_at=whole(source, "startedAt"),
        stopped_at=whole(source, "stoppedAt"),
        reason=repeated(source, "statusReason"),
        definition=_definition(text(source, "jobDefinition")),
        exit_code=whole(container, "exitCode"),
        container_reason=repeated(container, "reason"),
        array_size=whole(array, "size"),
        array_index=whole(array, "index"),
        arn_prefix=sys.intern(text(source, "jobArn").removesuffix(identifier)),
    )


def _consumables(source: Document) -> tuple[tuple[str, int], ...]:
    properties = child(source, "consumableResourceProperties")
    return tuple(
        (text(member, "consumableResource"), whole(member, "quantity") or 0)
        for member in children(properties, "consumableResourceList")
    )


@lru_cache(maxsize=1000)
def _definition(arn: str) -> str:
    """`name:revision`, one object in memory for all its jobs."""
    return short_name(arn)


def _attempt(source: Document, described: Sequence[Container]) -> Attempt:
    """One attempt. In a job of several containers the one that failed, or the first, speaks."""
    runs = _runs(child(source, "container"), source, described)
    speaker = next((one for one in runs if one.exit_code), None)
    speaker = speaker or next(iter(runs), ContainerRun())
    return Attempt(
        started_at=whole(source, "startedAt"),
        stopped_at=whole(source, "stoppedAt"),
        reason=text(source, "statusReason"),
        container_reason=speaker.reason,
        exit_code=speaker.exit_code,
        log=speaker.log,
        containers=runs,
    )


def _runs(
    container: Document, tasks: Document, described: Sequence[Container]
) -> tuple[ContainerRun, ...]:
    """What became of the containers, whether there is one or `taskProperties` has several."""
    found = [container] if container else []
    for task in children(tasks, "taskProperties"):
        found += children(task, "containers")
    return tuple(
        ContainerRun(
            text(one, "name"),
            whole(one, "exitCode"),
            text(one, "reason"),
            _location(one, described),
        )
        for one in found
    )


def _location(result: Document, described: Sequence[Container]) -> LogLocation | None:
    """Where a container's lines are, if its driver writes to CloudWatch Logs at all."""
    stream = text(result, "logStreamName")
    if not stream:
        return None
    name = text(result, "name")
    container = next((one for one in described if one.name == name), None)
    container = container or next(iter(described), None)
    if container is None:
        return LogLocation(DEFAULT_LOG_GROUP, stream)
    return LogLocation(container.log_group, stream) if container.log_driver == AWSLOGS else None
