"""Changing and removing what a CloudFormation stack has made.

A compute environment is always changed in its place, as with `ReplaceComputeEnvironment:
false`; a change that only a new environment can have is refused as by the operation.
"""

from __future__ import annotations

from batchdeck.local.batch.errors import ClientError
from batchdeck.local.batch.records import Document
from batchdeck.local.batch.service import BatchService
from batchdeck.local.batch.stack_requests import as_request, call, input_of, wait

_BUSY = ("CREATING", "UPDATING", "DELETING")


def update_environment(service: BatchService, arn: str, properties: Document) -> None:
    """Ask for what has changed of an environment, and wait until it is done."""
    wanted = as_request(properties, input_of("CreateComputeEnvironment"))
    record = service.account.environments[arn]
    resources = {
        name: value
        for name, value in wanted.get("computeResources", {}).items()
        if record.resources.get(name) != value
    }
    request = {**wanted, "computeEnvironment": arn, "computeResources": resources}
    call(service, "UpdateComputeEnvironment", request)
    wait(lambda: record.status not in _BUSY)


def update_queue(service: BatchService, arn: str, properties: Document) -> None:
    """Ask for a queue to be as the template has it now, and wait until it is."""
    record = service.account.queues[arn]
    call(service, "UpdateJobQueue", {**properties, "JobQueue": arn})
    wait(lambda: record.status not in _BUSY)


def delete_environment(service: BatchService, arn: str) -> None:
    """Disable and delete an environment; `ClientError` while a queue has it."""
    record = service.account.environments.get(arn)
    if record is None:
        return
    call(service, "UpdateComputeEnvironment", {"computeEnvironment": arn, "state": "DISABLED"})
    wait(lambda: record.status not in _BUSY)
    call(service, "DeleteComputeEnvironment", {"computeEnvironment": arn})
    wait(lambda: record.status != "DELETING" or arn not in service.account.environments)
    if arn in service.account.environments:
        raise ClientError(record.status_reason)


def delete_queue(service: BatchService, arn: str) -> None:
    """Disable and delete a queue; its jobs end."""
    record = service.account.queues.get(arn)
    if record is None:
        return
    call(service, "UpdateJobQueue", {"jobQueue": arn, "state": "DISABLED"})
    wait(lambda: record.status not in _BUSY)
    call(service, "DeleteJobQueue", {"jobQueue": arn})
    wait(lambda: arn not in service.account.queues)


def deregister_definition(service: BatchService, arn: str) -> None:
    """Make the revision INACTIVE."""
    call(service, "DeregisterJobDefinition", {"jobDefinition": arn})


def delete_policy(service: BatchService, arn: str) -> None:
    """Delete a policy; `ClientError` while a queue has it."""
    call(service, "DeleteSchedulingPolicy", {"arn": arn})


def delete_consumable(service: BatchService, arn: str) -> None:
    """Delete a consumable resource; `ClientError` while a job needs it."""
    call(service, "DeleteConsumableResource", {"consumableResource": arn})


def set_quantity(service: BatchService, arn: str, properties: Document) -> None:
    """Have as much of a consumable resource as the template says now."""
    quantity = properties.get("TotalQuantity", 0)
    request = {"consumableResource": arn, "operation": "SET", "quantity": quantity}
    call(service, "UpdateConsumableResource", request)
