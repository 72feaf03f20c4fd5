"""The states a job went through, with their times."""

from __future__ import annotations

from dataclasses import dataclass

from batchdeck.domain.job import Job
from batchdeck.domain.job_status import progress


@dataclass(frozen=True, slots=True)
class Milestone:
    """A job entered a state."""

    status: str
    at: int
    """ms."""
    exact: bool
    """Whether AWS told the time; else it is when the console first saw the state."""


def reached(before: tuple[Milestone, ...], job: Job, now: int) -> tuple[Milestone, ...]:
    """The milestones after `job` was seen at `now` (ms).

    AWS tells when a job was created, started and stopped. When a state was passed between
    two looks it is added where AWS tells its time, and left out where nobody saw it. A job
    that is retried goes back to an earlier state: that is a milestone more.
    """
    milestones = before or (Milestone("SUBMITTED", job.created_at, exact=True),)
    if job.started_at is not None and progress(job.status) >= progress("RUNNING"):
        start = Milestone("RUNNING", job.started_at, exact=True)
        if start not in milestones:
            milestones = (*milestones, start)
    if milestones[-1].status == job.status:
        return milestones
    if job.finished and job.stopped_at is not None:
        return (*milestones, Milestone(job.status, job.stopped_at, exact=True))
    return (*milestones, Milestone(job.status, now, exact=False))
