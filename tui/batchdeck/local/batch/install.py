"""Puts our Batch in the place of moto's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from batchdeck.local.batch.errors import ClientError
from batchdeck.local.batch.records import Document
from batchdeck.local.batch.service import BatchService

Create = Callable[[BatchService, str, Document], Any]
Update = Callable[[BatchService, Any, str, Document], Any]


def install() -> None:
    """Make moto serve this package as its Batch; before its first request, once or often."""
    import moto.batch
    import moto.batch.models
    import moto.batch.responses
    import moto.batch.urls
    from moto.iam.models import SERVICE_NAME_CONVERSION

    from batchdeck.local.batch import cloudformation as stacks
    from batchdeck.local.batch import models, stack_models, urls

    for module in (moto.batch, moto.batch.models, moto.batch.responses):
        vars(module)["batch_backends"] = models.batch_backends
    moto.batch.urls.url_paths = urls.url_paths
    # AWSServiceRoleForBatch is the linked role's name; moto would make it ...Forbatch.
    SERVICE_NAME_CONVERSION["batch"] = "Batch"
    batch = moto.batch.models
    _make(batch.ComputeEnvironment, stacks.create_environment, stacks.update_environment)
    _make(batch.JobQueue, stacks.create_queue, stacks.update_queue)
    _make(batch.JobDefinition, stacks.register_definition, stacks.update_definition)
    _make(stack_models.SchedulingPolicy, stacks.create_policy, stacks.update_policy)
    _make(stack_models.ConsumableResource, stacks.create_consumable, stacks.update_consumable)


def _make(resource: Any, create: Create, update: Update) -> None:
    """Have moto's CloudFormation make and change a kind of resource by our functions."""
    setattr(resource, "create_from_cloudformation_json", _creator(create))  # noqa: B010
    setattr(resource, "update_from_cloudformation_json", _updater(update))  # noqa: B010


@contextmanager
def _told_by_cloudformation() -> Iterator[None]:
    """A refusal of Batch's fails the request, which moto has no failed stack to stand for."""
    from moto.cloudformation.exceptions import ValidationError

    try:
        yield
    except ClientError as error:
        raise ValidationError(message=str(error)) from error


def _creator(create: Create) -> Any:
    """The hook by which moto's CloudFormation makes a resource of a template."""
    from batchdeck.local.batch.models import batch_backends

    def create_from_cloudformation_json(
        name: str, template: Document, account_id: str, region_name: str, **_: Any
    ) -> Any:
        service = batch_backends[account_id][region_name].service
        with _told_by_cloudformation():
            return create(service, name, template["Properties"])

    return staticmethod(create_from_cloudformation_json)


def _updater(update: Update) -> Any:
    """The hook by which moto's CloudFormation changes a resource of a template."""
    from batchdeck.local.batch.models import batch_backends

    def update_from_cloudformation_json(
        original_resource: Any,
        new_resource_name: str,
        cloudformation_json: Document,
        account_id: str,
        region_name: str,
    ) -> Any:
        service = batch_backends[account_id][region_name].service
        properties = cloudformation_json["Properties"]
        with _told_by_cloudformation():
            return update(service, original_resource, new_resource_name, properties)

    return staticmethod(update_from_cloudformation_json)
