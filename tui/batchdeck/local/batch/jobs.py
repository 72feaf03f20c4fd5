"""The jobs of an account, found by id, by what lists them, and by status.

A queue lists the jobs submitted to it, an array or multi-node job its children. Lists are
kept sorted by creation, so a page is a slice and costs the same in an account of a hundred
thousand jobs as in one of ten.
"""

from __future__ import annotations

import time
from bisect import bisect_left, insort
from collections.abc import Callable, Iterator
from itertools import count, islice

from batchdeck.local.batch.fronts import Front, Fronts
from batchdeck.local.batch.records import JobRecord

STATUSES = ("SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED", "FAILED")
"""In the order a job goes through them."""
ACTIVE = STATUSES[:5]
"""Those of a job that has not ended."""
_MOST_CHILDREN = 10_000
_AT_A_TIME = 500
"""Names that are looked at together."""

Position = tuple[int, int]
"""Where a job stands in every list: creation time in ms, then order of insertion."""


def position(job: JobRecord) -> Position:
    """The sort key of a job; it never changes."""
    return job.created_at, job.sequence


def _place(jobs: list[JobRecord], job: JobRecord) -> int:
    """Put a job into a list, and tell where; a new one belongs at the end of most."""
    at = len(jobs)
    if jobs and position(jobs[-1]) >= position(job):
        at = bisect_left(jobs, position(job), key=position)
    jobs.insert(at, job)
    return at


class Jobs:
    """All jobs. Not locked by itself: callers hold `Account.lock`."""

    def __init__(self) -> None:
        self._by_id: dict[str, JobRecord] = {}
        self._lists: dict[tuple[str, str], list[JobRecord]] = {}
        self._names: dict[str, list[str]] = {}
        """By queue: the names of all its jobs in lower case, in the order of its list.

        To look through them costs a third of a look at as many jobs.
        """
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
        at = _place(self._list_of(job, ""), job)
        if not job.parent_id:
            lower = job.name.lower()
            name = job.name if lower == job.name else lower
            self._names.setdefault(job.queue_arn, []).insert(at, name)
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
        at = self._take_out(job, "")
        if not job.parent_id:
            del self._names[job.queue_arn][at]
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

    def named(
        self,
        queue_arn: str,
        any_is_meant: Callable[[str], object],
        is_meant: Callable[[str], bool],
        *,
        before: Position | None = None,
    ) -> Iterator[JobRecord]:
        """Jobs of a queue whose names in lower case are meant, from just `before` down.

        `any_is_meant` is asked first, of many names at once, each in a line with an empty one
        before and behind it.
        """
        jobs, names = self._lists.get((queue_arn, ""), []), self._names.get(queue_arn, [])
        end = len(jobs) if before is None else bisect_left(jobs, before, key=position)
        while end > 0:
            start = max(0, end - _AT_A_TIME)
            some = names[start:end]
            if any_is_meant("\n" + "\n\n".join(some) + "\n"):
                backwards = range(len(some) - 1, -1, -1)
                yield from (jobs[start + at] for at in backwards if is_meant(some[at]))
            end = start

    def _take_out(self, job: JobRecord, status: str) -> int:
        jobs = self._list_of(job, status)
        at = bisect_left(jobs, position(job), key=position)
        del jobs[at]
        return at

    def _list_of(self, job: JobRecord, status: str) -> list[JobRecord]:
        return self._lists.setdefault((job.parent_id or job.queue_arn, status), [])
