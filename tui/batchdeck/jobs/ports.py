"""What the use cases need of AWS; the gateways in `batchdeck.aws` are of this shape."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from batchdeck.domain.call import Write
from batchdeck.domain.job import Job, JobDetail
from batchdeck.domain.resources import ComputeEnvironment, JobDefinition, JobQueue
from batchdeck.domain.submission import Submission


class BatchReads(Protocol):
    """Reading AWS Batch. Every method raises `AwsError` and nothing else."""

    async def environments(self) -> tuple[ComputeEnvironment, ...]:
        """All compute environments."""

    async def queues(self) -> tuple[JobQueue, ...]:
        """All job queues."""

    async def definitions(self) -> tuple[JobDefinition, ...]:
        """All ACTIVE revisions, newest revision first within a name."""

    def pages(self, queue: str, status: str) -> AsyncIterator[tuple[Job, ...]]:
        """Jobs of a queue in one state, up to 1,000 a page."""

    def created_after(self, queue: str, at: int) -> AsyncIterator[tuple[Job, ...]]:
        """Jobs of a queue in any state created after `at` (ms), newest first, 100 a page."""

    def children(self, array: Job, status: str) -> AsyncIterator[tuple[Job, ...]]:
        """Children of an array job in one state, up to 1,000 a page."""

    async def named(self, queue: str, name: str) -> tuple[Job, ...]:
        """Jobs of a queue with exactly that name, in any state."""

    async def details(self, ids: Sequence[str]) -> tuple[JobDetail, ...]:
        """Full descriptions; ids that AWS no longer knows are left out. 100 a call."""


class BatchWrites(Protocol):
    """Changing things in AWS Batch: the write is built first, shown, and sent once."""

    def submission(self, order: Submission, token: str) -> Write:
        """The `SubmitJob` for an order; `token` becomes the value of `SUBMISSION_TAG`."""

    def cancellation(self, job_id: str, reason: str) -> Write:
        """The `CancelJob` for a job."""

    def termination(self, job_id: str, reason: str) -> Write:
        """The `TerminateJob` for a job."""

    async def send_submission(self, write: Write) -> str:
        """Send a `SubmitJob` once; the new job's id. `UncertainError` when the answer is lost."""

    async def send(self, write: Write) -> None:
        """Send any other write once. `UncertainError` when the answer is lost."""


class Batch(BatchReads, BatchWrites, Protocol):
    """Both sides."""
