"""Checks that several operations share."""

from __future__ import annotations

import re

from batchdeck.local.batch.errors import ClientError, invalid
from batchdeck.local.batch.records import Document

_NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")
_LONGEST_REASON = 1024
_LONGEST_PATTERN = 512
_EXIT_CODES = re.compile(r"[0-9]*\*?")
_BUSY = ("CREATING", "UPDATING", "DELETING")


def check_name(name: str) -> None:
    """Raise `ClientError` for a name that Batch does not take."""
    if not _NAME.fullmatch(name):
        raise ClientError(f"Provided name {name} is not supported pattern[a-zA-Z_0-9-]{{1,128}}")


def check_job_name(name: str) -> None:
    """Raise `ClientError` for a name that no job can have: its first character is no sign."""
    if not _NAME.fullmatch(name) or not name[0].isalnum():
        raise invalid("Job name should match valid pattern")


def check_reason(reason: str) -> None:
    """Raise `ClientError` for a reason of a stop that is too long. Source: Batch API."""
    if len(reason) > _LONGEST_REASON:
        raise invalid(f"reason must be at most {_LONGEST_REASON} characters.")


def check_idle(status: str, verb: str) -> None:
    """Raise `ClientError` while a resource is in the middle of a change."""
    if status in _BUSY:
        raise ClientError(f"Cannot {verb}, resource is being modified")


def check_tags(tags: dict[str, str]) -> None:
    """Raise `ClientError` for more than 50 tags, a reserved name, or more than fits.

    Source: Batch user guide, "Tag restrictions".
    """
    if len(tags) > 50:
        raise invalid("The number of tags must be at most 50.")
    for name, value in tags.items():
        if not 1 <= len(name) <= 128 or len(value) > 256:
            raise invalid(f"Tag {name} must have 1 to 128 characters, its value at most 256.")
        if name.lower().startswith("aws:"):
            raise invalid(f"Tag key {name} is reserved.")


def check_retry_strategy(strategy: Document | None) -> None:
    """Raise `ClientError` for attempts outside 1 to 10, or more than five conditions."""
    if strategy is None:
        return
    attempts = strategy.get("attempts")
    if attempts is None:
        raise invalid("RetryAttempts must be provided with retry strategy.")
    if not 1 <= attempts <= 10:
        raise invalid("RetryAttempts must be between 1 and 10.")
    if len(strategy.get("evaluateOnExit") or ()) > 5:
        raise invalid("evaluateOnExit must have at most 5 conditions.")
    for condition in strategy.get("evaluateOnExit") or ():
        _check_condition(condition)


def _check_condition(condition: Document) -> None:
    """Source: Batch API, `EvaluateOnExit`."""
    patterns = [condition.get(one) for one in ("onExitCode", "onReason", "onStatusReason")]
    if not any(patterns):
        raise invalid(
            "EvaluateOnExit should contain at least one of onExitCode, onReason or onStatusReason"
        )
    if not _EXIT_CODES.fullmatch(patterns[0] or ""):
        raise invalid("Evaluate on exit condition contains restricted characters.")
    if any(len(one or "") > _LONGEST_PATTERN for one in patterns):
        raise invalid(f"Evaluate on exit condition cannot exceed {_LONGEST_PATTERN} characters.")


def check_timeout(timeout: Document | None) -> None:
    """Raise `ClientError` for less than the 60 seconds that Batch can keep."""
    if timeout is not None and timeout.get("attemptDurationSeconds", 60) < 60:
        raise invalid("AttemptDurationSeconds in Timeout must be at least 60 seconds.")
