"""`jobStateTimeLimitActions`: the head of a queue is cancelled when it is blocked for too long.

Source: AWS Batch user guide, "Jobs stuck in a RUNNABLE status".
"""

from __future__ import annotations

from batchdeck.local.batch import reasons
from batchdeck.local.batch.records import JobQueueRecord, JobRecord

CODES = (
    "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
    "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
    "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
)
"""The reasons that an action can be for; a job blocked for another waits on."""


def overdue(queue: JobQueueRecord, head: JobRecord, blocked_for: float) -> str | None:
    """Why the head of a queue is to be cancelled after so many seconds; None: it is not."""
    code = head.status_reason.partition(" - ")[0]
    if code not in CODES:
        return None
    for action in queue.time_limit_actions:
        if action["reason"] == code and blocked_for >= action["maxTimeSeconds"]:
            return reasons.over_time(code)
    return None
