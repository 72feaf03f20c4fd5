"""Who else wants the environments of a queue, and who comes first."""

from __future__ import annotations

import asyncio

from batchdeck.aws.batch import BatchGateway
from batchdeck.aws.events import EventsGateway
from batchdeck.diagnosis.fact import NotApplicableError, fact
from batchdeck.diagnosis.facts.usage import first_page
from batchdeck.diagnosis.subject import Kind, Subject
from batchdeck.domain.event_rule import EventRule
from batchdeck.domain.job import JobDetail
from batchdeck.domain.resources import ComputeEnvironment, JobQueue
from batchdeck.domain.snapshot import SchedulingPolicy

Rival = tuple[JobQueue, int]
"""A queue that comes first, and how many of its jobs are RUNNABLE; no more than a page's."""


@fact
async def policy(batch: BatchGateway, queue: JobQueue) -> SchedulingPolicy:
    """The fair-share policy of the queue."""
    if not queue.scheduling_policy:
        raise NotApplicableError(f"{queue.name} has no fair-share policy")
    found = await batch.scheduling_policy(queue.scheduling_policy)
    if found is None:
        raise NotApplicableError(f"the policy {queue.scheduling_policy} is gone")
    return found


@fact
async def rivals(
    batch: BatchGateway,
    job: JobDetail,
    queue: JobQueue,
    queues: tuple[JobQueue, ...],
    candidates: tuple[ComputeEnvironment, ...],
) -> tuple[Rival, ...]:
    """Queues of higher priority that share an environment with the job's."""
    if job.job.status != "RUNNABLE":
        raise NotApplicableError(f"the job is {job.job.status}, not RUNNABLE")
    names = {one.name for one in candidates}
    first = [
        one
        for one in queues
        if one.priority > queue.priority and not names.isdisjoint(one.environments)
    ]
    if not first:
        raise NotApplicableError("no queue of higher priority shares an environment")
    pages = await asyncio.gather(*(first_page(batch, one.name, "RUNNABLE") for one in first))
    return tuple((one, len(page)) for one, page in zip(first, pages, strict=True))


@fact
async def queue_itself(queue: JobQueue, subject: Subject) -> JobQueue:
    """The queue, when it is asked about itself: what is good for it holds no job."""
    if subject.kind is not Kind.QUEUE:
        raise NotApplicableError("no queue is asked about")
    return queue


@fact
async def event_rules(events: EventsGateway, queue_itself: JobQueue) -> tuple[EventRule, ...]:
    """All rules of the default event bus, when a queue is asked about."""
    return await events.rules()
