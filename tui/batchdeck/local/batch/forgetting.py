"""Jobs that have ended are forgotten after a while, as by AWS.

Source: AWS Batch user guide, "Job states": ended jobs stay for at least 7 days.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush

from batchdeck.local.batch.records import JobRecord


class Ended:
    """The jobs that are over, by the time they ended. Children go with their parents."""

    def __init__(self) -> None:
        self._jobs: list[tuple[int, str, JobRecord]] = []
        """When it ended, its id, the job."""

    def add(self, job: JobRecord) -> None:
        """A job is over."""
        if not job.parent_id:
            ended = job.stopped_at or job.created_at
            heappush(self._jobs, (ended, job.id, job))

    def due(self, before: float) -> Iterator[JobRecord]:
        """Those that ended before a time (ms since the epoch); each is told of once."""
        while self._jobs and self._jobs[0][0] < before:
            yield heappop(self._jobs)[2]
