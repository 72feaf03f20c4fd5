"""Others who come before the job by right."""

from __future__ import annotations

import json

from batchdeck.diagnosis.check import Layer, Severity, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.facts.shares import Rival
from batchdeck.diagnosis.need import Need
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, unknown, warned
from batchdeck.domain.job import JobDetail
from batchdeck.domain.resources import ComputeEnvironment, JobQueue
from batchdeck.domain.snapshot import QueueSnapshot, SchedulingPolicy


@check(
    "queue-priority-starvation",
    layer=Layer.QUEUE,
    severity=Severity.LIKELY,
    remedy=commands("aws batch update-job-queue --job-queue {queue} --priority {priority}"),
    docs=(pages.QUEUE_PARAMETERS,),
)
def turn_of_others(
    need: Need,
    queue: JobQueue,
    rivals: tuple[Rival, ...],
    candidates: tuple[ComputeEnvironment, ...],
    used_vcpus: float,
) -> Verdict:
    """No queue of higher priority takes all the room of a shared environment.

    As long as it has jobs, whatever becomes free is theirs.
    """
    waiting = [(one, jobs) for one, jobs in rivals if jobs and one.state == "ENABLED"]
    if not waiting:
        return passed("no job of a queue of higher priority waits")
    if any(one.max_vcpus is None for one in candidates):
        return unknown("an environment does not tell how much it may have")
    room = sum(one.max_vcpus or 0 for one in candidates)
    if used_vcpus + need.vcpus <= room:
        return passed(f"there is room: {used_vcpus:g} of {room} vCPUs in use")
    found = tuple(
        Evidence(one.name, "priority", f"{one.priority}, {jobs} RUNNABLE", f"<= {queue.priority}")
        for one, jobs in waiting
    )
    names = ", ".join(f"{one.name} ({jobs} RUNNABLE)" for one, jobs in waiting)
    highest = max(one.priority for one, _ in waiting)
    summary = f"waiting, environment full {used_vcpus:g}/{room}, and {names} comes before"
    return warned(summary, *found, queue=queue.name, priority=str(highest))


@check(
    "queue-fair-share-starvation",
    layer=Layer.QUEUE,
    severity=Severity.LIKELY,
    remedy=commands(
        "aws batch update-scheduling-policy --arn {policy} --fairshare-policy {fairshare}"
    ),
    docs=(pages.FAIR_SHARE, pages.SHARES),
)
def share_is_served(job: JobDetail, policy: SchedulingPolicy, snapshot: QueueSnapshot) -> Verdict:
    """The job's share is not the one that has had the most.

    The share with the least usage times weight is next; a lower weight gets more.
    """
    if snapshot.front[:1] and snapshot.front[0].job == job.job.id:
        return passed("the job is at the front")
    weighted = {name: used * policy.weight(name) for name, used in snapshot.usage}
    mine = weighted.pop(job.share, 0.0)
    if not weighted or mine <= max(weighted.values()):
        return passed(f"the share {job.share} has not had the most")
    used, weight = dict(snapshot.usage)[job.share], policy.weight(job.share)
    value = f"{used:g} vCPUs x weight {weight:g}"
    evidence = Evidence(job.share, "fairshareUtilization", value, f"<= {max(weighted.values()):g}")
    summary = f"waiting, the share {job.share} has had the most ({value}): others are next"
    return warned(summary, evidence, policy=policy.arn)


@check(
    "queue-fair-share-reservation",
    layer=Layer.QUEUE,
    severity=Severity.LIKELY,
    explains=("queue-head-blocked", "job-status-reason-code"),
    remedy=commands(
        "aws batch update-scheduling-policy --arn {policy} --fairshare-policy {fairshare}"
    ),
    docs=(pages.FAIR_SHARE,),
)
def reservation_leaves_room(
    job: JobDetail,
    need: Need,
    policy: SchedulingPolicy,
    snapshot: QueueSnapshot,
    candidates: tuple[ComputeEnvironment, ...],
) -> Verdict:
    """What is kept for shares without jobs leaves room for the job.

    (computeReservation / 100) to the power of the number of active shares is kept free.
    """
    if not policy.reservation:
        return passed("nothing is kept free")
    if any(one.max_vcpus is None for one in candidates):
        return unknown("an environment does not tell how much it may have")
    # The job's own share becomes active with it.
    active = (snapshot.active_shares or 0) + (job.share not in dict(snapshot.usage))
    room = sum(one.max_vcpus or 0 for one in candidates)
    kept = min(max(policy.reservation, 0), 99) / 100  # AWS takes 0 to 99.
    left = room * (1 - kept ** max(1, active))
    if need.vcpus <= left or need.vcpus > room:
        return passed(f"{left:g} of {room} vCPUs are for {active} active shares")
    value = f"{policy.reservation} %, {active} active: {left:g} of {room} vCPUs left"
    expected = f">= {need.vcpus:g} vCPUs left"
    evidence = Evidence(policy.arn, "fairsharePolicy.computeReservation", value, expected)
    summary = (
        f"the policy {policy.name} keeps {room - left:g} of {room} vCPUs free: "
        f"the {left:g} that are left are too few for {need.vcpus:g}"
    )
    return failed(summary, evidence, policy=policy.arn, fairshare=_without_reservation(policy))


def _without_reservation(policy: SchedulingPolicy) -> str:
    """The whole policy, as an update replaces all of it."""
    shares = [{"shareIdentifier": name, "weightFactor": one} for name, one in policy.weights]
    changed = {
        "shareDecaySeconds": policy.decay_seconds,
        "computeReservation": 0,
        "shareDistribution": shares,
    }
    return json.dumps(changed, separators=(",", ":"))
