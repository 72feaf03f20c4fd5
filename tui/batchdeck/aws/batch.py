"""AWS Batch: what `batchdeck.jobs.ports.Batch` asks for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from batchdeck.aws.caller import Caller
from batchdeck.aws.shapes import Document, children, text
from batchdeck.aws.translate_jobs import job_detail, job_from_summary
from batchdeck.aws.translate_resources import (
    compute_environment,
    consumable_resource,
    job_definition,
    job_queue,
)
from batchdeck.domain.clean import clean
from batchdeck.domain.connection import Connection
from batchdeck.domain.courtesy import step_aside
from batchdeck.domain.job import Job, JobDetail
from batchdeck.domain.job_status import ACTIVE, FINISHED
from batchdeck.domain.resources import (
    ComputeEnvironment,
    ConsumableResource,
    JobDefinition,
    JobQueue,
)

if TYPE_CHECKING:  # Only who changes or diagnoses something needs these.
    from batchdeck.domain.call import Write
    from batchdeck.domain.snapshot import QueueSnapshot, SchedulingPolicy
    from batchdeck.domain.submission import Submission

#: `ListJobs` gives 1,000 jobs a page with `jobStatus`, 100 with `filters`.
PAGE = 1000
FILTERED_PAGE = 100
#: Jobs translated before others get their turn: 1 ms.
AT_A_TIME = 125
#: `DescribeJobs` takes 100 ids.
DETAILS = 100
#: `DescribeJobDefinitions` gives 100 revisions a page.
DEFINITIONS_PAGE = 100
_ACTIVE_DEFINITIONS = {"status": "ACTIVE", "maxResults": DEFINITIONS_PAGE}


class BatchGateway:
    """Reads and changes AWS Batch. Every method raises `AwsError` and nothing else."""

    def __init__(self, caller: Caller, connection: Connection) -> None:
        self._caller = caller
        self._connection = connection

    async def ask_ahead(self) -> None:
        """Ask for what will be read first: the resources, then the jobs of the first queue."""
        ask = partial(self._caller.ask_ahead, "batch")
        ask("DescribeComputeEnvironments", {}, expects="computeEnvironments")
        queues = ask("DescribeJobQueues", {}, expects="jobQueues")
        ask("DescribeJobDefinitions", _ACTIVE_DEFINITIONS, expects="jobDefinitions")
        await asyncio.wait({queues})
        if queues.cancelled() or queues.exception() is not None:
            return
        names = [text(each, "jobQueueName") for each in children(queues.result(), "jobQueues")]
        for states in (ACTIVE, FINISHED) if names else ():
            asked = [_listing(min(names), status) for status in states]
            await asyncio.wait({ask("ListJobs", each, expects="jobSummaryList") for each in asked})

    async def environments(self) -> tuple[ComputeEnvironment, ...]:
        """All compute environments (at most 50 an account, so usually one call)."""
        pages = self._answers("DescribeComputeEnvironments", {}, "computeEnvironments")
        return tuple([compute_environment(one) async for page in pages for one in page])

    async def queues(self) -> tuple[JobQueue, ...]:
        """All job queues (at most 50 an account, so usually one call)."""
        pages = self._answers("DescribeJobQueues", {}, "jobQueues")
        return tuple([job_queue(one) async for page in pages for one in page])

    async def definitions(self) -> tuple[JobDefinition, ...]:
        """All ACTIVE revisions by name, newest revision first within a name."""
        pages = self._answers("DescribeJobDefinitions", _ACTIVE_DEFINITIONS, "jobDefinitions")
        found = [job_definition(one) async for page in pages for one in page]
        return tuple(sorted(found, key=lambda one: (one.name, -one.revision)))

    async def pages(self, queue: str, status: str) -> AsyncIterator[tuple[Job, ...]]:
        """Jobs of a queue in one state, up to 1,000 a page."""
        async for page in self._answers("ListJobs", _listing(queue, status), "jobSummaryList"):
            jobs: list[Job] = []
            for at in range(0, len(page), AT_A_TIME):
                await step_aside()
                jobs += [job_from_summary(one, queue) for one in page[at : at + AT_A_TIME]]
            yield tuple(jobs)

    async def created_after(self, queue: str, at: int) -> AsyncIterator[tuple[Job, ...]]:
        """Jobs of a queue in any state created after `at` (ms), newest first, 100 a page."""
        async for page in self._filtered(queue, "AFTER_CREATED_AT", str(at)):
            yield page

    async def children(self, array: Job, status: str) -> AsyncIterator[tuple[Job, ...]]:
        """Children of an array job in one state, up to 1,000 a page."""
        parameters = {"arrayJobId": array.id, "jobStatus": status, "maxResults": PAGE}
        async for page in self._answers("ListJobs", parameters, "jobSummaryList"):
            yield tuple(job_from_summary(one, array.queue) for one in page)

    async def named(self, queue: str, name: str) -> tuple[Job, ...]:
        """Jobs of a queue with exactly that name, in any state.

        AWS compares without regard to case, and takes a `*` at the end for any ending.
        """
        pages = self._filtered(queue, "JOB_NAME", name)
        return tuple([job async for page in pages for job in page if job.name == name])

    async def snapshot(self, name: str) -> QueueSnapshot:
        """The front of the queue of that name, and its shares."""
        from batchdeck.aws.translate_snapshot import queue_snapshot

        answer = await self._caller.read(
            "batch", "GetJobQueueSnapshot", {"jobQueue": name}, expects="frontOfQueue"
        )
        return queue_snapshot(answer)

    async def scheduling_policy(self, arn: str) -> SchedulingPolicy | None:
        """The fair-share policy of that ARN; None when there is none."""
        from batchdeck.aws.translate_snapshot import scheduling_policy

        member = "schedulingPolicies"
        asked = {"arns": [arn]}
        answer = await self._caller.read(
            "batch", "DescribeSchedulingPolicies", asked, expects=member
        )
        return next(map(scheduling_policy, children(answer, member)), None)

    async def consumables(self) -> tuple[ConsumableResource, ...]:
        """All consumable resources."""
        pages = self._answers("ListConsumableResources", {}, "consumableResources")
        return tuple([consumable_resource(one) async for page in pages for one in page])

    async def details(self, ids: Sequence[str]) -> tuple[JobDetail, ...]:
        """Full descriptions; ids that AWS no longer knows are left out. 100 a call."""
        found: list[JobDetail] = []
        for start in range(0, len(ids), DETAILS):
            parameters = {"jobs": list(ids[start : start + DETAILS])}
            async for page in self._answers("DescribeJobs", parameters, "jobs"):
                found += map(job_detail, page)
        return tuple(found)

    def submission(self, order: Submission, token: str) -> Write:
        """The `SubmitJob` for an order; `token` becomes the value of `SUBMISSION_TAG`."""
        from batchdeck.aws import writes

        return writes.submit_job(order, token, self._connection)

    def cancellation(self, job_id: str, reason: str) -> Write:
        """The `CancelJob` for a job."""
        from batchdeck.aws import writes

        return writes.cancel_job(job_id, reason, self._connection)

    def termination(self, job_id: str, reason: str) -> Write:
        """The `TerminateJob` for a job."""
        from batchdeck.aws import writes

        return writes.terminate_job(job_id, reason, self._connection)

    async def send_submission(self, write: Write) -> str:
        """Send a `SubmitJob` once; the new job's id. `UncertainError` when the answer is lost."""
        answer = await self._caller.write(write, expects="jobId")
        return clean(answer["jobId"])

    async def send(self, write: Write) -> None:
        """Send any other write once. `UncertainError` when the answer is lost."""
        await self._caller.write(write)

    async def _filtered(self, queue: str, name: str, value: str) -> AsyncIterator[tuple[Job, ...]]:
        parameters = {
            "jobQueue": queue,
            "filters": [{"name": name, "values": [value]}],
            "maxResults": FILTERED_PAGE,
        }
        async for page in self._answers("ListJobs", parameters, "jobSummaryList"):
            yield tuple(job_from_summary(one, queue) for one in page)

    async def _answers(
        self, operation: str, parameters: dict[str, Any], member: str
    ) -> AsyncIterator[tuple[Document, ...]]:
        """The list called `member` of every page of an operation, each asked for in advance."""
        read = self._caller.read
        coming = asyncio.ensure_future(read("batch", operation, parameters, expects=member))
        try:
            while True:
                answer = await coming
                token = answer.get("nextToken")
                if token:  # The next page is on its way while this one is taken in.
                    asked = {**parameters, "nextToken": token}
                    coming = asyncio.ensure_future(read("batch", operation, asked, expects=member))
                yield children(answer, member)
                if not token:
                    return
        finally:
            coming.cancel()


def _listing(queue: str, status: str) -> dict[str, Any]:
    """What to ask for the jobs of a queue in one state."""
    return {"jobQueue": queue, "jobStatus": status, "maxResults": PAGE}
