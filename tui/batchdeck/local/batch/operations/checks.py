"""Checks that several operations share."""

from __future__ import annotations

import re

from batchdeck.local.batch.errors import ClientError, invalid
from batchdeck.local.batch.records import Document

_NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")
_BUSY = ("CREATING", "UPDATING", "DELETING")


def check_name(name: str) -> None:
    """Raise `ClientError` for a name that Batch does not take."""
    if not _NAME.fullmatch(name):
        raise ClientError(f"Provided name {name} is not supported pattern[a-zA-Z_0-9-]{{1,128}}")


def check_idle(status: str, verb: str) -> None:
    """Raise `ClientError` while a resource is in the middle of a change."""
    if status in _BUSY:
        raise ClientError(f"Cannot {verb}, resource is being modified")


def check_tags(tags: dict[str, str]) -> None:
    """Raise `ClientError` for more than 50 tags or a reserved name."""
    if len(tags) > 50:
        raise invalid("The number of tags must be at most 50.")
    for name in tags:
        if name.lower().startswith("aws:"):
            raise invalid(f"Tag key {name} is reserved.")


def check_retry_strategy(strategy: Document | None) -> None:
    """Raise `ClientError` for attempts outside 1 to 10, or more than five conditions."""
    if strategy is None:
        return
    attempts = strategy.get("attempts")
    if attempts is None:
        raise invalid("RetryAttempts must be provided with retry strategy")
    if not 1 <= attempts <= 10:
        raise invalid("RetryAttempts must be between 1 and 10.")
    if len(strategy.get("evaluateOnExit") or ()) > 5:
        raise invalid("evaluateOnExit must have at most 5 conditions.")


def check_timeout(timeout: Document | None) -> None:
    """Raise `ClientError` for less than the 60 seconds that Batch can keep."""
    if timeout is not None and timeout.get("attemptDurationSeconds", 60) < 60:
        raise invalid("attemptDurationSeconds must be at least 60 seconds.")
