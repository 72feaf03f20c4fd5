"""The list of jobs over queues and states, kept fresh with few calls."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from batchdeck.aws.errors import AwsError
from batchdeck.domain.courtesy import step_aside
from batchdeck.domain.job import Job
from batchdeck.jobs.polling import Clock, Sleep, Trigger, first_of, now

if TYPE_CHECKING:  # Not before the first frame.
    from batchdeck.jobs.ports import BatchReads
    from batchdeck.jobs.rounds import Rounds

#: Seconds between two looks, when nothing speaks for longer ones.
INTERVAL = 3.0
#: While pages arrive, the shortest time between two states, seconds: a new one takes 10 ms
#: among many jobs.
EMIT_EVERY = 0.1
EMIT_MANY_EVERY = 0.3
MANY = 10_000


@dataclass(frozen=True, slots=True)
class JobsState:
    """All jobs of the queues looked at, as far as they are known."""

    jobs: tuple[Job, ...] = ()
    """Newest first. The same object, and the same jobs in it, while they did not change."""
    runnable: tuple[Job, ...] = ()
    """Those of them in RUNNABLE, in no order."""
    loaded: bool = False
    """Whether every queue looked at was read once in every state."""
    loading: str = ""
    """While that goes on: queue and state read last."""
    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """How many jobs each (queue, status) has."""
    changed_at: Mapping[str, int] = field(default_factory=dict)
    """For jobs before RUNNING that were seen to change their state: when, ms."""
    fetched_at: int | None = None
    """What is shown was true at this time (ms); None before every queue answered."""
    problems: Mapping[str, AwsError] = field(default_factory=dict)
    """Queues that could not be read the last time, and why. Their jobs are kept."""

    @property
    def problem(self) -> AwsError | None:
        """One of the problems, or None."""
        return next(iter(self.problems.values()), None)

    def count(self, status: str, queue: str = "") -> int:
        """How many jobs are in a state, in one queue or in all."""
        return sum(
            count
            for (in_queue, has), count in self.counts.items()
            if has == status and queue in ("", in_queue)
        )


class Interest(Trigger):
    """The queues that somebody looks at. Nothing else is polled."""

    def __init__(self, queues: Iterable[str] | None = None) -> None:
        super().__init__()
        self._queues = None if queues is None else tuple(queues)

    @property
    def queues(self) -> tuple[str, ...] | None:
        """Names of the queues; None while it is not known which there are."""
        return self._queues

    def look_at(self, queues: Iterable[str]) -> None:
        """Poll these queues from now on. Jobs of others stay as they were last seen."""
        chosen = tuple(queues)
        if chosen != self._queues:
            self._queues = chosen
            self.now()


async def list_jobs(
    batch: BatchReads,
    interest: Interest,
    *,
    interval: float = INTERVAL,
    clock: Clock = now,
    sleep: Sleep = asyncio.sleep,
) -> AsyncIterator[JobsState]:
    """The jobs of the queues of `interest`: as pages arrive, then after every look at AWS.

    Never ends and raises nothing of AWS: what fails is in the state, and is tried again
    after a growing pause.
    """
    from batchdeck.jobs.rounds import Rounds

    rounds = Rounds(batch, interval=interval, clock=clock)
    state = JobsState()
    asked = False
    while True:
        queues = interest.queues
        round_ = asyncio.create_task(rounds.go(queues or (), at_once=asked))
        try:
            while not round_.done():
                await first_of(asyncio.shield(round_), rounds.changed.wait())
                rounds.changed.clear()
                await step_aside()
                newer = _state(rounds, queues)
                if newer != state and not round_.done():
                    yield (state := newer)
                    pause = EMIT_EVERY if len(state.jobs) < MANY else EMIT_MANY_EVERY
                    await asyncio.wait({round_}, timeout=pause)
            round_.result()
        finally:
            round_.cancel()
            await asyncio.wait({round_})
        newer = _state(rounds, queues)
        if newer != state:
            yield (state := newer)
        asked = await interest.wait(rounds.pause(queues or ()), sleep)


def _state(rounds: Rounds, queues: tuple[str, ...] | None) -> JobsState:
    chosen = queues or ()
    return JobsState(
        jobs=rounds.roster.jobs,
        runnable=rounds.roster.runnable,
        loaded=queues is not None and rounds.loaded(chosen),
        loading=rounds.loading,
        counts=rounds.roster.counts,
        changed_at=rounds.roster.changed_at,
        fetched_at=rounds.fetched_at(chosen),
        problems=rounds.problems(chosen),
    )
