"""How long the job has been waiting, and what would end a wait that does not end."""

from __future__ import annotations

from batchdeck.diagnosis.check import Apply, Layer, Severity, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped, warned
from batchdeck.domain.age import age_text
from batchdeck.domain.job import JobDetail
from batchdeck.domain.resources import ComputeEnvironment, JobQueue
from batchdeck.domain.snapshot import QueueSnapshot

EVALUATED = 120_000
"""ms in SUBMITTED after which a job has been looked at."""
USUAL = {"FARGATE": 180_000, "FARGATE_SPOT": 300_000, "UNMANAGED": 300_000, "SPOT": 900_000}
"""ms in RUNNABLE, by the type of the environment, until a place is ready."""
BOOTING = 600_000
"""The same for all other types: an instance boots and joins."""


@check(
    "job-stuck-age",
    layer=Layer.JOB,
    severity=Severity.ADVISORY,
    docs=(pages.STATES, pages.QUEUES),
)
def not_too_long(
    job: JobDetail, snapshot: QueueSnapshot, kinds: frozenset[str], now: int
) -> Verdict:
    """A RUNNABLE job does not wait longer than a place takes to get ready.

    AWS does not tell when a job became RUNNABLE. What counts is the latest of its creation,
    the end of its last attempt and the time since which it has its place in the queue.
    """
    ends = [one.stopped_at or 0 for one in job.attempts]
    since = max(job.job.created_at, snapshot.since(job.job.id), *ends)
    usual = max((USUAL.get(kind, BOOTING) for kind in kinds), default=BOOTING)
    waits = now - since
    text, most = age_text(waits), age_text(usual)
    if waits < usual:
        return passed(f"RUNNABLE for {text}, up to {most} is usual")
    evidence = Evidence(job.job.id, "status, createdAt", f"RUNNABLE, {text}", f"< {most}")
    return warned(f"waits for {text}; up to {most} is usual", evidence)


@check(
    "job-submitted-not-evaluated",
    layer=Layer.JOB,
    severity=Severity.LIKELY,
    statuses=("SUBMITTED",),
    remedy=commands(
        "aws batch list-jobs --job-queue {queue} --job-status SUBMITTED --max-results 100",
        apply=Apply.NEVER,
    ),
    docs=(pages.STATES,),
)
def evaluated(job: JobDetail, queue: JobQueue, now: int) -> Verdict:
    """Batch has looked at a SUBMITTED job.

    That takes seconds, unless very many jobs were submitted at once.
    """
    if job.job.status != "SUBMITTED":
        return skipped(f"the job is {job.job.status}")
    age = now - job.job.created_at
    if age < EVALUATED:
        return passed(f"submitted {age // 1000} s ago")
    evidence = Evidence(job.job.id, "status, createdAt", f"SUBMITTED, {age // 1000} s", "PENDING")
    place = Evidence(queue.name, "state, status", f"{queue.state}, {queue.status}", "")
    summary = f"SUBMITTED for {age // 1000} s: Batch has not looked at it"
    return failed(summary, evidence, place, estimated=True, queue=queue.name)


@check(
    "job-timeout-set",
    layer=Layer.JOB,
    severity=Severity.ADVISORY,
    statuses=("SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING"),
    remedy=commands(
        "aws batch submit-job --job-name {name} --job-queue {queue} --job-definition "
        "{definition} --timeout attemptDurationSeconds={seconds}",
        apply=Apply.NEVER,
    ),
    docs=(pages.TIMEOUTS,),
)
def has_timeout(job: JobDetail) -> Verdict:
    """The job has a timeout.

    Batch has none by itself: what hangs runs, and costs, until somebody stops it.
    """
    if job.timeout_seconds:
        return passed(f"{job.timeout_seconds} s")
    evidence = Evidence(job.job.id, "timeout.attemptDurationSeconds", "absent", ">= 60")
    return warned("no timeout: should it hang, it runs until somebody stops it", evidence)


@check(
    "job-retry-on-spot",
    layer=Layer.JOB,
    severity=Severity.ADVISORY,
    applies_to=("SPOT", "FARGATE_SPOT"),
    statuses=("SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING"),
    remedy=commands(
        "aws batch submit-job --job-name {name} --job-queue {queue} --job-definition "
        "{definition} --retry-strategy attempts=3",
        apply=Apply.NEVER,
    ),
    docs=(pages.RETRIES,),
)
def retried_on_spot(job: JobDetail, candidates: tuple[ComputeEnvironment, ...]) -> Verdict:
    """A job on Spot is tried again when its instance is taken away."""
    spot = [one.name for one in candidates if one.kind in {"SPOT", "FARGATE_SPOT"}]
    if not spot:
        return skipped("no environment is on Spot")
    if job.retry_attempts > 1:
        return passed(f"{job.retry_attempts} attempts")
    evidence = Evidence(job.job.id, "retryStrategy.attempts", str(job.retry_attempts), "> 1")
    return warned(f"one attempt only, on Spot ({', '.join(spot)})", evidence)
