"""Jobs that wait for other jobs."""

from __future__ import annotations

from enum import Enum

from batchdeck.local.batch.jobs import Jobs
from batchdeck.local.batch.records import JobRecord


class Outlook(Enum):
    """Where a job stands with the jobs it depends on."""

    READY = "all have succeeded"
    WAITING = "some have not ended"
    HOPELESS = "one has failed"


class Dependencies:
    """Who waits for whom."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[JobRecord]] = {}

    def add(self, job: JobRecord) -> None:
        """Remember that a job waits for those it depends on."""
        for dependency in job.depends_on:
            self._waiting.setdefault(dependency["jobId"], []).append(job)

    def waiting_for(self, job: JobRecord) -> list[JobRecord]:
        """The jobs that waited for one that has ended now; they are forgotten here."""
        return self._waiting.pop(job.id, [])


def outlook(job: JobRecord, jobs: Jobs) -> Outlook:
    """Where `job` stands. A job that is no longer known counts as succeeded."""
    found = [jobs.get(dependency["jobId"]) for dependency in job.depends_on]
    statuses = {one.status for one in found if one is not None}
    if "FAILED" in statuses:
        return Outlook.HOPELESS
    return Outlook.WAITING if statuses - {"SUCCEEDED"} else Outlook.READY
