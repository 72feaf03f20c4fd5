"""AWS Batch and CloudWatch Logs as far as the use cases see them, moved by the test."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from batchdeck.aws.errors import AwsError
from batchdeck.domain.call import Write
from batchdeck.domain.job import Job, JobDetail
from batchdeck.domain.job_status import NOT_STARTED
from batchdeck.domain.resources import ComputeEnvironment, JobDefinition, JobQueue
from batchdeck.domain.submission import SUBMISSION_TAG, Submission

NOON = 1_700_000_000_000
T = TypeVar("T")


class VirtualTime:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = NOON
        self.slept: list[float] = []

    def clock(self) -> int:
        return self.now

    async def sleep(self, seconds: float) -> None:
        for _ in range(10):
            await asyncio.sleep(0)
        self.now += round(seconds * 1000)
        self.slept.append(seconds)


async def until(states: AsyncIterator[T], reached: Callable[[T], bool], most: int = 200) -> T:
    """The first state for which `reached` holds."""
    for _ in range(most):
        state = await anext(states)
        if reached(state):
            return state
    raise AssertionError(f"not reached in {most} states; the last one: {state}")


def job(job_id: str, status: str = "RUNNABLE", age: int = 60, queue: str = "etl") -> Job:
    """A job created `age` seconds before `NOON`, with the times its state implies."""
    created = NOON - age * 1000
    started = created + 5_000 if status in ("RUNNING", "SUCCEEDED", "FAILED") else None
    stopped = created + 9_000 if status in ("SUCCEEDED", "FAILED") else None
    return Job(
        job_id, f"name-{job_id}", queue, status, created, started, stopped, definition="etl:1"
    )


class ScriptedBatch:
    """The jobs of an account; every call is recorded and can be made to fail."""

    def __init__(self, *jobs: Job, page_size: int = 1000) -> None:
        self.known: dict[str, JobDetail] = {each.id: JobDetail(each) for each in jobs}
        self.page_size = page_size
        self.calls: list[tuple[str, ...]] = []
        self.sent: list[Write] = []
        self.failing: dict[tuple[str, ...], AwsError] = {}
        """Calls (or their first words) that fail, and how."""
        self.before: Callable[[tuple[str, ...]], None] = lambda call: None
        """Called with every call before it is answered."""
        self.after_send: Callable[[Write], None] = self.obey
        """What a request does to the jobs; raise an `AwsError` for a bad answer."""
        self.submits: Callable[[Write], str] = self.accept
        self.resources: dict[str, tuple[object, ...]] = defaultdict(tuple)

    def put(self, *jobs: Job) -> None:
        """Add jobs, or move them on."""
        for each in jobs:
            known = self.known.get(each.id)
            self.known[each.id] = replace(known, job=each) if known else JobDetail(each)

    def move(self, job_id: str, status: str, at: int | None = None) -> None:
        """Put a job into another state; `at` is its start or end (ms)."""
        before = self.known[job_id].job
        started, stopped = before.started_at, before.stopped_at
        if status == "RUNNING":
            started = at
        if status in ("SUCCEEDED", "FAILED"):
            stopped = at
        self.put(replace(before, status=status, started_at=started, stopped_at=stopped))

    async def _call(self, *call: str) -> None:
        self.calls.append(call)
        await asyncio.sleep(0)
        self.before(call)
        for length in range(1, len(call) + 1):
            if error := self.failing.get(call[:length]):
                raise error

    async def environments(self) -> tuple[ComputeEnvironment, ...]:
        await self._call("environments")
        return self.resources["environments"]  # type: ignore[return-value]

    async def queues(self) -> tuple[JobQueue, ...]:
        await self._call("queues")
        return self.resources["queues"]  # type: ignore[return-value]

    async def definitions(self) -> tuple[JobDefinition, ...]:
        await self._call("definitions")
        return self.resources["definitions"]  # type: ignore[return-value]

    def _newest_first(self, chosen: Callable[[Job], bool]) -> list[Job]:
        jobs = [detail.job for detail in self.known.values() if chosen(detail.job)]
        return sorted(jobs, key=lambda each: -each.created_at)

    async def pages(self, queue: str, status: str) -> AsyncIterator[tuple[Job, ...]]:
        start = 0
        while True:
            await self._call("pages", queue, status)
            found = self._newest_first(lambda one: one.queue == queue and one.status == status)
            yield tuple(found[start : start + self.page_size])
            start += self.page_size
            if start >= len(found):
                return

    async def created_after(self, queue: str, at: int) -> AsyncIterator[tuple[Job, ...]]:
        await self._call("created_after", queue)
        yield tuple(self._newest_first(lambda one: one.queue == queue and one.created_at > at))

    async def children(self, array: Job, status: str) -> AsyncIterator[tuple[Job, ...]]:
        await self._call("children", array.id, status)
        prefix = f"{array.id}:"
        yield tuple(
            self._newest_first(lambda one: one.id.startswith(prefix) and one.status == status)
        )

    async def named(self, queue: str, name: str) -> tuple[Job, ...]:
        await self._call("named", queue, name)
        return tuple(self._newest_first(lambda one: one.queue == queue and one.name == name))

    async def details(self, ids: Sequence[str]) -> tuple[JobDetail, ...]:
        assert len(ids) <= 100
        await self._call("details", *ids)
        return tuple(self.known[each] for each in ids if each in self.known)

    def submission(self, order: Submission, token: str) -> Write:
        parameters = {"jobName": order.name, "jobQueue": order.queue, "token": token}
        return Write("batch", "SubmitJob", parameters, f"aws batch submit-job {order.name}")

    def cancellation(self, job_id: str, reason: str) -> Write:
        parameters = {"jobId": job_id, "reason": reason}
        return Write("batch", "CancelJob", parameters, f"aws batch cancel-job {job_id}")

    def termination(self, job_id: str, reason: str) -> Write:
        parameters = {"jobId": job_id, "reason": reason}
        return Write("batch", "TerminateJob", parameters, f"aws batch terminate-job {job_id}")

    async def send_submission(self, write: Write) -> str:
        self.sent.append(write)
        await self._call("send", write.operation)
        return self.submits(write)

    async def send(self, write: Write) -> None:
        self.sent.append(write)
        await self._call("send", write.operation)
        self.after_send(write)

    def accept(self, write: Write) -> str:
        """What AWS does with a `SubmitJob`."""
        name, queue = write.parameters["jobName"], write.parameters["jobQueue"]
        new = Job("new", name, queue, "SUBMITTED", NOON)
        self.known["new"] = JobDetail(new, tags=((SUBMISSION_TAG, write.parameters["token"]),))
        return "new"

    def obey(self, write: Write) -> None:
        """What AWS does with a cancel or terminate: a cancel of a running job does nothing."""
        job_id = write.parameters["jobId"]
        status = self.known[job_id].job.status
        if write.operation == "TerminateJob" or status in NOT_STARTED:
            self.move(job_id, "FAILED", NOON)
