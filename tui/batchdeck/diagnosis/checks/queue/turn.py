"""The job's place in its queue."""

from __future__ import annotations

from batchdeck.diagnosis.check import Layer, Severity, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.need import Need
from batchdeck.diagnosis.reason_codes import code_of, counts
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, unknown, warned
from batchdeck.domain.job import Job, JobDetail
from batchdeck.domain.resources import ComputeEnvironment, JobQueue


@check(
    "queue-head-blocked",
    layer=Layer.QUEUE,
    prior=0.05,
    remedy=commands('aws batch cancel-job --job-id {head} --reason "blocks its queue"'),
    docs=(pages.QUEUES,),
)
def head_blocked(
    job: JobDetail, queue: JobQueue, front: tuple[str, ...], head: Job, now: int
) -> Verdict:
    """The job at the front of the queue is not blocked.

    A queue places its jobs in order: while the first one cannot be placed, all others wait.
    """
    if front[0] == job.job.id:
        return passed("the job is at the front")
    code = code_of(head.reason)
    if not counts(code, now - head.created_at):
        return passed(f"position {_position(job, front)}; {head.name} at the front is not blocked")
    evidence = Evidence(head.id, "statusReason", head.reason, "none")
    summary = f"{head.name} at the front of {queue.name} is blocked ({code}); all others wait"
    return failed(summary, evidence, settled=True, head=head.id)


@check(
    "queue-waiting-turn",
    layer=Layer.QUEUE,
    severity=Severity.LIKELY,
    prior=0.05,
    docs=(pages.QUEUES,),
)
def waiting_turn(
    job: JobDetail,
    need: Need,
    front: tuple[str, ...],
    candidates: tuple[ComputeEnvironment, ...],
    used_vcpus: float,
) -> Verdict:
    """There is room for the job now.

    In a full environment a job waits until others end: it is not stuck.
    """
    if any(one.max_vcpus is None for one in candidates):
        return unknown("an environment does not tell how much it may have")
    room = sum(one.max_vcpus or 0 for one in candidates)
    if used_vcpus + need.vcpus <= room or not used_vcpus:
        return passed(f"{used_vcpus:g} of {room} vCPUs in use")
    names = ", ".join(one.name for one in candidates)
    evidence = Evidence(names, "maxvCpus", str(room), f">= {used_vcpus + need.vcpus:g}")
    place = _position(job, front)
    return warned(f"waiting, position {place}, environment full {used_vcpus:g}/{room}", evidence)


def _position(job: JobDetail, front: tuple[str, ...]) -> str:
    if job.job.id in front:
        return str(front.index(job.job.id) + 1)
    return f"beyond {len(front)}"
