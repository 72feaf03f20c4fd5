"""Jobs that wait for other jobs."""

from __future__ import annotations

from batchdeck.diagnosis.check import Apply, Layer, Severity, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped, warned
from batchdeck.domain.job import Job, JobDetail

LOOK = commands("aws batch describe-jobs --jobs {other}", apply=Apply.NEVER)


@check(
    "job-dependency-failed",
    layer=Layer.JOB,
    statuses=("PENDING", "FAILED"),
    explains=("job-exit-code",),
    remedy=LOOK,
    docs=(pages.DEPENDENCIES,),
)
def no_dependency_failed(dependencies: tuple[JobDetail, ...]) -> Verdict:
    """No dependency has FAILED.

    A job whose dependency failed is failed by Batch and never runs.
    """
    for other in dependencies:
        if other.job.status == "FAILED":
            evidence = Evidence(other.job.id, "status", "FAILED", "SUCCEEDED")
            summary = f"it depends on {_named(other.job)}, which FAILED"
            return failed(summary, evidence, settled=True, other=other.job.id)
    return passed("none of its dependencies failed")


@check(
    "job-dependencies-succeeded",
    layer=Layer.JOB,
    severity=Severity.LIKELY,
    statuses=("PENDING",),
    prior=0.02,
    remedy=LOOK,
    docs=(pages.DEPENDENCIES,),
)
def dependencies_succeeded(job: JobDetail, dependencies: tuple[JobDetail, ...]) -> Verdict:
    """Every dependency of a PENDING job has SUCCEEDED."""
    if job.job.status != "PENDING":
        return skipped(f"the job is {job.job.status}")
    open_ones = [one.job for one in dependencies if one.job.status not in {"SUCCEEDED", "FAILED"}]
    if not open_ones:
        return passed("all of its dependencies have ended")
    found = tuple(Evidence(one.id, "status", one.status, "SUCCEEDED") for one in open_ones)
    names = ", ".join(f"{_named(one)} ({one.status})" for one in open_ones[:3])
    return warned(f"waiting for {names}", *found, other=open_ones[0].id)


@check(
    "job-array-parent-pending",
    layer=Layer.JOB,
    severity=Severity.ADVISORY,
    statuses=("PENDING",),
    docs=(pages.STATES,),
)
def array_parent(job: JobDetail) -> Verdict:
    """A PENDING array parent is normal: its children run.

    The parent of an array stays PENDING until all of its children have ended.
    """
    if job.job.array_size is None or job.job.array_index is not None:
        return skipped("the job is no array")
    if job.job.status != "PENDING":
        return passed(f"the array is {job.job.status}")
    counts = ", ".join(f"{number} {status}" for status, number in job.children if number)
    evidence = Evidence(job.job.id, "arrayProperties.statusSummary", counts or "none", "")
    return warned(f"an array whose children are {counts or 'not made yet'}", evidence)


@check(
    "job-cancel-or-terminate-pending",
    layer=Layer.JOB,
    severity=Severity.LIKELY,
    statuses=("SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "FAILED"),
    explains=("job-exit-code",),
    docs=(pages.STATES,),
)
def not_stopped(job: JobDetail) -> Verdict:
    """Nobody has cancelled or terminated the job."""
    if not (job.is_cancelled or job.is_terminated):
        return passed()
    field = "isTerminated" if job.is_terminated else "isCancelled"
    evidence = Evidence(job.job.id, field, "true", "false")
    words = "terminated" if job.is_terminated else "cancelled"
    reason = f": {job.job.reason}" if job.job.reason else ""
    return failed(f"the job was {words}{reason}", evidence, settled=True)


def _named(job: Job) -> str:
    """The name, and which child of an array it is."""
    return job.name if job.array_index is None else f"{job.name}:{job.array_index}"
