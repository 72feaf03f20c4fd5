"""Environments, queues and definitions, kept fresh."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from batchdeck.aws.errors import AwsError
from batchdeck.domain.resources import ComputeEnvironment, JobDefinition, JobQueue
from batchdeck.jobs.polling import Backoff, Clock, Sleep, Trigger, now

if TYPE_CHECKING:  # Not before the first frame.
    from batchdeck.jobs.ports import BatchReads

T = TypeVar("T")
#: Seconds between two looks at things that people change now and then.
INTERVAL = 15.0
#: The same for definitions: there may be thousands, and they never change once made.
DEFINITIONS_INTERVAL = 60.0


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
