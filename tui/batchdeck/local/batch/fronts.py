"""The RUNNABLE jobs of each queue in their order, and since when each has its position."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Iterator
from itertools import count

from batchdeck.local.batch.records import JobRecord

Place = tuple[JobRecord, int]
"""A job, and since when (ms since the epoch) nobody before it has left."""


class Front:
    """The RUNNABLE jobs of one queue.

    Whoever leaves moves all behind it up. Of two that left, the later hides the earlier
    for everybody behind both, so few departures are kept.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[JobRecord, int]] = {}
        """By id: the job, and its number in the order of arrival."""
        self._numbers = count()
        self._departed: list[tuple[int, int]] = []
        """Number of who left, and when; both rise."""

    def join(self, job: JobRecord) -> None:
        """Stand at the end."""
        self._waiting[job.id] = (job, next(self._numbers))

    def leave(self, job: JobRecord) -> None:
        """It starts, or has been stopped."""
        _, number = self._waiting.pop(job.id)
        while self._departed and self._departed[-1][0] >= number:
            self._departed.pop()
        self._departed.append((number, time.time_ns() // 1_000_000))

    def places(self) -> Iterator[Place]:
        """Everybody, the first to come first."""
        for job, number in self._waiting.values():
            behind = bisect_left(self._departed, (number, 0))
            moved_up = self._departed[behind - 1][1] if behind else 0
            yield job, max(job.runnable_at or job.created_at, moved_up)

    def __len__(self) -> int:
        return len(self._waiting)


class Fronts:
    """A front for each queue, by its ARN."""

    def __init__(self) -> None:
        self._by_queue: dict[str, Front] = {}

    def of(self, queue_arn: str) -> Front:
        """The front of a queue."""
        return self._by_queue.setdefault(queue_arn, Front())
