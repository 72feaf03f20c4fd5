"""Why a job has no log."""

from __future__ import annotations

from batchdeck.domain.job import JobDetail


def why_no_log(detail: JobDetail, container: str = "") -> str:
    """In words, for a job whose description names no log stream.

    With the name of a `container`: why that one has none. The stream's name is there from
    RUNNING on, and only for the `awslogs` driver. Source: Batch API,
    `ContainerDetail.logStreamName`.
    """
    job = detail.job
    drivers = {one.log_driver for one in detail.containers if container in ("", one.name)}
    if detail.children:
        return "An array job has no log of its own: each of its children has one."
    if detail.nodes and "#" not in job.id:
        return "A multi-node job has no log of its own: each of its nodes has one."
    if drivers and "awslogs" not in drivers:
        return _elsewhere(drivers)
    if not job.finished:
        if job.status == "RUNNING":
            return "AWS has not named its log stream yet."
        return f"{job.status}: the log begins when the container runs."
    if job.started_at is None:
        reason = job.container_reason or job.reason
        return "It never started, so there is no log." + (f" {reason}" if reason else "")
    return "AWS names no log stream for it."


def _elsewhere(drivers: set[str]) -> str:
    """Where the lines go instead; pods have no driver of AWS's."""
    if drivers == {""}:
        return "It runs on EKS: its log goes where the cluster sends the logs of its pods."
    return f"Its log goes to {', '.join(sorted(drivers))}, not to CloudWatch Logs."
