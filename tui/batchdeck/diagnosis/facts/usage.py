"""Who stands before the job, and how full the environments are."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from batchdeck.aws.batch import BatchGateway
from batchdeck.diagnosis.fact import NotApplicableError, fact
from batchdeck.diagnosis.need import need_of
from batchdeck.domain.job import Job, JobDetail
from batchdeck.domain.resources import ComputeEnvironment, JobQueue
from batchdeck.domain.snapshot import QueueSnapshot

#: More running jobs than these are not looked at one by one.
MOST_JOBS = 300
_HOLDING = ("STARTING", "RUNNING")


@fact
async def snapshots(
    batch: BatchGateway,
    job: JobDetail,
    queue: JobQueue,
    queues: tuple[JobQueue, ...],
    candidates: tuple[ComputeEnvironment, ...],
) -> Mapping[str, QueueSnapshot]:
    """The job's queue and those that share an environment with it, by their names."""
    if job.job.status != "RUNNABLE":
        raise NotApplicableError(f"the job is {job.job.status}, not RUNNABLE")
    names = tuple(dict.fromkeys((queue.name, *sharing(queues, candidates))))
    return dict(zip(names, await asyncio.gather(*map(batch.snapshot, names)), strict=True))


@fact
async def snapshot(snapshots: Mapping[str, QueueSnapshot], queue: JobQueue) -> QueueSnapshot:
    """The front of the queue, and its shares."""
    return snapshots[queue.name]


@fact
async def front(snapshot: QueueSnapshot) -> tuple[str, ...]:
    """Ids of the first jobs of the queue, in the order they will be placed."""
    return tuple(one.job for one in snapshot.front)


@fact
async def head(batch: BatchGateway, front: tuple[str, ...], job: JobDetail) -> Job:
    """The job at the very front of the queue."""
    if not front:
        raise NotApplicableError("AWS names no job at the front of the queue")
    if front[0] == job.job.id:
        return job.job
    found = await batch.details(front[:1])
    if not found:
        raise NotApplicableError("the job at the front has gone meanwhile")
    return found[0].job


@fact
async def used_vcpus(
    batch: BatchGateway,
    snapshots: Mapping[str, QueueSnapshot],
    queues: tuple[JobQueue, ...],
    candidates: tuple[ComputeEnvironment, ...],
) -> float:
    """vCPUs of the jobs that run, or start, in queues of the candidates."""
    names = sharing(queues, candidates)
    told = [snapshots[name].vcpus for name in names]
    if None not in told:
        return sum(filter(None, told))
    details = await batch.details(await _holding(batch, names))
    return sum(need_of(one).vcpus * (one.nodes or 1) for one in details)


def sharing(
    queues: tuple[JobQueue, ...], candidates: tuple[ComputeEnvironment, ...]
) -> tuple[str, ...]:
    """Names of the queues that place their jobs in one of the candidates."""
    names = {one.name for one in candidates}
    return tuple(one.name for one in queues if not names.isdisjoint(one.environments))


async def _holding(batch: BatchGateway, queues: tuple[str, ...]) -> tuple[str, ...]:
    """Ids of the jobs that run, or start, in these queues."""
    pages = await asyncio.gather(
        *(first_page(batch, name, status) for name in queues for status in _HOLDING)
    )
    ids = tuple(one for page in pages for one in page)
    if len(ids) > MOST_JOBS:
        raise NotApplicableError(f"more than {MOST_JOBS} jobs run: too many to add up")
    return ids


async def first_page(batch: BatchGateway, queue: str, status: str) -> tuple[str, ...]:
    """Ids of up to 1,000 jobs: more than are looked at."""
    async for page in batch.pages(queue, status):
        return tuple(one.id for one in page)
    return ()
