"""Requests to Batch's operations on behalf of a CloudFormation stack.

Source: CloudFormation template reference, `AWS::Batch::*`: the members of the API with a
capital first letter.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from batchdeck.local.batch import routes
from batchdeck.local.batch.operations import OPERATIONS
from batchdeck.local.batch.records import Document
from batchdeck.local.batch.service import BatchService
from batchdeck.local.batch.validation import validate

PATIENCE_SECONDS = 30.0
_CASTS: dict[str, Callable[[Any], Any]] = {"string": str, "integer": int, "long": int}


def call(service: BatchService, operation: str, properties: Document) -> Document:
    """Run an operation with a template's properties, or with the API's own members.

    What the operation does not have is dropped. Raises `ClientError` as the operation does.
    """
    shape = input_of(operation)
    request = as_request(properties, shape)
    validate(request, shape)
    with service.account.lock:
        return OPERATIONS[operation](service, request)


def input_of(operation: str) -> Any:
    """The shape of an operation's request."""
    return routes.model().operation_model(operation).input_shape


def as_request(value: Any, shape: Any) -> Any:
    """A property of a template in the API's names and types; what the API lacks is dropped.

    Templates may hold numbers and booleans as strings.
    """
    if shape.type_name == "structure" and isinstance(value, dict):
        members = {name.lower(): name for name in shape.members}
        known = {
            members[name.lower()]: one for name, one in value.items() if name.lower() in members
        }
        return {name: as_request(one, shape.members[name]) for name, one in known.items()}
    if shape.type_name == "list" and isinstance(value, list):
        return [as_request(one, shape.member) for one in value]
    if shape.type_name == "map" and isinstance(value, dict):
        return {str(name): as_request(one, shape.value) for name, one in value.items()}
    if shape.type_name == "boolean":
        return str(value).lower() == "true"
    return _CASTS.get(shape.type_name, lambda same: same)(value)


def wait(condition: Callable[[], bool]) -> None:
    """Wait for the engine's thread. Called without the lock, in a request's own thread."""
    pause = threading.Event()
    for _ in range(int(PATIENCE_SECONDS / 0.05)):
        if condition():
            return
        pause.wait(0.05)
