"""What stands at the front of a queue, and what its jobs have."""

from __future__ import annotations

from itertools import islice

from batchdeck.local.batch.account import now_ms
from batchdeck.local.batch.errors import ClientError
from batchdeck.local.batch.fronts import Place
from batchdeck.local.batch.operations.registry import operation
from batchdeck.local.batch.records import Document, JobQueueRecord
from batchdeck.local.batch.service import BatchService

_FRONT = 100
_TOP = 20


@operation("GetJobQueueSnapshot")
def get_job_queue_snapshot(service: BatchService, request: Document) -> Document:
    """The first 100 RUNNABLE jobs in the order they will be placed, and the vCPUs in use."""
    account = service.account
    queue = account.queue(request["jobQueue"])
    if queue is None:
        raise ClientError(f"JobQueue {request['jobQueue']} not found.")
    jobs = [
        {"jobArn": account.arn(f"job/{job.id}"), "earliestTimeAtPosition": since}
        for job, since in _front(service, queue)
    ]
    return {
        "frontOfQueue": {"jobs": jobs, "lastUpdatedAt": now_ms()},
        "queueUtilization": _utilization(service, queue),
    }


def _front(service: BatchService, queue: JobQueueRecord) -> list[Place]:
    """First those whose instances boot, then those that wait for a place."""
    places = service.account.jobs.front(queue.arn).places()
    if not queue.scheduling_policy_arn:
        return list(islice(places, _FRONT))
    since = {job.id: (job, at) for job, at in places}
    waiting = service.scheduler.lines.upcoming(queue.arn, _FRONT)
    in_line = [since.pop(job.id) for job in waiting]
    booting = [place for place in since.values() if place[0].environment_arn]
    return (booting + in_line)[:_FRONT]


def _utilization(service: BatchService, queue: JobQueueRecord) -> Document:
    """`QueueSnapshotUtilizationDetail`: the vCPUs of the jobs that have a place."""
    shares = service.scheduler.lines.usage(queue.arn).active()
    detail: Document = {
        "totalCapacityUsage": [_vcpus(sum(shares.values()))],
        "lastUpdatedAt": now_ms(),
    }
    if queue.scheduling_policy_arn:
        top = sorted(shares, key=lambda share: -shares[share])[:_TOP]
        detail["fairshareUtilization"] = {
            "activeShareCount": len(shares),
            "topCapacityUtilization": [
                {"shareIdentifier": share, "capacityUsage": [_vcpus(shares[share])]}
                for share in top
            ],
        }
    return detail


def _vcpus(quantity: float) -> Document:
    return {"capacityUnit": "VCPU", "quantity": quantity}
