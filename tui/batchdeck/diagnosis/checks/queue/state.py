"""The queue and whether anything usable stands behind it."""

from __future__ import annotations

from batchdeck.diagnosis.check import Apply, Layer, Severity, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.facts.batch import is_usable
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed
from batchdeck.domain.resources import ComputeEnvironment, JobQueue

BEFORE_START = ("SUBMITTED", "PENDING", "RUNNABLE")


@check(
    "queue-state-enabled",
    layer=Layer.QUEUE,
    severity=Severity.LIKELY,
    statuses=BEFORE_START,
    remedy=commands(
        "aws batch update-job-queue --job-queue {queue} --state ENABLED", apply=Apply.SAFE
    ),
    docs=(pages.QUEUES,),
)
def queue_enabled(queue: JobQueue) -> Verdict:
    """The job queue is ENABLED.

    A disabled queue takes no new jobs; those in it go on.
    """
    if queue.state == "ENABLED":
        return passed(f"{queue.name} is ENABLED")
    evidence = Evidence(queue.name, "state", queue.state, "ENABLED")
    return failed(f"the queue {queue.name} is {queue.state}", evidence, queue=queue.name)


@check(
    "queue-status-valid",
    layer=Layer.QUEUE,
    statuses=BEFORE_START,
    explains=("queue-head-blocked",),
    remedy=commands("aws batch describe-job-queues --job-queues {queue}", apply=Apply.NEVER),
    docs=(pages.QUEUES,),
)
def queue_valid(queue: JobQueue) -> Verdict:
    """The job queue is VALID."""
    if queue.status in {"VALID", "UPDATING"}:
        return passed(f"{queue.name} is {queue.status}")
    found = Evidence(queue.name, "status", f"{queue.status} {queue.reason}".strip(), "VALID")
    return failed(
        f"the queue {queue.name} is {queue.status}", found, settled=True, queue=queue.name
    )


@check(
    "queue-has-usable-ce",
    layer=Layer.QUEUE,
    statuses=BEFORE_START,
    explains=("job-status-reason-code", "queue-head-blocked", "ce-desired-not-scaling"),
    prior=0.02,
    remedy=commands(
        "aws batch update-job-queue --job-queue {queue} "
        "--compute-environment-order order=1,computeEnvironment={environment}"
    ),
    docs=(pages.ENVIRONMENTS,),
)
def usable_environment(queue: JobQueue, considered: tuple[ComputeEnvironment, ...]) -> Verdict:
    """Some compute environment of the queue is ENABLED and VALID.

    Jobs of a queue with nothing usable behind it wait for ever.
    """
    usable = [one.name for one in considered if is_usable(one)]
    if usable:
        return passed(f"{', '.join(usable)} can be used")
    if not considered:
        listed = ", ".join(queue.environments) or "none"
        evidence = Evidence(queue.name, "computeEnvironmentOrder", listed, "one that exists")
        summary = f"no compute environment stands behind the queue {queue.name}"
        return failed(summary, evidence, settled=True, queue=queue.name)
    found = tuple(
        Evidence(one.name, "state, status", f"{one.state}, {one.status}", "ENABLED, VALID")
        for one in considered
    )
    summary = f"no environment of the queue {queue.name} is ENABLED and VALID"
    return failed(summary, *found, settled=True, queue=queue.name)
