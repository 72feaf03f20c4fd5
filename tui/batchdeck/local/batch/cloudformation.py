"""Batch resources of CloudFormation stacks, made and unmade through our own operations.

moto keeps what the functions here return, and asks it to `delete` itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from batchdeck.local.batch import stack_changes
from batchdeck.local.batch.errors import ClientError
from batchdeck.local.batch.records import Document
from batchdeck.local.batch.service import BatchService
from batchdeck.local.batch.stack_requests import call, wait


@dataclass(slots=True)
class StackResource:
    """What CloudFormation keeps of a Batch resource; moto sets the last three."""

    physical_resource_id: str
    attributes: dict[str, str]
    remove: Callable[[], None]
    cf_resource_type: str = ""
    logical_resource_id: str = ""
    tags: dict[str, str] = field(default_factory=dict)

    def is_created(self) -> bool:
        """Always: it is handed over when it is done."""
        return True

    def delete(self, _account_id: str, _region: str) -> None:
        """The stack has it no longer; `ClientError` while something else needs it."""
        self.remove()

    def get_cfn_attribute(self, name: str) -> str:
        """`Fn::GetAtt`; an attribute that does not exist raises as moto wants it."""
        from moto.cloudformation.exceptions import UnformattedGetAttTemplateException

        if name not in self.attributes:
            raise UnformattedGetAttTemplateException
        return self.attributes[name]


def create_environment(service: BatchService, name: str, properties: Document) -> StackResource:
    """`AWS::Batch::ComputeEnvironment`; returns when it is no longer CREATING."""
    request = {"ComputeEnvironmentName": name, **properties}
    arn = call(service, "CreateComputeEnvironment", request)["computeEnvironmentArn"]
    wait(lambda: service.account.environments[arn].status != "CREATING")
    remove = partial(stack_changes.delete_environment, service, arn)
    return StackResource(arn, {"ComputeEnvironmentArn": arn}, remove)


def create_queue(service: BatchService, name: str, properties: Document) -> StackResource:
    """`AWS::Batch::JobQueue`; returns when it is no longer CREATING."""
    arn = call(service, "CreateJobQueue", {"JobQueueName": name, **properties})["jobQueueArn"]
    wait(lambda: service.account.queues[arn].status != "CREATING")
    remove = partial(stack_changes.delete_queue, service, arn)
    return StackResource(arn, {"JobQueueArn": arn}, remove)


def register_definition(service: BatchService, name: str, properties: Document) -> StackResource:
    """`AWS::Batch::JobDefinition`."""
    request = {"JobDefinitionName": name, **properties}
    arn = call(service, "RegisterJobDefinition", request)["jobDefinitionArn"]
    remove = partial(stack_changes.deregister_definition, service, arn)
    return StackResource(arn, {"JobDefinitionArn": arn}, remove)


def create_policy(service: BatchService, name: str, properties: Document) -> StackResource:
    """`AWS::Batch::SchedulingPolicy`."""
    arn = call(service, "CreateSchedulingPolicy", {"Name": name, **properties})["arn"]
    return StackResource(arn, {"Arn": arn}, partial(stack_changes.delete_policy, service, arn))


def create_consumable(service: BatchService, name: str, properties: Document) -> StackResource:
    """`AWS::Batch::ConsumableResource`."""
    request = {"ConsumableResourceName": name, **properties}
    arn = call(service, "CreateConsumableResource", request)["consumableResourceArn"]
    remove = partial(stack_changes.delete_consumable, service, arn)
    return StackResource(arn, {"ConsumableResourceArn": arn}, remove)


def update_environment(
    service: BatchService, resource: StackResource, name: str, properties: Document
) -> StackResource:
    """Change an environment in its place, or make one of that name that takes its place."""
    old = resource.physical_resource_id
    if not stack_changes.replaces_environment(service, old, properties):
        stack_changes.update_environment(service, old, properties)
        return resource
    new = create_environment(service, name, properties)
    try:
        stack_changes.move_queues(service, old, new.physical_resource_id)
    except ClientError:
        new.remove()
        raise
    resource.remove()
    return new


def update_queue(
    service: BatchService, resource: StackResource, _name: str, properties: Document
) -> StackResource:
    """Change a queue in its place."""
    stack_changes.update_queue(service, resource.physical_resource_id, properties)
    return resource


def update_definition(
    service: BatchService, resource: StackResource, _name: str, properties: Document
) -> StackResource:
    """A new revision; the one before it becomes INACTIVE."""
    same = resource.physical_resource_id.rpartition("/")[2].partition(":")[0]
    revision = register_definition(service, same, properties)
    resource.remove()
    return revision


def update_policy(
    service: BatchService, resource: StackResource, _name: str, properties: Document
) -> StackResource:
    """Replace the share of a policy."""
    call(service, "UpdateSchedulingPolicy", {**properties, "Arn": resource.physical_resource_id})
    return resource


def update_consumable(
    service: BatchService, resource: StackResource, _name: str, properties: Document
) -> StackResource:
    """Set how much there is."""
    stack_changes.set_quantity(service, resource.physical_resource_id, properties)
    return resource
