"""One job, followed to its end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from batchdeck.aws.errors import AwsError
from batchdeck.domain.job import JobDetail
from batchdeck.domain.milestone import Milestone, reached
from batchdeck.jobs.polling import Backoff, Clock, Sleep, Trigger, now

if TYPE_CHECKING:  # Not before the first frame.
    from batchdeck.jobs.ports import BatchReads

#: Seconds between two looks at a job that moves.
FASTEST = 1.0
#: The same for one that has not moved for a while.
SLOWEST = 5.0
#: How much longer the pause gets with each look that finds nothing new.
SLOWER = 1.3
#: So many ms a job may stay unknown to AWS before it counts as gone: new ones appear late.
GRACE = 10_000


@dataclass(frozen=True, slots=True)
class Following:
    """What is known of the job that is followed."""

    job_id: str
    detail: JobDetail | None = None
    """The newest description; kept when a read fails and when AWS forgets the job."""
    milestones: tuple[Milestone, ...] = ()
    """The states it went through, first one first."""
    gone: bool = False
    """AWS does not know the job (any more)."""
    fetched_at: int | None = None
    """When AWS last answered, ms."""
    problem: AwsError | None = None
    """Why the newest read failed."""

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen: ended or gone."""
        return self.gone or (self.detail is not None and self.detail.job.finished)


async def follow(
    batch: BatchReads,
    job_id: str,
    trigger: Trigger | None = None,
    *,
    slowest: float = SLOWEST,
    clock: Clock = now,
    sleep: Sleep = asyncio.sleep,
) -> AsyncIterator[Following]:
    """The job after every look at it, until it has ended or is gone.

    The pause between two looks grows to `slowest` seconds while the job does not move.
    Raises nothing of AWS: what fails is in the state, and is tried again.
    """
    trigger = trigger or Trigger()
    backoff = Backoff(FASTEST)
    state = Following(job_id)
    missing_since: int | None = None
    while not state.finished:
        try:
            found = await batch.details([job_id])
        except AwsError as error:
            backoff.failed()
            state = replace(state, problem=error)
        else:
            moved = bool(found) and found[0] != state.detail
            backoff.usual = FASTEST if moved else min(backoff.usual * SLOWER, slowest)
            backoff.succeeded()
            if found:
                missing_since = None
                state = _seen(state, found[0], clock())
            else:
                missing_since = clock() if missing_since is None else missing_since
                gone = clock() - missing_since >= GRACE
                state = replace(state, gone=gone, fetched_at=clock(), problem=None)
        yield state
        if not state.finished:
            await trigger.wait(backoff.pause, sleep)


def _seen(state: Following, detail: JobDetail, at: int) -> Following:
    return replace(
        state,
        detail=state.detail if detail == state.detail else detail,
        milestones=reached(state.milestones, detail.job, at),
        fetched_at=at,
        problem=None,
    )
