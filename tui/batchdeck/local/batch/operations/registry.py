"""The operations this account knows, by AWS's names."""

from __future__ import annotations

from collections.abc import Callable

from batchdeck.local.batch.records import Document
from batchdeck.local.batch.service import BatchService

Operation = Callable[[BatchService, Document], Document]

OPERATIONS: dict[str, Operation] = {}


def operation(name: str) -> Callable[[Operation], Operation]:
    """Make a function the operation of that name.

    It is given a request of the model's shape, runs with the account's lock held, answers
    with a document of the model's output shape and raises `ClientError`.
    """

    def register(function: Operation) -> Operation:
        if name in OPERATIONS:
            raise ValueError(f"two functions for {name}")
        OPERATIONS[name] = function
        return function

    return register
