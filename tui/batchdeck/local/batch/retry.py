"""Whether a failed attempt is followed by another.

Source: Batch API, `RetryStrategy` and `EvaluateOnExit`.
"""

from __future__ import annotations

from batchdeck.local.batch.records import AttemptRecord, Document


def tries_again(strategy: Document, attempts: int, last: AttemptRecord) -> bool:
    """Whether a job that has made that many attempts gets one more.

    The first condition that matches decides; when none does, the job is tried again.
    """
    if attempts >= int(strategy.get("attempts", 1)):
        return False
    for condition in strategy.get("evaluateOnExit") or ():
        if _meets(condition, last):
            return str(condition["action"]).upper() == "RETRY"
    return True


def _meets(condition: Document, last: AttemptRecord) -> bool:
    exit_code = "" if last.exit_code is None else str(last.exit_code)
    values = {
        "onExitCode": exit_code,
        "onReason": last.reason,
        "onStatusReason": last.status_reason,
    }
    return all(
        _matches(condition[member], value)
        for member, value in values.items()
        if member in condition
    )


def _matches(pattern: str, value: str) -> bool:
    """A pattern may end with `*`; there it matches anything, elsewhere nothing is special."""
    if pattern.endswith("*"):
        return value.startswith(pattern[:-1])
    return value == pattern
