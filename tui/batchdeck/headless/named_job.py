"""The job that a word of the command line means."""

from __future__ import annotations

import asyncio
import re

from batchdeck.aws.errors import NotFoundError
from batchdeck.domain.job import Job
from batchdeck.jobs.ports import BatchReads

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}([:#][0-9]+)?")


async def job_id_of(batch: BatchReads, name: str) -> str:
    """The id that `name` is, or has at its end, or that of the newest job of that name.

    A job that has not ended goes before one that has. Raises `AwsError`: `NotFoundError` when
    there is no such job.
    """
    short = name.rsplit("/", 1)[-1]
    if _ID.fullmatch(short):
        return short
    queues = await batch.queues()
    found = await asyncio.gather(*(batch.named(queue.name, name) for queue in queues))
    jobs = [job for each in found for job in each]
    if not jobs:
        words = f"{name} is no id of a job, and no job has that name"
        raise NotFoundError(words, action="batch:ListJobs")
    return max(jobs, key=_wanted).id


def _wanted(job: Job) -> tuple[bool, int]:
    return not job.finished, job.created_at
