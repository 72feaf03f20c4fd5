"""How long a job has been in its state, and whether that is longer than is normal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import islice

from batchdeck.domain.job import Job

#: Nothing is called long before this many ms, however fast the queue usually is.
PATIENCE = 10 * 60 * 1000
#: Longer than this many times the usual wait of the queue is long.
FACTOR = 3
_LOOKED_AT = 10_000
_SAMPLE = 200


def in_state_since(job: Job, seen_at: int | None = None) -> int:
    """When the job entered its state, ms.

    AWS tells it for RUNNING and for the end. Before that it is `seen_at`, when the console
    saw the change, or else the job's creation.
    """
    if job.finished:
        return job.stopped_at or job.started_at or job.created_at
    if job.status == "RUNNING" and job.started_at is not None:
        return job.started_at
    return job.created_at if seen_at is None else seen_at


def usual_waits(jobs: Iterable[Job]) -> Mapping[str, int]:
    """For each queue the median time from creation to start, ms.

    Only a bounded number of `jobs` is looked at, from the first on, so that it costs little
    on a long list: give them newest first. A queue in which nothing started is left out.
    """
    waits: defaultdict[str, list[int]] = defaultdict(list)
    for job in islice(jobs, _LOOKED_AT):
        if job.started_at is not None and len(waits[job.queue]) < _SAMPLE:
            waits[job.queue].append(job.started_at - job.created_at)
    return {queue: sorted(known)[(len(known) - 1) // 2] for queue, known in waits.items() if known}


def waits_too_long(
    job: Job, now: int, usual_wait: int | None, *, seen_at: int | None = None
) -> bool:
    """Whether a RUNNABLE job has waited longer than is normal for its queue.

    Normal is up to ten minutes, and up to three times `usual_wait` (ms; None when the queue
    has started nothing to compare with).
    """
    if job.status != "RUNNABLE":
        return False
    return now - in_state_since(job, seen_at) > max(PATIENCE, FACTOR * (usual_wait or 0))
