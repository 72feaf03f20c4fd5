"""Environments, queues and definitions, kept fresh."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from batchdeck.aws.errors import AwsError
from batchdeck.domain.job import Job
from batchdeck.domain.job_status import progress
from batchdeck.domain.resources import ComputeEnvironment, JobDefinition, JobQueue
from batchdeck.jobs.polling import Backoff, Clock, Sleep, Trigger, now

if TYPE_CHECKING:  # Not before the first frame.
    from batchdeck.jobs.ports import BatchReads

T = TypeVar("T")
#: Seconds between two looks at things that people change now and then.
INTERVAL = 15.0
#: The same for definitions: there may be thousands, and they never change once made.
DEFINITIONS_INTERVAL = 60.0
#: The same for the children of an array that somebody looks at.
CHILDREN_INTERVAL = 5.0


@dataclass(frozen=True, slots=True)
class Resources(Generic[T]):
    """All resources of one kind, as last read."""

    items: tuple[T, ...] = ()
    """The same object as before while nothing changed; kept when a read fails."""
    fetched_at: int | None = None
    """When `items` were read, ms; None before the first answer."""
    problem: AwsError | None = None
    """Why the newest read failed: then `items` are as old as `fetched_at`."""


def watch_environments(
    batch: BatchReads, trigger: Trigger, *, clock: Clock = now, sleep: Sleep = asyncio.sleep
) -> AsyncIterator[Resources[ComputeEnvironment]]:
    """All compute environments by name, read every `INTERVAL` seconds."""

    async def read() -> tuple[ComputeEnvironment, ...]:
        return tuple(sorted(await batch.environments(), key=lambda item: item.name))

    return _watch(read, trigger, INTERVAL, clock, sleep)


def watch_queues(
    batch: BatchReads, trigger: Trigger, *, clock: Clock = now, sleep: Sleep = asyncio.sleep
) -> AsyncIterator[Resources[JobQueue]]:
    """All job queues by name, read every `INTERVAL` seconds."""

    async def read() -> tuple[JobQueue, ...]:
        return tuple(sorted(await batch.queues(), key=lambda item: item.name))

    return _watch(read, trigger, INTERVAL, clock, sleep)


def watch_definitions(
    batch: BatchReads, trigger: Trigger, *, clock: Clock = now, sleep: Sleep = asyncio.sleep
) -> AsyncIterator[Resources[JobDefinition]]:
    """All ACTIVE revisions by name, newest first, read every `DEFINITIONS_INTERVAL` seconds."""

    async def read() -> tuple[JobDefinition, ...]:
        found = await batch.definitions()
        return tuple(sorted(found, key=lambda item: (item.name, -item.revision)))

    return _watch(read, trigger, DEFINITIONS_INTERVAL, clock, sleep)


def watch_children(
    batch: BatchReads,
    array: Job,
    trigger: Trigger,
    *,
    clock: Clock = now,
    sleep: Sleep = asyncio.sleep,
) -> AsyncIterator[Resources[Job]]:
    """The children of an array job, failed ones first, read every `CHILDREN_INTERVAL` seconds.

    Only in the states that the array says some of them have, and not while it says what it said
    the last time and all of them have ended.
    """
    seen: list[tuple[tuple[str, int], ...]] = [()]
    known: dict[str, Job] = {}

    async def read() -> tuple[Job, ...]:
        details = await batch.details([array.id])
        summary = tuple(item for item in (details[0].children if details else ()) if item[1])
        if summary != seen[0] or not all(job.finished for job in known.values()):
            found: dict[str, Job] = {}
            for status, _ in sorted(summary, key=lambda item: progress(item[0])):
                async for page in batch.children(array, status):
                    found.update((job.id, job) for job in page)
            seen[0] = summary
            known.clear()
            known.update(found)
        return tuple(sorted(known.values(), key=_failed_first))

    return _watch(read, trigger, CHILDREN_INTERVAL, clock, sleep)


def _failed_first(child: Job) -> tuple[bool, int]:
    return (child.status != "FAILED", child.array_index or 0)


async def _watch(
    read: Callable[[], Awaitable[tuple[T, ...]]],
    trigger: Trigger,
    interval: float,
    clock: Clock,
    sleep: Sleep,
) -> AsyncIterator[Resources[T]]:
    state: Resources[T] = Resources()
    backoff = Backoff(interval)
    while True:
        try:
            items = await read()
        except AwsError as error:
            backoff.failed()
            state = replace(state, problem=error)
        else:
            backoff.succeeded()
            state = Resources(state.items if items == state.items else items, clock())
        yield state
        await trigger.wait(backoff.pause, sleep)
