"""Why a job has no log."""

from __future__ import annotations

from batchdeck.domain.job import JobDetail


def why_no_log(detail: JobDetail) -> str:
    """In words, for a job whose description names no log stream.

    The stream's name is there from RUNNING on, and only for the `awslogs` driver.
    Source: Batch API, `ContainerDetail.logStreamName`.
    """
    job = detail.job
    drivers = {container.log_driver for container in detail.containers}
    if detail.children:
        return "An array job has no log of its own: each of its children has one."
    if drivers and "awslogs" not in drivers:
        return f"Its log goes to {', '.join(sorted(drivers))}, not to CloudWatch Logs."
    if not job.finished:
        if job.status == "RUNNING":
            return "AWS has not named its log stream yet."
        return f"{job.status}: the log begins when the container runs."
    if job.started_at is None:
        reason = job.container_reason or job.reason
        return "It never started, so there is no log." + (f" {reason}" if reason else "")
    return "AWS names no log stream for it."
