"""Whether somebody is told of a blocked queue, and what is done about it."""

from __future__ import annotations

from batchdeck.diagnosis.check import Apply, Layer, Severity, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.reason_codes import CANCELLABLE
from batchdeck.diagnosis.verdict import Evidence, Verdict, passed, warned
from batchdeck.domain.event_rule import EventRule
from batchdeck.domain.resources import JobQueue

_SOURCE = "aws.batch"
_KIND = "Batch Job Queue Blocked"
_ACTIONS = " ".join(
    f"reason={reason},state=RUNNABLE,maxTimeSeconds=3600,action=CANCEL" for reason in CANCELLABLE
)


@check(
    "queue-time-limit-actions",
    layer=Layer.QUEUE,
    severity=Severity.ADVISORY,
    remedy=commands(
        "aws batch update-job-queue --job-queue {queue} "
        f"--job-state-time-limit-actions {_ACTIONS}",
        apply=Apply.NEVER,
    ),
    docs=(pages.TIME_LIMITS,),
)
def blocked_jobs_leave(queue_itself: JobQueue) -> Verdict:
    """The queue cancels jobs at its head that can never be placed.

    For a service role that lacks permissions, an unsupported instance configuration,
    ACTION_REQUIRED and UNDETERMINED there is no such action.
    """
    missing = [reason for reason in CANCELLABLE if reason not in queue_itself.time_limits]
    if not missing:
        return passed(f"{queue_itself.name} cancels them")
    evidence = Evidence(
        queue_itself.name,
        "jobStateTimeLimitActions",
        ", ".join(queue_itself.time_limits) or "none",
        missing[0],
    )
    summary = f"a job that can never be placed blocks {queue_itself.name} until somebody cancels it"
    return warned(summary, evidence, queue=queue_itself.name)


@check(
    "queue-blocked-alert",
    layer=Layer.QUEUE,
    severity=Severity.ADVISORY,
    remedy=commands(
        "aws events put-rule --name batch-queue-blocked --event-pattern "
        f'\'{{"source":["{_SOURCE}"],"detail-type":["{_KIND}"]}}\'',
        apply=Apply.SAFE,
    ),
    docs=(pages.BLOCKED_EVENTS,),
)
def somebody_is_told(queue_itself: JobQueue, event_rules: tuple[EventRule, ...]) -> Verdict:
    """A rule of EventBridge watches for blocked queues.

    It needs a target, such as an SNS topic, to tell somebody.
    """
    watching = [one.name for one in event_rules if one.watches(_SOURCE, _KIND)]
    if watching:
        return passed(f"the rule {watching[0]} watches")
    evidence = Evidence(queue_itself.name, "Rules[].EventPattern", "none", f"{_SOURCE}, {_KIND}")
    return warned(f"nobody is told when {queue_itself.name} is blocked", evidence)
