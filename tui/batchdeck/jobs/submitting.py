"""Sending a job, once, and finding out what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from batchdeck.aws.errors import AwsError, UncertainError
from batchdeck.domain.call import Write
from batchdeck.domain.submission import SUBMISSION_TAG, Submission
from batchdeck.jobs.describing import IDS_A_CALL, describe
from batchdeck.jobs.polling import Clock, Sleep, now
from batchdeck.jobs.ports import Batch, BatchReads, BatchWrites

#: How long a job whose answer was lost is looked for, ms. Jobs appear late in lists.
LOOK_UP = 10_000
#: Seconds between two look-ups.
LOOK_UP_EVERY = 1.0


@dataclass(frozen=True, slots=True)
class Sending:
    """The request is on its way."""

    line: str
    """As an `aws` command."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """AWS took the job."""

    job_id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """There is no new job: AWS said no, or nothing was sent."""

    error: AwsError


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The answer was lost. The job is being looked for; it is not sent again."""

    error: AwsError


@dataclass(frozen=True, slots=True)
class Found:
    """The answer was lost, but the job is there."""

    job_id: str


@dataclass(frozen=True, slots=True)
class NotFound:
    """The answer was lost and the job did not show up."""

    problem: AwsError | None = None
    """Why the last look-up failed. Without one: AWS answered, and there is no such job."""


SubmitState = Sending | Submitted | Refused | Uncertain | Found | NotFound


def plan(batch: BatchWrites, order: Submission, token: str) -> Write:
    """What `submit` will send, to be shown before."""
    return batch.submission(order, token)


async def submit(
    batch: Batch,
    order: Submission,
    token: str,
    *,
    clock: Clock = now,
    sleep: Sleep = asyncio.sleep,
) -> AsyncGenerator[SubmitState]:
    """Send `order` exactly once; the last state tells the outcome.

    `SubmitJob` has no client token, so a second send could be a second job. `token`, unique
    to this submission, is put on the job as a tag and lets it be found when the answer is
    lost. Raises nothing of AWS.
    """
    write = plan(batch, order, token)
    yield Sending(write.line)
    try:
        job_id = await batch.send_submission(write)
    except UncertainError as error:
        lost = error
    except AwsError as error:
        yield Refused(error)
        return
    else:
        yield Submitted(job_id)
        return
    yield Uncertain(lost)
    yield await _look_up(batch, order, token, clock, sleep)


async def _look_up(
    batch: BatchReads, order: Submission, token: str, clock: Clock, sleep: Sleep
) -> Found | NotFound:
    until = clock() + LOOK_UP
    while True:
        problem: AwsError | None = None
        try:
            job_id = await _tagged(batch, order, token)
        except AwsError as error:
            problem = error
        else:
            if job_id:
                return Found(job_id)
        if clock() >= until:
            return NotFound(problem)
        await sleep(LOOK_UP_EVERY)


async def _tagged(batch: BatchReads, order: Submission, token: str) -> str:
    """Id of the newest job of that name that carries the token; empty when there is none."""
    jobs = await batch.named(order.queue, order.name)
    newest = sorted(jobs, key=lambda job: job.created_at, reverse=True)[:IDS_A_CALL]
    for job_id, detail in (await describe(batch, (job.id for job in newest))).items():
        if (SUBMISSION_TAG, token) in detail.tags:
            return job_id
    return ""
