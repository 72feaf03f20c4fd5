"""The jobs of an account, found by id, by what lists them, and by status.

A queue lists the jobs submitted to it, an array or multi-node job its children. Lists are
kept sorted by creation, so a page is a slice and costs the same in an account of a hundred
thousand jobs as in one of ten.
"""

from __future__ import annotations

import time
from bisect import bisect_left, insort
from collections.abc import Iterator
from itertools import count, islice

from batchdeck.local.batch.fronts import Front, Fronts
from batchdeck.local.batch.records import JobRecord

STATUSES = ("SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED", "FAILED")
"""In the order a job goes through them."""
ACTIVE = STATUSES[:5]
"""Those of a job that has not ended."""
_MOST_CHILDREN = 10_000

Position = tuple[int, int]
"""Where a job stands in every list: creation time in ms, then order of insertion."""


def position(job: JobRecord) -> Position:
    """The sort key of a job; it never changes."""
    return job.created_at, job.sequence


def _place(jobs: list[JobRecord], job: JobRecord) -> None:
    """Put a job into a list; a new one belongs at the end of most."""
    if not jobs or position(jobs[-1]) < position(job):
        jobs.append(job)
    else:
        insort(jobs, job, key=position)


class Jobs:
    """All jobs. Not locked by itself: callers hold `Account.lock`."""

    def __init__(self) -> None:
        self._by_id: dict[str, JobRecord] = {}
        self._lists: dict[tuple[str, str], list[JobRecord]] = {}
        self._fronts = Fronts()
        self._sequence = count(1)

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[JobRecord]:
        return iter(self._by_id.values())

    def get(self, job_id: str) -> JobRecord | None:
        """The job with that id."""
        return self._by_id.get(job_id)

    def insert(self, job: JobRecord) -> None:
        """Add a job in whatever state it is. Children are listed by their numbers."""
        job.sequence = next(self._sequence) if job.index is None else _MOST_CHILDREN - job.index
        self._by_id[job.id] = job
        _place(self._list_of(job, job.status), job)
        _place(self._list_of(job, ""), job)
        if job.status == "RUNNABLE":
            self._fronts.of(job.queue_arn).join(job)

    def move(self, job: JobRecord, status: str) -> None:
        """Give a job another status."""
        self._take_out(job, job.status)
        if job.status == "RUNNABLE":
            self._fronts.of(job.queue_arn).leave(job)
        job.status = status
        if (parent := self._by_id.get(job.parent_id)) is not None:
            parent.summary_at = time.time_ns() // 1_000_000
        insort(self._list_of(job, status), job, key=position)
        if status == "RUNNABLE":
            self._fronts.of(job.queue_arn).join(job)

    def forget(self, job: JobRecord) -> None:
        """Remove a job that is over, and its children with it."""
        for child in list(self.children(job)):
            self._by_id.pop(child.id)
        for status in ("", *STATUSES):
            self._lists.pop((job.id, status), None)
        self._take_out(job, job.status)
        self._take_out(job, "")
        del self._by_id[job.id]

    def front(self, queue_arn: str) -> Front:
        """The RUNNABLE jobs of a queue, children among them."""
        return self._fronts.of(queue_arn)

    def children(self, parent: JobRecord, status: str = "") -> list[JobRecord]:
        """Children of a job, of all states unless one is given; not to be changed."""
        return self._lists.get((parent.id, status), [])

    def summary(self, parent: JobRecord) -> dict[str, int] | None:
        """How many children of an array are in each state; None for what is no array."""
        if not parent.is_array:
            return None
        return {status: len(self.children(parent, status)) for status in STATUSES}

    def oldest_first(self, listed_by: str, status: str) -> list[JobRecord]:
        """Jobs of a queue, by ARN, or of a parent, by id, in one status; not to be changed."""
        return self._lists.setdefault((listed_by, status), [])

    def newest_first(
        self, listed_by: str, status: str = "", *, before: Position | None = None
    ) -> Iterator[JobRecord]:
        """Jobs of a queue, of all states unless `status` is given, from just `before` down.

        Those of a parent come from number 0 up.
        """
        jobs = self._lists.get((listed_by, status), [])
        end = len(jobs) if before is None else bisect_left(jobs, before, key=position)
        return islice(reversed(jobs), len(jobs) - end, None)

    def _take_out(self, job: JobRecord, status: str) -> None:
        jobs = self._list_of(job, status)
        del jobs[bisect_left(jobs, position(job), key=position)]

    def _list_of(self, job: JobRecord, status: str) -> list[JobRecord]:
        return self._lists.setdefault((job.parent_id or job.queue_arn, status), [])
