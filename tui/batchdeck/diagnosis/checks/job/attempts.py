"""What became of a job's attempts."""

from __future__ import annotations

import re

from batchdeck.diagnosis.check import Apply, Layer, Severity, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.failure_texts import is_start_failure, said_of
from batchdeck.diagnosis.reason_codes import code_of
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped, warned
from batchdeck.domain.job import JobDetail

LOOK = commands("aws batch describe-jobs --jobs {job}", apply=Apply.NEVER)
STARTING_TOO_LONG = 600_000
"""ms in STARTING after which a pull, or a network interface, hangs."""
_MEMORY = re.compile(r"OutOfMemory|\bOOM\b|out of memory", re.IGNORECASE)
_SPOT = re.compile(r"Host EC2 .*terminated", re.IGNORECASE)
_TIMEOUT = re.compile(r"attempt duration exceeded timeout", re.IGNORECASE)
_KILLED = 137


@check(
    "job-start-failure-class",
    layer=Layer.JOB,
    statuses=("STARTING", "FAILED", "RUNNABLE"),
    explains=("job-exit-code", "job-retrying-not-stuck"),
    remedy=LOOK,
    docs=(pages.STOPPED,),
)
def starts(job: JobDetail) -> Verdict:
    """The containers of the job could be started.

    A container whose image, log, role or network is missing never runs.
    """
    text = is_start_failure(said_of(job))
    if not text:
        return passed("no attempt failed to start")
    evidence = Evidence(job.job.id, "attempts[].container.reason", text, "a container that runs")
    return failed(
        f"the container could not be started: {text}", evidence, settled=True, job=job.job.id
    )


@check(
    "job-out-of-memory",
    layer=Layer.JOB,
    statuses=("FAILED", "RUNNABLE"),
    explains=("job-exit-code", "job-retrying-not-stuck"),
    remedy=commands(
        "aws batch submit-job --job-name {name} --job-queue {queue} --job-definition "
        "{definition} --container-overrides "
        "'resourceRequirements=[{type=MEMORY,value={memory}}]'"
    ),
    docs=(pages.MEMORY,),
)
def enough_memory(job: JobDetail) -> Verdict:
    """No container was killed because it used more memory than it has.

    It shows as OutOfMemoryError in the reason, whatever the exit code, or as exit code 137
    without any other reason.
    """
    found = next((text for text in said_of(job) if _MEMORY.search(text)), "")
    silent = job.job.exit_code == _KILLED and not found
    if not found and not (silent and not job.is_terminated and not _otherwise_killed(job)):
        return passed("no container ran out of memory")
    memory = sum(one.memory or 0 for one in job.containers)
    field = "container.reason" if found else "container.exitCode"
    evidence = Evidence(job.job.id, field, found or str(_KILLED), f"fits into {memory} MiB")
    return failed(
        f"the container was killed: it used more than its {memory} MiB",
        evidence,
        settled=bool(found),
        name=job.job.name,
        queue=job.job.queue,
        definition=job.job.definition,
        memory=str(2 * memory),
    )


@check(
    "job-spot-lost",
    layer=Layer.CAPACITY,
    statuses=("FAILED", "RUNNABLE"),
    explains=("job-exit-code", "job-retrying-not-stuck"),
    remedy=commands(
        "aws batch submit-job --job-name {name} --job-queue {queue} --job-definition "
        "{definition} --retry-strategy attempts=3"
    ),
    docs=(pages.RETRIES,),
)
def host_kept(job: JobDetail) -> Verdict:
    """The instance was not taken away while the job ran.

    Spot takes instances back; a retry strategy starts the job again elsewhere.
    """
    found = next((text for text in said_of(job) if _SPOT.search(text)), "")
    if not found:
        return passed("no instance was taken away")
    evidence = Evidence(job.job.id, "attempts[].statusReason", found, "a host that stays")
    summary = f"the instance was taken away while the job ran: {found}"
    place = {"queue": job.job.queue, "definition": job.job.definition}
    return failed(summary, evidence, settled=True, name=job.job.name, known=place)


