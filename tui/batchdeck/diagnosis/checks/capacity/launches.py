"""Launches of instances, and what AWS had to give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from batchdeck.diagnosis.again import CREATE, USE, replacement
from batchdeck.diagnosis.check import EVERYWHERE, INSTANCES, Apply, Severity, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.checks.capacity import capacity_check
from batchdeck.diagnosis.per_environment import any_environment
from batchdeck.diagnosis.reason_codes import NO_CAPACITY, code_of
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, warned
from batchdeck.domain.cluster import AutoScalingGroup, ScalingActivity
from batchdeck.domain.job import JobDetail
from batchdeck.domain.resources import ComputeEnvironment, JobQueue

RECENT = 3_600_000
"""ms for which a failed launch counts."""


@capacity_check(
    "cap-insufficient-capacity-reason",
    severity=Severity.LIKELY,
    applies_to=tuple(kind for kind in EVERYWHERE if kind != "UNMANAGED"),
    explains=("job-status-reason-code", "cap-asg-activity"),
    prior=0.03,
    remedy=commands("aws batch describe-jobs --jobs {job}", apply=Apply.NEVER),
    docs=(pages.RUNNABLE,),
)
def capacity_available(job: JobDetail) -> Verdict:
    """AWS has instances of the allowed types to give.

    More types, more zones, or on-demand instances beside Spot make a shortage less likely.
    """
    if code_of(job.job.reason) != NO_CAPACITY:
        return passed("AWS does not say that it has none")
    evidence = Evidence(job.job.id, "statusReason", job.job.reason, "none")
    summary = "AWS has no instances of the allowed types to give at the moment"
    return failed(summary, evidence, settled=True, job=job.job.id)


@capacity_check(
    "cap-asg-activity",
    applies_to=INSTANCES,
    explains=(
        "ce-desired-not-scaling",
        "job-status-reason-code",
        "inst-registered-in-ecs",
        "queue-head-blocked",
    ),
    prior=0.04,
    remedy=commands(
        "aws autoscaling describe-scaling-activities --auto-scaling-group-name {group} "
        "--max-items 20",
        apply=Apply.NEVER,
    ),
    docs=(pages.RUNNABLE,),
)
def launches_succeed(
    instance_environments: tuple[ComputeEnvironment, ...],
    activities: Mapping[str, tuple[ScalingActivity, ...]],
    now: int,
) -> Verdict:
    """The newest launch of instances succeeded."""

    def judge(environment: ComputeEnvironment) -> Verdict:
        newest = newest_launch(activities.get(environment.name, ()), now)
        if newest is None or newest.status == "Successful":
            return passed(f"no launch of {environment.name} failed")
        value = f"{newest.status}: {newest.message}".strip(": ")
        evidence = Evidence(newest.group, "Activities[0].StatusCode", value, "Successful")
        summary = f"instances of {environment.name} are not launched: {newest.message}"
        return failed(summary, evidence, settled=True, group=newest.group)

    return any_environment(instance_environments, judge)


@capacity_check(
    "cap-asg-not-suspended",
    severity=Severity.LIKELY,
    applies_to=INSTANCES,
    explains=("ce-desired-not-scaling", "inst-registered-in-ecs", "job-status-reason-code"),
    remedy=commands(
        "aws autoscaling resume-processes --auto-scaling-group-name {group} "
        "--scaling-processes Launch"
    ),
    docs=(pages.RUNNABLE,),
)
def launching_not_suspended(
    instance_environments: tuple[ComputeEnvironment, ...], groups: tuple[AutoScalingGroup, ...]
) -> Verdict:
    """Nobody has suspended the launching of instances."""

    def judge(environment: ComputeEnvironment) -> Verdict:
        for group in groups:
            own = environment.uuid and environment.uuid in group.name
            if own and "Launch" in group.suspended:
                evidence = Evidence(group.name, "SuspendedProcesses[]", "Launch", "none")
                summary = f"launching is suspended in the group of {environment.name}"
                return failed(summary, evidence, group=group.name)
        return passed()

    return any_environment(instance_environments, judge)


@capacity_check(
    "cap-asg-not-tampered",
    severity=Severity.ADVISORY,
    applies_to=INSTANCES,
    remedy=commands(CREATE, USE, apply=Apply.NEVER),
    docs=(pages.MANAGED,),
)
def group_untouched(
    instance_environments: tuple[ComputeEnvironment, ...],
    groups: tuple[AutoScalingGroup, ...],
    queue: JobQueue | None = None,
) -> Verdict:
    """Nobody has changed the Auto Scaling group that Batch made.

    Batch does not notice what others change in its groups; a new environment mends it.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        for group in groups:
            if not environment.uuid or environment.uuid not in group.name:
                continue
            if group.status:
                evidence = Evidence(group.name, "Status", group.status, "none")
                summary = f"the group of {environment.name} is being deleted"
                return warned(summary, evidence, **replacement(environment, queue))
            foreign = sorted(set(group.subnets) - set(environment.subnets))
            if foreign:
                expected = ", ".join(environment.subnets)
                value = ", ".join(group.subnets)
                evidence = Evidence(group.name, "VPCZoneIdentifier", value, expected)
                summary = f"the group of {environment.name} has another subnet, {foreign[0]}"
                return warned(summary, evidence, **replacement(environment, queue))
        return passed()

    return any_environment(instance_environments, judge)


def newest_launch(activities: Iterable[ScalingActivity], now: int) -> ScalingActivity | None:
    """The newest launch that has ended, if it is not too long ago to count."""
    return next(
        (
            one
            for one in activities
            if one.status in {"Successful", "Failed", "Cancelled"} and now - one.started_at < RECENT
        ),
        None,
    )
