"""How jobs hold consumable resources: from their placement to their end.

Source: AWS Batch user guide, "Resource-aware scheduling".
"""

from __future__ import annotations

from collections.abc import Iterator

from batchdeck.local.batch.account import Account
from batchdeck.local.batch.nodes import node_range_of
from batchdeck.local.batch.records import ConsumableResourceRecord, Document, JobRecord


def properties(job: JobRecord) -> Document:
    """`consumableResourceProperties` of a job: its own, or else its definition's.

    Of a node, those of its range.
    """
    if job.node is not None:
        return job.node.get("consumableResourceProperties") or {}
    chosen = job.consumable_resources
    if chosen is None:
        chosen = job.definition.document.get("consumableResourceProperties")
    return chosen or {}


def requirements(job: JobRecord) -> dict[str, int]:
    """How much a job needs with all its nodes, by name or ARN of the resource as written."""
    needed: dict[str, int] = {}
    for entry in _entries(job):
        reference = entry.get("consumableResource", "")
        needed[reference] = needed.get(reference, 0) + int(entry.get("quantity") or 0)
    return needed


def _entries(job: JobRecord) -> Iterator[Document]:
    yield from properties(job).get("consumableResourceList") or ()
    if job.is_multi_node:
        for index in range(job.nodes or 0):
            node = (node_range_of(job, index) or {}).get("consumableResourceProperties") or {}
            yield from node.get("consumableResourceList") or ()


def quantity(account: Account, job: JobRecord, record: ConsumableResourceRecord) -> int:
    """How much a job needs of one resource."""
    return sum(
        needed
        for reference, needed in requirements(job).items()
        if account.consumable(reference) is record
    )


def lacking(account: Account, job: JobRecord) -> list[str]:
    """Names or ARNs of the resources that a job must wait for.

    One that does not exist has nothing to give.
    """
    return [
        reference
        for reference in requirements(job)
        if (record := account.consumable(reference)) is None
        or record.available < quantity(account, job, record)
    ]


def take(account: Account, job: JobRecord) -> None:
    """Let a job hold what it needs, from its placement on."""
    for reference, number in requirements(job).items():
        record = account.consumable(reference)
        if record is not None:
            record.in_use += number


def give_back(account: Account, job: JobRecord) -> None:
    """Take from a job what it held.

    What cannot be used again is gone, once the job has begun to run.
    """
    for reference, number in requirements(job).items():
        record = account.consumable(reference)
        if record is None:
            continue
        record.in_use = max(0, record.in_use - number)
        if not record.replenishable and job.status != "RUNNABLE":
            record.total = max(0, record.total - number)
