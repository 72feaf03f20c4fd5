"""Deregistering old revisions, one after the other, and making sure of each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from batchdeck.aws.errors import AwsError, UncertainError
from batchdeck.definitions.ports import Definitions, Jobs
from batchdeck.domain.job import Job
from batchdeck.domain.job_status import ACTIVE
from batchdeck.jobs.listing import JobsState
from batchdeck.jobs.polling import Clock, Sleep, now

#: Where a job goes back to that is tried again.
AGAIN = "RUNNABLE"
#: How old a list of jobs may be that decides what is in use, ms.
KNOWN_FOR = 30_000
#: How long the effect of a request whose answer was lost is looked for, ms.
LOOK_UP = 10_000
#: Seconds between two look-ups.
LOOK_UP_EVERY = 1.0


class Phase(StrEnum):
    """How far one revision has come."""

    WAITING = "waiting"
    """Nothing was sent yet."""
    GONE = "deregistered"
    """AWS took the request, or says that the revision is INACTIVE."""
    UNCERTAIN = "unknown: looking"
    """The answer was lost; its effect is being looked for."""
    NO_EFFECT = "no effect"
    """The answer was lost, and the revision is still ACTIVE."""
    UNKNOWN = "unknown"
    """The answer was lost, and AWS could not be asked."""
    REFUSED = "refused"
    """AWS said no, or nothing was sent: see the error."""
    STOPPED = "left alone"
    """It was stopped before this one's turn: nothing was sent."""


_OPEN = frozenset({Phase.WAITING, Phase.UNCERTAIN})


@dataclass(frozen=True, slots=True)
class Deregistration:
    """How it goes with one revision."""

    name: str
    revision: int
    phase: Phase = Phase.WAITING
    error: AwsError | None = None

    @property
    def reference(self) -> str:
        """`name:revision`."""
        return f"{self.name}:{self.revision}"

    @property
    def settled(self) -> bool:
        """Whether nothing more will be done about it."""
        return self.phase not in _OPEN


class Brake:
    """Lets a run of requests be stopped before the next one."""

    def __init__(self) -> None:
        self.pulled = False
        """Whether no further request is to be sent."""

    def pull(self) -> None:
        """Send no further request. What is on its way is waited for."""
        self.pulled = True


def is_whole(known: JobsState, at: int) -> bool:
    """Whether a list of jobs tells all that are not over, as of the last `KNOWN_FOR` ms."""
    return known.loaded and not known.problems and at - (known.fetched_at or 0) < KNOWN_FOR


async def jobs_in_use(jobs: Jobs) -> tuple[Job, ...]:
    """Every job of the account that is not over, of all queues. Raises `AwsError`.

    A job may move on between two lists: asked for in their order, the states miss none of
    those, and the second look at RUNNABLE finds those that are tried again.
    """
    found: dict[str, Job] = {}

    async def of(queue: str) -> None:
        for status in (*ACTIVE, AGAIN):
            async for page in jobs.pages(queue, status):
                found.update((job.id, job) for job in page)

    await asyncio.gather(*(of(queue.name) for queue in await jobs.queues()))
    return tuple(found.values())


async def deregister(
    definitions: Definitions,
    revisions: Sequence[Deregistration],
    brake: Brake,
    *,
    clock: Clock = now,
    sleep: Sleep = asyncio.sleep,
) -> AsyncIterator[tuple[Deregistration, ...]]:
    """Send one request for each revision, in turn; the last state tells each one's outcome.

    None is sent twice. Where an answer is lost, the revision's state is read instead. Raises
    nothing of AWS.
    """
    run = list(revisions)
    yield tuple(run)
    for place, one in enumerate(run):
        if brake.pulled:
            run[place] = replace(one, phase=Phase.STOPPED)
            continue
        run[place] = await _send(definitions, one)
        yield tuple(run)
        if run[place].phase is Phase.UNCERTAIN:
            run[place] = await _look_up(definitions, run[place], clock, sleep)
            yield tuple(run)
    if brake.pulled:
        yield tuple(run)


async def _send(definitions: Definitions, one: Deregistration) -> Deregistration:
    try:
        await definitions.send(definitions.deregistration(one.reference))
    except UncertainError as error:
        return replace(one, phase=Phase.UNCERTAIN, error=error)
    except AwsError as error:
        return replace(one, phase=Phase.REFUSED, error=error)
    return replace(one, phase=Phase.GONE)


async def _look_up(
    definitions: Definitions, one: Deregistration, clock: Clock, sleep: Sleep
) -> Deregistration:
    until = clock() + LOOK_UP
    while True:
        try:
            there = await definitions.revisions(one.name)
        except AwsError as error:
            found = replace(one, phase=Phase.UNKNOWN, error=error)
        else:
            active = {item.revision for item in there if item.status == "ACTIVE"}
            if one.revision not in active:
                return replace(one, phase=Phase.GONE, error=None)
            found = replace(one, phase=Phase.NO_EFFECT)
        if clock() >= until:
            return found
        await sleep(LOOK_UP_EVERY)
