"""Compute environments: create, describe, update, delete."""

from __future__ import annotations

from functools import partial

from batchdeck.local import settings
from batchdeck.local.batch import capacity, documents, reasons
from batchdeck.local.batch.account import new_uuid
from batchdeck.local.batch.environment_health import examine
from batchdeck.local.batch.errors import ClientError, invalid
from batchdeck.local.batch.operations.checks import check_idle, check_name, check_tags
from batchdeck.local.batch.operations.environment_rules import check_resources
from batchdeck.local.batch.operations.environment_updates import (
    check_update,
    is_infrastructure,
    patience,
)
from batchdeck.local.batch.operations.paging import check_page, page
from batchdeck.local.batch.operations.registry import operation
from batchdeck.local.batch.records import ComputeEnvironmentRecord, Document
from batchdeck.local.batch.service import BatchService
from batchdeck.local.placement.validity.active_tasks import active_tasks
from batchdeck.local.placement.validity.service_role import BATCH, service_role

_MAX_ENVIRONMENTS = 50


@operation("CreateComputeEnvironment")
def create_compute_environment(service: BatchService, request: Document) -> Document:
    """Make one; it is VALID, or INVALID, after a while."""
    account, name = service.account, request["computeEnvironmentName"]
    check_name(name)
    check_tags(request.get("tags", {}))
    check_resources(request)
    if account.environment(name) is not None:
        raise ClientError("Object already exists")
    if len(account.environments) >= _MAX_ENVIRONMENTS:
        raise invalid(f"Maximum number of compute environments supported is {_MAX_ENVIRONMENTS}")
    uuid = new_uuid()
    record = ComputeEnvironmentRecord(
        name=name,
        arn=account.arn(f"compute-environment/{name}"),
        resources=dict(request.get("computeResources", {})),
        type=request["type"],
        state=request.get("state", "ENABLED"),
        service_role=_role(service, request.get("serviceRole")),
        cluster_arn=account.cluster_arn(name, uuid),
        uuid=uuid,
        unmanaged_vcpus=request.get("unmanagedvCpus"),
        context=request.get("context", ""),
        ecs_settings=request.get("ecsSettings"),
        tags=dict(request.get("tags", {})),
    )
    record.desired_vcpus = float(record.resources.pop("desiredvCpus", 0))
    account.environments[record.arn] = record
    service.scheduler.settle(lambda: _settle(service, record))
    return {"computeEnvironmentName": name, "computeEnvironmentArn": record.arn}


@operation("DescribeComputeEnvironments")
def describe_compute_environments(service: BatchService, request: Document) -> Document:
    """All of them, or those of the given names or ARNs that exist."""
    check_page(request, "computeEnvironments")
    records = list(service.account.environments.values())
    wanted = request.get("computeEnvironments")
    if wanted:
        records = [record for record in records if {record.name, record.arn} & set(wanted)]
    return page(request, "computeEnvironments", records, documents.compute_environment)


@operation("UpdateComputeEnvironment")
def update_compute_environment(service: BatchService, request: Document) -> Document:
    """Change state, scaling limits, role, or what its instances are made of.

    The last replaces them: idle ones at once, others when their jobs end or are terminated.
    """
    record = _existing(service, request)
    check_idle(record.status, "update")
    if "serviceRole" in request:
        request = {**request, "serviceRole": _role(service, request["serviceRole"])}
    resources = check_update(record, request)
    replaces = is_infrastructure(record, request.get("computeResources", {}))
    record.state = request.get("state", record.state)
    record.service_role = request.get("serviceRole", record.service_role)
    record.unmanaged_vcpus = request.get("unmanagedvCpus", record.unmanaged_vcpus)
    record.update_policy = request.get("updatePolicy", record.update_policy)
    record.context = request.get("context", record.context)
    record.ecs_settings = request.get("ecsSettings", record.ecs_settings)
    desired = resources.pop("desiredvCpus", record.desired_vcpus)
    resources.pop("updateToLatestImageVersion", None)
    record.resources = resources
    least = resources.get("minvCpus") or 0
    record.desired_vcpus = float(max(record.desired_vcpus, desired, least))
    record.status, record.status_reason = "UPDATING", ""
    if replaces:
        service.scheduler.replace_instances(record, patience(record.update_policy))
    service.scheduler.settle(lambda: _updated(service, record))
    return {"computeEnvironmentName": record.name, "computeEnvironmentArn": record.arn}


@operation("DeleteComputeEnvironment")
def delete_compute_environment(service: BatchService, request: Document) -> Document:
    """Remove one that is DISABLED and in no queue.

    Without a role that Batch can assume, or with jobs that still run on Fargate, it cannot
    be taken apart and is INVALID. On instances its jobs lose their hosts.
    """
    account = service.account
    record = account.environment(request["computeEnvironment"])
    if record is None:
        return {}
    check_idle(record.status, "delete")
    if record.state != "DISABLED":
        raise ClientError("Cannot delete, state must be DISABLED")
    if any(record.arn in queue.environments for queue in account.queues.values()):
        raise ClientError("Cannot delete, found existing JobQueue relationship")
    record.status = "DELETING"
    service.scheduler.settle(lambda: _delete(service, record))
    return {}


def _settle(service: BatchService, record: ComputeEnvironmentRecord) -> None:
    """What was asked for is done: VALID, or INVALID where Batch may not act."""
    record.status, record.status_reason = "VALID", reasons.HEALTHY
    examine(record, service.surroundings)
    least = float(record.resources.get("minvCpus") or 0)
    record.desired_vcpus = max(record.desired_vcpus, least)
    capacity.booted(record)


def _updated(service: BatchService, record: ComputeEnvironmentRecord) -> None:
    """The update is done once the instances of before are gone."""
    if service.scheduler.is_replacing(record):
        again = partial(_updated, service, record)
        service.scheduler.engine.after(settings.current().pace.tick, again)
    else:
        _settle(service, record)


def _delete(service: BatchService, record: ComputeEnvironmentRecord) -> None:
    """Gone, or INVALID where its cluster cannot be taken apart."""
    record.status, record.deletion_failed = "INVALID", record.is_fargate
    examine(record, service.surroundings)
    if service_role(record, service.surroundings) or active_tasks(record, service.surroundings):
        return
    del service.account.environments[record.arn]


def _role(service: BatchService, given: str | None) -> str:
    """The ARN of a role given by ARN or name; of the linked role when none is given."""
    if not given:
        return service.surroundings.identities.ensure_service_linked_role(BATCH)
    if given.startswith("arn:"):
        return given
    return f"arn:aws:iam::{service.account.account_id}:role/{given.removeprefix('/')}"


def _existing(service: BatchService, request: Document) -> ComputeEnvironmentRecord:
    reference = request["computeEnvironment"]
    record = service.account.environment(reference)
    if record is None:
        raise ClientError(f"{reference} does not exist")
    return record
