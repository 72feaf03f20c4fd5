"""Who stands before the job, and how full the environments are."""

from __future__ import annotations

import asyncio

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
async def snapshot(batch: BatchGateway, queue: JobQueue, job: JobDetail) -> QueueSnapshot:
    """The front of the queue, and its shares."""
    if job.job.status != "RUNNABLE":
        raise NotApplicableError(f"the job is {job.job.status}, not RUNNABLE")
    return await batch.snapshot(queue.name)


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
async def running_jobs(
    batch: BatchGateway,
    job: JobDetail,
    queues: tuple[JobQueue, ...],
    candidates: tuple[ComputeEnvironment, ...],
) -> tuple[str, ...]:
    """Ids of the jobs that run, or start, in queues of the candidates."""
    if job.job.status != "RUNNABLE":
        raise NotApplicableError(f"the job is {job.job.status}, not RUNNABLE")
    names = {one.name for one in candidates}
    sharing = [one.name for one in queues if not names.isdisjoint(one.environments)]
    pages = await asyncio.gather(
        *(first_page(batch, name, status) for name in sharing for status in _HOLDING)
    )
    ids = tuple(one for page in pages for one in page)
    if len(ids) > MOST_JOBS:
        raise NotApplicableError(f"more than {MOST_JOBS} jobs run: too many to add up")
    return ids


@fact
async def used_vcpus(batch: BatchGateway, running_jobs: tuple[str, ...]) -> float:
    """vCPUs of the jobs that run, or start, in queues of the candidates."""
    details = await batch.details(running_jobs)
    return sum(need_of(one).vcpus * (one.nodes or 1) for one in details)


async def first_page(batch: BatchGateway, queue: str, status: str) -> tuple[str, ...]:
    """Ids of up to 1,000 jobs: more than are looked at."""
    async for page in batch.pages(queue, status):
        return tuple(one.id for one in page)
    return ()
