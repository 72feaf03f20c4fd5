"""Carrying out a remedy: each request sent once, then looked at until what was stuck moves.

Requests go one after the other. The first one that fails is the last one that is sent.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from batchdeck.aws.account import Account
from batchdeck.aws.errors import AwsError, UncertainError
from batchdeck.diagnosis.diagnosing import diagnose
from batchdeck.diagnosis.diagnosis import Diagnosis, State
from batchdeck.diagnosis.ranking import Cause
from batchdeck.diagnosis.subject import Kind, Subject
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
SETTLES = 300.0
"""Seconds that an environment may take to be ready for the next request about it."""
GONE = "gone"
"""Instead of a state, for a job that AWS does not know any more."""
_WAITING = ("SUBMITTED", "PENDING", "RUNNABLE")
_UNSETTLED = ("CREATING", "UPDATING")
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
    operations: tuple[str, ...] = ()
    """Everything that is to be sent, such as `UpdateJobQueue`."""
    done: int = 0
    """How many of them AWS took."""
    pending: str = ""
    """The environment that has to be ready before the next one is sent."""
    cleared: bool | None = None
    """Whether the cause is gone; None before the first diagnosis after it."""
    next_cause: Cause | None = None
    """What holds it now, when it is something else."""

    @property
    def summary(self) -> str:
        """How things stand, in one sentence."""
        if self.stage is Stage.SENDING:
            return self._sending
        if self.stage is Stage.REFUSED:
            return self._refused
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
            return (
                f"not known whether AWS took {self._which}, looking; it is not sent again"
                f"{self._not_sent}: {self.error}"
            )
        if self.cleared is None:
            return f"sent; {stays}"
        return f"sent, but {stays} for the same cause"

    @property
    def _sending(self) -> str:
        if self.pending:
            return f"{self._taken}; waiting for {self.pending} to be ready"
        return f"sending {self._which}" if len(self.operations) > 1 else "sending"

    @property
    def _refused(self) -> str:
        if not self.done:
            return f"refused, nothing was changed: {self.error}"
        failed = "was not sent" if self.pending else "was refused"
        return f"{self._taken}; {self._which} {failed}{self._not_sent}: {self.error}"

    @property
    def _which(self) -> str:
        """The request that is on its way, or was the last one."""
        if len(self.operations) < 2:
            return "it"
        return f"{self.operations[self.done]} ({self.done + 1} of {len(self.operations)})"

    @property
    def _taken(self) -> str:
        return f"done: {', '.join(self.operations[: self.done])}"

    @property
    def _not_sent(self) -> str:
        left = self.operations[self.done + 1 :]
        return f", not sent: {', '.join(left)}" if left else ""


def unfilled(*commands: str) -> tuple[str, ...]:
    """The words in a remedy's commands that somebody has to fill in."""
    return tuple(dict.fromkeys(word for one in commands for word in _UNFILLED.findall(one)))


async def mend(
    account: Account,
    diagnosis: Diagnosis,
    cause: Cause,
    writes: Sequence[Write],
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AsyncIterator[Mending]:
    """Send the remedy of a cause; then how things stand, until what was stuck moves.

    Where a request submits the job again, the new one is looked at. Raises nothing of AWS.
    """
    job = diagnosis.job.job if diagnosis.job is not None else None
    name, status = (job.name, job.status) if job is not None else (diagnosis.subject.name, "")
    operations = tuple(one.operation for one in writes)
    began = clock()
    sending = _Sending(account, clock, sleep)
    first = Mending(Stage.SENDING, name, status, operations=operations)
    async for state in sending.each(writes, first):
        yield state
    if state.stage is Stage.REFUSED:
        return
    watch = _Watch(account, diagnosis, cause, sending.submitted)
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


class _Sending:
    """Sends requests one after the other, until one fails."""

    def __init__(
        self,
        account: Account,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self.submitted = ""
        """The id of the job that one of them submitted."""
        self._account = account
        self._clock = clock
        self._sleep = sleep

    async def each(self, writes: Sequence[Write], state: Mending) -> AsyncIterator[Mending]:
        """How it stands before each of them, and at last that all were sent, or why not."""
        for number, write in enumerate(writes):
            if number and (changed := _environment_of(writes[number - 1])):
                yield replace(state, pending=changed)
                try:
                    await self._settled(changed)
                except AwsError as error:
                    yield replace(state, stage=Stage.REFUSED, pending=changed, error=error)
                    return
            yield state
            try:
                self.submitted = await self._account.commands.send(write) or self.submitted
            except UncertainError as error:
                yield replace(state, stage=Stage.UNCERTAIN, error=error)
                return
            except AwsError as error:
                yield replace(state, stage=Stage.REFUSED, error=error)
                return
            state = replace(state, done=number + 1)
        yield replace(state, stage=Stage.SENT)

    async def _settled(self, name: str) -> None:
        """Wait until Batch is done with an environment. Raises AwsError when that lasts."""
        until = self._clock() + SETTLES
        while True:
            found = await self._account.batch.environments()
            busy = next((one.status for one in found if one.name == name), "")
            if busy not in _UNSETTLED:
                return
            if self._clock() > until:
                raise AwsError(f"{name} is still {busy}: the next request would be refused")
            await self._sleep(FASTEST)


def _environment_of(write: Write) -> str:
    """The environment that a request makes Batch work on; empty: none."""
    if not write.operation.endswith("ComputeEnvironment"):
        return ""
    named = write.parameters
    return str(named.get("computeEnvironment") or named.get("computeEnvironmentName") or "")


class _Watch:
    """Two ways to see whether it helped: the job's state often, the whole diagnosis seldom."""

    def __init__(
        self, account: Account, before: Diagnosis, cause: Cause, submitted: str = ""
    ) -> None:
        self._account = account
        self._before = before
        self._cause = cause
        self._submitted = submitted
        """The id of another job in the place of the old one."""

    async def job_moved(self, state: Mending) -> Mending:
        """What the job's own state says."""
        if self._before.job is None:
            return state
        job = self._before.job.job
        try:
            details = await self._account.batch.details([self._submitted or job.id])
        except AwsError as error:
            return replace(state, error=error)
        status = details[0].job.status if details else GONE
        moved = status not in _WAITING if self._submitted else status != job.status
        if not moved and details[0].children != self._before.job.children:
            moved, status = True, _children(details[0])
        return replace(state, status=status, stage=Stage.MOVED if moved else state.stage)

    async def look(self, state: Mending) -> Mending:
        """What the diagnosis says now."""
        now = time.time_ns() // 1_000_000
        subject = self._before.subject
        if self._submitted:
            subject = Subject(Kind.JOB, self._submitted)
        *_, whole = [one async for one in diagnose(self._account, subject, now)]
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
