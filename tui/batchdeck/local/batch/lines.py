"""The RUNNABLE jobs of each queue that have no place yet, in the order they wait."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import islice

from batchdeck.local.batch.account import Account
from batchdeck.local.batch.fair_share import FairLine, reserved
from batchdeck.local.batch.records import Document, JobRecord
from batchdeck.local.batch.usage import Usage


class Line:
    """First in, first out."""

    def __init__(self) -> None:
        self._jobs: deque[JobRecord] = deque()

    def join(self, job: JobRecord) -> None:
        """Stand at the end."""
        self._jobs.append(job)

    def rejoin(self, job: JobRecord) -> None:
        """Stand in front."""
        self._jobs.appendleft(job)

    def head(self, _policy: Document, _usage: Usage) -> JobRecord | None:
        """The next job; those that were stopped meanwhile leave the line."""
        while self._jobs and self._jobs[0].status != "RUNNABLE":
            self._jobs.popleft()
        return self._jobs[0] if self._jobs else None

    def leave(self, _job: JobRecord) -> None:
        """The head has got a place."""
        self._jobs.popleft()

    def upcoming(self, _policy: Document, _usage: Usage, number: int) -> Iterator[JobRecord]:
        """The next jobs."""
        return islice((job for job in self._jobs if job.status == "RUNNABLE"), number)

    def __bool__(self) -> bool:
        return bool(self._jobs)


class Lines:
    """A line for each queue, of the kind its scheduling policy asks for."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._lines: dict[str, Line | FairLine] = {}
        self._usage: dict[str, Usage] = {}

    def join(self, job: JobRecord) -> None:
        """Stand at the end."""
        self._line(job.queue_arn).join(job)

    def rejoin(self, job: JobRecord) -> None:
        """Stand in front again: its place was lost before it started."""
        self._line(job.queue_arn).rejoin(job)

    def head(self, queue_arn: str) -> JobRecord | None:
        """The next job of a queue."""
        line = self._lines.get(queue_arn)
        return line.head(self._policy(queue_arn), self.usage(queue_arn)) if line else None

    def leave(self, job: JobRecord) -> None:
        """The head of its queue has got a place."""
        self._line(job.queue_arn).leave(job)

    def upcoming(self, queue_arn: str, number: int) -> list[JobRecord]:
        """The next jobs of a queue in the order they would be placed."""
        line = self._line(queue_arn)
        return list(line.upcoming(self._policy(queue_arn), self.usage(queue_arn), number))

    def shares(self, queue_arn: str) -> set[str]:
        """The shares of a queue that have RUNNABLE jobs, or vCPUs."""
        line = self._lines.get(queue_arn)
        waiting = line.shares() if isinstance(line, FairLine) else set()
        return waiting | self.usage(queue_arn).active().keys()

    def usage(self, queue_arn: str) -> Usage:
        """The vCPUs that the jobs of a queue have."""
        return self._usage.setdefault(queue_arn, Usage())

    def take(self, job: JobRecord, vcpus: float) -> None:
        """A job has got vCPUs; with less than 0 it gives them back."""
        window = self._policy(job.queue_arn).get("shareDecaySeconds", 0)
        self.usage(job.queue_arn).take(job.share_identifier, vcpus, window)

    def reserved(self, job: JobRecord) -> float:
        """The part of an environment's vCPUs that a job must leave free for other shares."""
        policy = self._policy(job.queue_arn)
        return reserved(policy, job.share_identifier, self.usage(job.queue_arn))

    def __bool__(self) -> bool:
        return any(self._lines.values())

    def _line(self, queue_arn: str) -> Line | FairLine:
        if queue_arn not in self._lines:
            self._lines[queue_arn] = FairLine() if self._policy(queue_arn) else Line()
        return self._lines[queue_arn]

    def _policy(self, queue_arn: str) -> Document:
        """The fair-share policy of a queue; empty without one."""
        queue = self._account.queues.get(queue_arn)
        record = self._account.policies.get(queue.scheduling_policy_arn) if queue else None
        return (record.fairshare if record else None) or {}
