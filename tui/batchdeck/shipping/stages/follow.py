"""Following the job to its end, and its log."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import replace

from batchdeck.domain.job import JobDetail
from batchdeck.domain.job_status import is_finished
from batchdeck.domain.log_line import LogLine
from batchdeck.jobs.following import Following
from batchdeck.jobs.following import follow as watch
from batchdeck.logs.passing import passing
from batchdeck.logs.reading import LogReader
from batchdeck.shipping.merging import merged
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.services import Services
from batchdeck.shipping.state import ShipState, Stage, Status

_STAGE = Stage.FOLLOW


async def follow(_plan: Plan, services: Services, state: ShipState) -> AsyncGenerator[ShipState]:
    """The job's states and the lines of its log as they come, until both have ended."""
    job_id = state.made.job_id
    yield (state := state.changed(_STAGE, status=Status.RUNNING, text=job_id))
    account = services.account
    streams: list[AsyncIterator[Following | tuple[LogLine, ...]]] = [
        watch(account.batch, job_id, clock=services.clock, sleep=services.sleep)
    ]
    if services.reads_log:
        reader = LogReader(
            account.batch,
            account.logs,
            job_id,
            from_head=True,
            clock=services.clock,
            sleep=services.sleep,
        )
        streams.append(passing(reader))
    last = Following(job_id)
    async for one in merged(*streams):
        if isinstance(one, Following):
            last = one
            state = _standing(replace(state, lines=()), one)
        else:
            state = replace(state, lines=one).changed(_STAGE, output=one[-1].text)
        yield state
    yield _ended(replace(state, lines=()), last)


def _standing(state: ShipState, following: Following) -> ShipState:
    if following.detail is None:
        text = str(following.problem) if following.problem else "AWS does not know the job yet"
        return state.changed(_STAGE, text=text)
    return replace(state, job=following.detail).changed(_STAGE, text=_words(following))


def _words(following: Following) -> str:
    detail = following.detail
    assert detail is not None
    words = [detail.job.status]
    if detail.children:
        words.append(", ".join(f"{count} {name}" for name, count in detail.children if count))
    if detail.job.reason:
        words.append(detail.job.reason)
    if following.problem:
        words.append(str(following.problem))
    return ": ".join(words)


def _ended(state: ShipState, following: Following) -> ShipState:
    detail = following.detail
    if detail is None or not is_finished(detail.job.status):
        state = state.changed(_STAGE, status=Status.FAILED)
        return replace(state, problem="AWS does not know the job any more")
    if detail.job.status == "SUCCEEDED":
        return state.changed(_STAGE, status=Status.DONE)
    return replace(state.changed(_STAGE, status=Status.FAILED), problem=_reason(detail))


def _reason(detail: JobDetail) -> str:
    """The most telling word on why a job failed."""
    job = detail.job
    attempts = [one.container_reason for one in reversed(detail.attempts)]
    reason = next((one for one in (*attempts, job.container_reason, job.reason) if one), "")
    code = "" if job.exit_code is None else f" with exit code {job.exit_code}"
    return f"the job failed{code}" + (f": {reason}" if reason else "")
