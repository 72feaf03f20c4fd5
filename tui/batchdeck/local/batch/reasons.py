"""`statusReason` texts of jobs and environments that are AWS's own.

Those of a job blocked at the head of its queue are in `placement.obstacle`.
"""

from __future__ import annotations

EXITED = "Essential container in task exited"
NOT_STARTED = "Task failed to start"
TIMED_OUT = "Job attempt duration exceeded timeout"
DEPENDENCY_FAILED = "Dependent Job failed"
CHILD_FAILED = "Array Child Job failed"
HEALTHY = "ComputeEnvironment Healthy"
QUEUE_HEALTHY = "JobQueue Healthy"


def over_time(code: str) -> str:
    """Of a job cancelled because it was blocked for too long; `code` says by what."""
    return f"Canceled by JobStateTimeLimit action due to reason: {code}"
