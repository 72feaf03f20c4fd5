"""Carrying out a remedy: sent once, then looked at until what was stuck moves."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from batchdeck.aws.account import Account
from batchdeck.aws.errors import AwsError, UncertainError
from batchdeck.diagnosis.diagnosing import diagnose
from batchdeck.diagnosis.diagnosis import Diagnosis, State
from batchdeck.diagnosis.ranking import Cause
from batchdeck.diagnosis.subject import Kind
from batchdeck.diagnosis.verdict import Status
from batchdeck.domain.call import Write
from batchdeck.domain.job import JobDetail

FASTEST = 1.0
"""Seconds between the first looks at the job."""
SLOWER = 1.5
SLOWEST = 15.0
LOOK_AGAIN = 15.0
"""Seconds between two whole diagnoses."""
PATIENCE = 900.0
"""Seconds after which nothing more is expected of a remedy."""
GONE = "gone"
"""Instead of a state, for a job that AWS does not know any more."""
_UNFILLED = re.compile(r"<([a-z-]+)>")


class Stage(StrEnum):
    """How far a remedy has come."""

    SENDING = "sending"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    """Whether AWS took it is not known: the next diagnosis tells."""
    SENT = "sent"
    MOVED = "moved"
    STAYED = "stayed"
    """It was taken, and `PATIENCE` later what was stuck still is."""


@dataclass(frozen=True, slots=True)
class Mending:
    """A remedy at a moment."""

    stage: Stage
    name: str
    """Of what is stuck."""
    status: str = ""
    """Of the job, as last read; empty for a queue or an environment."""
    seconds: float = 0.0
    """Since it was sent."""
    error: AwsError | None = None
    """Why it was refused, why its outcome is not known, or why nothing newer is."""
    cleared: bool | None = None
    """Whether the cause is gone; None before the first diagnosis after it."""
    next_cause: Cause | None = None
    """What holds it now, when it is something else."""

    @property
    def summary(self) -> str:
        """How things stand, in one sentence."""
        if self.stage is Stage.SENDING:
            return "sending"
        if self.stage is Stage.REFUSED:
            return f"refused, nothing was changed: {self.error}"
        if self.stage is Stage.MOVED:
            moves = f"{self.name} is {self.status} now" if self.status else f"{self.name} is free"
            return moves if self.status in {"FAILED", GONE} else f"{moves}: it helped"
        stays = f"{self.name} is still {self.status}" if self.status else f"{self.name} is not free"
        if self.next_cause is not None:
            next_cause = self.next_cause.finding.verdict.summary
            return f"{stays}: the next cause is that {next_cause}"
        if self.cleared:
            return f"the cause is gone, {stays}: Batch takes up to some minutes"
        if self.stage is Stage.STAYED:
            return f"{stays} after {self.seconds / 60:.0f} minutes: it did not help"
        if self.stage is Stage.UNCERTAIN:
            return f"not known whether AWS took it, looking; it is not sent again: {self.error}"
        if self.cleared is None:
            return f"sent; {stays}"
        return f"sent, but {stays} for the same cause"


def unfilled(command: str) -> tuple[str, ...]:
    """The words in a remedy's command that somebody has to fill in."""
    return tuple(dict.fromkeys(_UNFILLED.findall(command)))


async def mend(
    account: Account,
    diagnosis: Diagnosis,
    cause: Cause,
    write: Write,
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AsyncIterator[Mending]:
    """Send the remedy of a cause; then how things stand, until what was stuck moves.

    Raises nothing of AWS.
    """
    job = diagnosis.job.job if diagnosis.job is not None else None
    name, status = (job.name, job.status) if job is not None else (diagnosis.subject.name, "")
    state = Mending(Stage.SENDING, name, status)
    yield state
    began = clock()
    try:
        await account.commands.send(write)
        state = replace(state, stage=Stage.SENT)
    except UncertainError as error:
        state = replace(state, stage=Stage.UNCERTAIN, error=error)
    except AwsError as error:
        yield replace(state, stage=Stage.REFUSED, error=error)
        return
    yield state
    watch = _Watch(account, diagnosis, cause)
    pause, looked_at = FASTEST, began - LOOK_AGAIN + 2 * FASTEST
    while state.stage is not Stage.MOVED and clock() - began < PATIENCE:
        await sleep(pause)
        pause = min(SLOWEST, pause * SLOWER)
        state = await watch.job_moved(replace(state, seconds=clock() - began))
        yield state
        if state.stage is not Stage.MOVED and clock() - looked_at >= LOOK_AGAIN:
            state, looked_at = await watch.look(state), clock()
            yield state
    if state.stage is not Stage.MOVED:
        yield replace(state, stage=Stage.STAYED)


class _Watch:
    """Two ways to see whether it helped: the job's state often, the whole diagnosis seldom."""

    def __init__(self, account: Account, before: Diagnosis, cause: Cause) -> None:
        self._account = account
        self._before = before
        self._cause = cause

    async def job_moved(self, state: Mending) -> Mending:
        """What the job's own state says."""
        if self._before.job is None:
            return state
        job = self._before.job.job
        try:
            details = await self._account.batch.details([job.id])
        except AwsError as error:
            return replace(state, error=error)
        status = details[0].job.status if details else GONE
        moved = status != job.status
        if not moved and details[0].children != self._before.job.children:
            moved, status = True, _children(details[0])
        return replace(state, status=status, stage=Stage.MOVED if moved else state.stage)

    async def look(self, state: Mending) -> Mending:
        """What the diagnosis says now."""
        now = time.time_ns() // 1_000_000
        *_, whole = [one async for one in diagnose(self._account, self._before.subject, now)]
        if whole.problem:
            return state
        mended = self._cause.finding.check.id
        verdicts = {one.check.id: one.verdict.status for one in whole.findings}
        if verdicts.get(mended) is Status.UNKNOWN:
            return state
        cleared = verdicts.get(mended) is not Status.FAIL
        following = next(iter(whole.roots), None) if cleared else None
        seen = replace(state, cleared=cleared, next_cause=following)
        if cleared and seen.stage is Stage.UNCERTAIN:
            seen = replace(seen, stage=Stage.SENT, error=None)
        free = self._before.subject.kind is not Kind.JOB and whole.state is not State.BLOCKED
        return replace(seen, stage=Stage.MOVED) if free and cleared else seen


def _children(array: JobDetail) -> str:
    """The states of the children of an array, which itself stays PENDING."""
    return ", ".join(f"{count} {status}" for status, count in array.children if count)
