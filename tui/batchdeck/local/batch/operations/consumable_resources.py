"""Consumable resources: create, describe, list, update, delete, and who needs them.

Source: Batch API, `CreateConsumableResource` and its neighbours.
"""

from __future__ import annotations

from batchdeck.local.batch import consumables, documents
from batchdeck.local.batch.account import Account, now_ms
from batchdeck.local.batch.errors import ClientError, invalid
from batchdeck.local.batch.jobs import position
from batchdeck.local.batch.operations.checks import check_name, check_tags
from batchdeck.local.batch.operations.names import like
from batchdeck.local.batch.operations.paging import page
from batchdeck.local.batch.operations.registry import operation
from batchdeck.local.batch.records import ConsumableResourceRecord, Document, JobRecord
from batchdeck.local.batch.service import BatchService

_TYPES = ("REPLENISHABLE", "NON_REPLENISHABLE")
_OVER = ("SUCCEEDED", "FAILED")


@operation("CreateConsumableResource")
def create_consumable_resource(service: BatchService, request: Document) -> Document:
    """Make one; jobs can need it at once."""
    account, name = service.account, request["consumableResourceName"]
    check_name(name)
    check_tags(request.get("tags", {}))
    kind = request.get("resourceType", "REPLENISHABLE")
    if kind not in _TYPES:
        raise invalid(f"resourceType must be one of {', '.join(_TYPES)}.")
    if account.consumable(name) is not None:
        raise ClientError("Object already exists")
    record = ConsumableResourceRecord(
        name=name,
        arn=account.arn(f"consumable-resource/{name}"),
        total=_quantity(request.get("totalQuantity", 0), "totalQuantity"),
        created_at=now_ms(),
        replenishable=kind == "REPLENISHABLE",
        tags=dict(request.get("tags", {})),
    )
    account.consumables[record.arn] = record
    return _identity(record)


@operation("DescribeConsumableResource")
def describe_consumable_resource(service: BatchService, request: Document) -> Document:
    """One of them, with what is in use."""
    return documents.consumable_resource(_existing(service.account, request))


@operation("ListConsumableResources")
def list_consumable_resources(service: BatchService, request: Document) -> Document:
    """All of them, or those of a name."""
    records = list(service.account.consumables.values())
    for _, values in _filters(request, "CONSUMABLE_RESOURCE_NAME"):
        records = [one for one in records if any(like(one.name, value) for value in values)]
    return page(request, "consumableResources", records, documents.consumable_resource_summary)


@operation("UpdateConsumableResource")
def update_consumable_resource(service: BatchService, request: Document) -> Document:
    """Change how much there is. The same `clientToken` again changes nothing."""
    record = _existing(service.account, request)
    token = request.get("clientToken")
    if token is None or token not in record.update_tokens:
        record.total = _updated(record, request)
        if token is not None:
            record.update_tokens.add(token)
    return {**_identity(record), "totalQuantity": record.total}


@operation("DeleteConsumableResource")
def delete_consumable_resource(service: BatchService, request: Document) -> Document:
    """Remove one that no job needs which has not ended."""
    account = service.account
    record = account.consumable(request["consumableResource"])
    if record is None:
        return {}
    if any(job.status not in _OVER for job in _jobs_with(account, record)):
        raise ClientError("Cannot delete, found existing Job relationship")
    del account.consumables[record.arn]
    return {}


@operation("ListJobsByConsumableResource")
def list_jobs_by_consumable_resource(service: BatchService, request: Document) -> Document:
    """Jobs that need it, the newest first."""
    account = service.account
    record = _existing(account, request)
    jobs = sorted(_jobs_with(account, record), key=position, reverse=True)
    for name, values in _filters(request, "JOB_STATUS", "JOB_NAME"):
        if name == "JOB_STATUS":
            jobs = [job for job in jobs if job.status in values]
        else:
            jobs = [job for job in jobs if any(like(job.name, value) for value in values)]
    return page(request, "jobs", jobs, lambda job: _job(account, job, record))


def _job(account: Account, job: JobRecord, record: ConsumableResourceRecord) -> Document:
    """`ListJobsByConsumableResourceSummary`."""
    arn = account.arn(f"job/{job.id}")
    return documents.consuming_job(job, arn, consumables.quantity(account, job, record))


def _jobs_with(account: Account, record: ConsumableResourceRecord) -> list[JobRecord]:
    return [job for job in account.jobs if consumables.quantity(account, job, record)]


def _updated(record: ConsumableResourceRecord, request: Document) -> int:
    if "quantity" not in request:
        raise invalid("quantity is required.")
    quantity = _quantity(request["quantity"], "quantity")
    match request.get("operation", "SET"):
        case "SET":
            return quantity
        case "ADD":
            return record.total + quantity
        case "REMOVE":
            return _quantity(record.total - quantity, "totalQuantity")
        case other:
            raise invalid(f"operation {other} must be one of SET, ADD, REMOVE.")


def _quantity(number: int, member: str) -> int:
    if number < 0:
        raise invalid(f"{member} must be non-negative.")
    return number


def _filters(request: Document, *names: str) -> list[tuple[str, list[str]]]:
    found = []
    for one in request.get("filters") or ():
        if one.get("name") not in names:
            raise invalid(f"Filter {one.get('name')} must be one of {', '.join(names)}.")
        found.append((one["name"], one.get("values") or []))
    return found


def _identity(record: ConsumableResourceRecord) -> Document:
    return {"consumableResourceName": record.name, "consumableResourceArn": record.arn}


def _existing(account: Account, request: Document) -> ConsumableResourceRecord:
    reference = request["consumableResource"]
    record = account.consumable(reference)
    if record is None:
        raise ClientError(f"ConsumableResource {reference} not found.")
    return record
