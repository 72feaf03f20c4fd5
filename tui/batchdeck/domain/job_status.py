"""The states of a job, in the order a job passes through them.

A status is kept as the string AWS sent: a state that is not in this list (a newer
one) is shown as it is and counts as active.
Source: Batch API, `JobStatus`.
"""

from __future__ import annotations

ACTIVE = ("SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING")
FINISHED = ("SUCCEEDED", "FAILED")
STATUSES = ACTIVE + FINISHED
#: A job in one of these has no container yet: `CancelJob` ends it.
NOT_STARTED = frozenset(ACTIVE[:3])
_ORDER = {status: place for place, status in enumerate(STATUSES)}


def is_finished(status: str) -> bool:
    """Whether the job will never change its state again."""
    return status in FINISHED


def progress(status: str) -> int:
    """Place of a state in a job's life; an unknown state counts as running."""
    return _ORDER.get(status, _ORDER["RUNNING"])
