"""Tags of everything that Batch has."""

from __future__ import annotations

from batchdeck.local.batch.errors import ClientError
from batchdeck.local.batch.operations.checks import check_tags
from batchdeck.local.batch.operations.registry import operation
from batchdeck.local.batch.records import (
    ComputeEnvironmentRecord,
    ConsumableResourceRecord,
    Document,
    JobDefinitionRecord,
    JobQueueRecord,
    JobRecord,
    SchedulingPolicyRecord,
)
from batchdeck.local.batch.service import BatchService

_Tagged = (
    ComputeEnvironmentRecord
    | ConsumableResourceRecord
    | JobDefinitionRecord
    | JobQueueRecord
    | JobRecord
    | SchedulingPolicyRecord
)


@operation("TagResource")
def tag_resource(service: BatchService, request: Document) -> Document:
    """Add or change tags."""
    record = _tagged(service, request["resourceArn"])
    tags = {**record.tags, **request["tags"]}
    check_tags(tags)
    record.tags = tags
    return {}


@operation("UntagResource")
def untag_resource(service: BatchService, request: Document) -> Document:
    """Remove tags; names that are not there do not matter."""
    record = _tagged(service, request["resourceArn"])
    removed = request["tagKeys"]
    record.tags = {name: value for name, value in record.tags.items() if name not in removed}
    return {}


@operation("ListTagsForResource")
def list_tags_for_resource(service: BatchService, request: Document) -> Document:
    """The tags of one resource."""
    return {"tags": _tagged(service, request["resourceArn"]).tags}


def _tagged(service: BatchService, arn: str) -> _Tagged:
    account = service.account
    record: _Tagged | None = None
    match arn.partition("/")[0].rpartition(":")[2]:
        case "compute-environment":
            record = account.environment(arn)
        case "job-queue":
            record = account.queue(arn)
        case "job-definition":
            record = account.definition(arn)
        case "scheduling-policy":
            record = account.policies.get(arn)
        case "consumable-resource":
            record = account.consumable(arn)
        case "job":
            record = account.job(arn)
            if record is not None and record.parent_id:
                raise ClientError(f"Tags of child jobs are not supported: {arn}")
    if record is None:
        raise ClientError(f"Resource {arn} not found.")
    return record