@check(
    "job-timed-out",
    layer=Layer.JOB,
    statuses=("FAILED",),
    explains=("job-exit-code",),
    remedy=commands(
        "aws batch submit-job --job-name {name} --job-queue {queue} --job-definition "
        "{definition} --timeout attemptDurationSeconds={seconds}"
    ),
    docs=(pages.TIMEOUTS,),
)
def in_time(job: JobDetail) -> Verdict:
    """The job ended before its timeout."""
    found = next((text for text in said_of(job) if _TIMEOUT.search(text)), "")
    if not found:
        return passed("no attempt ran into the timeout")
    seconds = job.timeout_seconds or 0
    evidence = Evidence(job.job.id, "statusReason", found, f"an end within {seconds} s")
    place = {"queue": job.job.queue, "definition": job.job.definition}
    summary = f"the job did not end within its timeout of {seconds} s"
    return failed(
        summary,
        evidence,
        settled=True,
        name=job.job.name,
        seconds=str(2 * seconds or 3600),
        known=place,
    )


@check("job-exit-code", layer=Layer.JOB, statuses=("FAILED",), remedy=LOOK, docs=(pages.STOPPED,))
def exit_code(job: JobDetail) -> Verdict:
    """The program ended with exit code 0.

    Anything else comes from the program itself: its log says why.
    """
    if job.job.status != "FAILED":
        return skipped(f"the job is {job.job.status}")
    code = job.job.exit_code
    reason = job.job.container_reason or job.job.reason
    if not code:
        field = "statusReason"
        evidence = Evidence(job.job.id, field, reason or "none", "SUCCEEDED")
        return failed(
            f"the job FAILED: {reason or 'AWS gives no reason'}", evidence, job=job.job.id
        )
    evidence = Evidence(job.job.id, "container.exitCode", str(code), "0")
    extra = f" ({reason})" if reason else ""
    summary = f"the program ended with exit code {code}{extra}: its log says why"
    return failed(summary, evidence, settled=True, job=job.job.id)


@check(
    "job-retrying-not-stuck",
    layer=Layer.JOB,
    severity=Severity.LIKELY,
    statuses=("RUNNABLE", "STARTING"),
    remedy=LOOK,
    docs=(pages.RETRIES,),
)
def first_attempt(job: JobDetail) -> Verdict:
    """A waiting job is not on its way to another attempt."""
    if job.job.status not in {"RUNNABLE", "STARTING"} or not job.attempts:
        return passed()
    last = job.attempts[-1]
    reason = last.container_reason or last.reason or f"exit code {last.exit_code}"
    evidence = Evidence(job.job.id, "attempts[-1]", reason, "none")
    summary = f"attempt {len(job.attempts)} of {job.retry_attempts} failed: {reason}"
    return warned(summary, evidence, job=job.job.id)


@check(
    "job-starting-too-long",
    layer=Layer.JOB,
    severity=Severity.LIKELY,
    statuses=("STARTING",),
    remedy=commands('aws batch terminate-job --job-id {job} --reason "stuck in STARTING"'),
    docs=(pages.STATES,),
)
def starting(job: JobDetail, now: int) -> Verdict:
    """A STARTING job gets on.

    Pulling the image happens here, and the timeout of the job does not run yet. AWS does not
    tell when it became STARTING: its age is an upper bound.
    """
    if job.job.status != "STARTING":
        return skipped(f"the job is {job.job.status}")
    age = now - job.job.created_at
    if age < STARTING_TOO_LONG:
        return passed()
    evidence = Evidence(
        job.job.id, "status, createdAt", f"STARTING, {age // 60_000} min", "RUNNING"
    )
    return warned(
        f"STARTING, at most {age // 60_000} min: an image is pulled", evidence, job=job.job.id
    )


@check("job-status-reason-code", layer=Layer.JOB, remedy=LOOK, docs=(pages.MISCONFIGURED,))
def no_reason_code(job: JobDetail) -> Verdict:
    """AWS Batch gives no reason why the queue is blocked.

    A symptom: the code names a kind of cause, not the cause.
    """
    code = code_of(job.job.reason) if job.job.status == "RUNNABLE" else ""
    if not code:
        return passed("AWS gives no reason")
    evidence = Evidence(job.job.id, "statusReason", job.job.reason, "none")
    return failed(f"AWS says: {job.job.reason}", evidence, job=job.job.id)


def _otherwise_killed(job: JobDetail) -> bool:
    return any(_SPOT.search(text) or _TIMEOUT.search(text) for text in said_of(job))
