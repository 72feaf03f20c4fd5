"""Changing and removing what a CloudFormation stack has made.

Source: CloudFormation template reference, `AWS::Batch::*`.
"""

from __future__ import annotations

from batchdeck.local.batch.errors import ClientError
from batchdeck.local.batch.operations.environment_updates import is_infrastructure
from batchdeck.local.batch.records import Document
from batchdeck.local.batch.service import BatchService
from batchdeck.local.batch.stack_requests import as_request, call, input_of, wait

_BUSY = ("CREATING", "UPDATING", "DELETING")
_CUSTOM_NAME = (
    "CloudFormation cannot update a stack when a custom-named resource requires replacing. "
    "Rename {name} and update the stack again."
)


def replaces_environment(service: BatchService, arn: str, properties: Document) -> bool:
    """Whether a template asks for what only another environment can have.

    Its name, its type and whether it runs on Fargate are such, and so is, unless
    `ReplaceComputeEnvironment` is false, whatever replaces its instances. Raises `ClientError`
    when the other would need its name.
    """
    record = service.account.environments[arn]
    wanted = as_request(properties, input_of("CreateComputeEnvironment"))
    name = wanted.get("computeEnvironmentName", "")
    if name not in ("", record.name):
        return True
    resources = wanted.get("computeResources", {})
    on_fargate = str(resources.get("type", record.kind)).startswith("FARGATE")
    same = wanted["type"] == record.type and on_fargate == record.is_fargate
    keeps = str(properties.get("ReplaceComputeEnvironment", True)).lower() == "false"
    if same and (keeps or not is_infrastructure(record, resources)):
        return False
    if name:
        raise ClientError(_CUSTOM_NAME.format(name=name))
    return True


def move_queues(service: BatchService, old: str, new: str) -> None:
    """Have queues use an environment where they used another, and wait until they do."""
    for queue in [one for one in service.account.queues.values() if old in one.environments]:
        order = [
            {"order": place, "computeEnvironment": new if arn == old else arn}
            for place, arn in enumerate(queue.environments, start=1)
        ]
        call(service, "UpdateJobQueue", {"jobQueue": queue.arn, "computeEnvironmentOrder": order})
        wait(lambda queue=queue: queue.status not in _BUSY)  # type: ignore[misc]


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
