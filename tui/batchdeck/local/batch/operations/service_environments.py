"""Service environments, which run SageMaker training jobs: this account has none."""

from __future__ import annotations

from batchdeck.local.batch.errors import ClientError
from batchdeck.local.batch.operations.registry import operation
from batchdeck.local.batch.records import Document
from batchdeck.local.batch.service import BatchService


@operation("CreateServiceEnvironment")
def create_service_environment(_: BatchService, request: Document) -> Document:
    """Refused: there is no SageMaker here."""
    name = request["serviceEnvironmentName"]
    raise ClientError(f"The local account has no SageMaker: {name} cannot be created.")


@operation("DescribeServiceEnvironments")
def describe_service_environments(_service: BatchService, _request: Document) -> Document:
    """None, whatever names are asked for."""
    return {"serviceEnvironments": []}


@operation("UpdateServiceEnvironment")
def update_service_environment(_: BatchService, request: Document) -> Document:
    """Refused: it does not exist."""
    raise ClientError(f"ServiceEnvironment {request['serviceEnvironment']} not found.")


@operation("DeleteServiceEnvironment")
def delete_service_environment(_service: BatchService, _request: Document) -> Document:
    """Nothing to do: what does not exist is gone already, as with other environments."""
    return {}
