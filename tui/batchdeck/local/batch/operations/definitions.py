"""Job definitions: register, deregister, describe."""

from __future__ import annotations

from batchdeck.local.batch import documents
from batchdeck.local.batch.errors import ClientError, invalid
from batchdeck.local.batch.operations.checks import check_name, check_tags
from batchdeck.local.batch.operations.definition_rules import check_definition
from batchdeck.local.batch.operations.paging import check_page, page
from batchdeck.local.batch.operations.registry import operation
from batchdeck.local.batch.records import Document, JobDefinitionRecord
from batchdeck.local.batch.service import BatchService

_EMPTY_LISTS = (
    "command",
    "environment",
    "mountPoints",
    "resourceRequirements",
    "secrets",
    "ulimits",
    "volumes",
)


@operation("RegisterJobDefinition")
def register_job_definition(service: BatchService, request: Document) -> Document:
    """Add a revision; those before it stay as they are.

    Of any shape: container, containers of a task, nodes, or a pod, which nothing here runs.
    """
    account, name = service.account, request["jobDefinitionName"]
    check_name(name)
    check_tags(request.get("tags", {}))
    check_definition(request)
    revisions = account.definitions.setdefault(name, [])
    revision = revisions[-1].revision + 1 if revisions else 1
    record = JobDefinitionRecord(
        name=name,
        revision=revision,
        arn=account.arn(f"job-definition/{name}:{revision}"),
        document=_document(request),
        type=request["type"],
        tags=dict(request.get("tags", {})),
    )
    revisions.append(record)
    return {"jobDefinitionName": name, "jobDefinitionArn": record.arn, "revision": revision}


@operation("DeregisterJobDefinition")
def deregister_job_definition(service: BatchService, request: Document) -> Document:
    """Make a revision INACTIVE: jobs that have it go on, new ones cannot have it."""
    reference = request["jobDefinition"]
    record = service.account.definition(reference)
    if record is None or ":" not in reference.rpartition("job-definition/")[2]:
        raise ClientError(f"JobDefinition {reference} not found.")
    record.status = "INACTIVE"
    return {}


@operation("DescribeJobDefinitions")
def describe_job_definitions(service: BatchService, request: Document) -> Document:
    """By list, by name, by status; the newest revision of a name first."""
    check_page(request, "jobDefinitions")
    if request.get("jobDefinitions") and len(request) > 1:
        raise invalid("jobDefinitions cannot be used with other parameters.")
    records = [
        record
        for revisions in service.account.definitions.values()
        for record in reversed(revisions)
    ]
    wanted = {reference.rpartition("/")[2] for reference in request.get("jobDefinitions") or ()}
    if wanted:
        records = [one for one in records if {one.name, f"{one.name}:{one.revision}"} & wanted]
    if "jobDefinitionName" in request:
        records = [one for one in records if one.name == request["jobDefinitionName"]]
    if "status" in request:
        records = [one for one in records if one.status == request["status"]]
    return page(request, "jobDefinitions", records, documents.job_definition)


def _document(request: Document) -> Document:
    """A request as the definition keeps it, with the members AWS fills in."""
    kept = {
        name: value
        for name, value in request.items()
        if name not in ("jobDefinitionName", "type", "tags")
    }
    if "eksProperties" in kept:
        return {**kept, "containerOrchestrationType": "EKS"}
    platforms = kept.setdefault("platformCapabilities", ["EC2"])
    if "containerProperties" in kept:
        container = _complete(kept["containerProperties"])
        if "FARGATE" in platforms:
            container.setdefault("fargatePlatformConfiguration", {"platformVersion": "LATEST"})
        kept["containerProperties"] = container
    elif "nodeProperties" in kept:
        nodes = kept["nodeProperties"]
        ranges = [_complete_range(entry) for entry in nodes["nodeRangeProperties"]]
        kept["nodeProperties"] = {**nodes, "nodeRangeProperties": ranges}
    return kept


def _complete_range(entry: Document) -> Document:
    if "container" not in entry:
        return entry
    return {**entry, "container": _complete(entry["container"])}


def _complete(container: Document) -> Document:
    return {**{name: [] for name in _EMPTY_LISTS}, **container}
