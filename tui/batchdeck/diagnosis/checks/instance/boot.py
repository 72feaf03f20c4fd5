"""Instances that were launched: their health, their first words, and how long they live."""

from __future__ import annotations

import re
from collections.abc import Mapping

from batchdeck.diagnosis.check import Apply, Severity, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.checks.instance import instance_check
from batchdeck.diagnosis.facts.boots import Console, Environments, Groups, launched
from batchdeck.diagnosis.per_environment import any_environment
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped, warned
from batchdeck.domain.cluster import ContainerInstance, ScalingActivity
from batchdeck.domain.job import JobDetail
from batchdeck.domain.launch import InstanceHealth
from batchdeck.domain.resources import ComputeEnvironment

RECENT = 7_200_000
"""ms in which launches and ends count."""
SHORT = 1_800_000
"""ms that an instance lives at most that did nothing but boot."""
FEW = 3
_INSTANCE = re.compile(r"\bi-[0-9a-f]+\b")
_TROUBLE = re.compile(
    r"Failed to start .*Elastic Container Service|cloud-init.*(?:\berror\b|Traceback|failed)"
    r"|Could not resolve host|No space left on device|timed out waiting",
    re.IGNORECASE,
)
_LONGEST = 160


@instance_check(
    "inst-ec2-status",
    severity=Severity.LIKELY,
    explains=("inst-registered-in-ecs", "inst-agent-connected"),
    remedy=commands("aws ec2 terminate-instances --instance-ids {instance}"),
    docs=(pages.STATUS_CHECKS,),
)
def instances_healthy(
    instance_environments: Environments,
    groups: Groups,
    instance_health: Mapping[str, InstanceHealth],
) -> Verdict:
    """EC2's own checks of the instances find nothing.

    An impaired instance is best ended: Batch launches another one.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        known = [instance_health.get(one) for one in launched(environment, groups)]
        running = [one for one in known if one is not None]
        if not running:
            return skipped(f"no instance of {environment.name} is running")
        impaired = [one for one in running if one.impaired]
        if not impaired:
            return passed(f"{len(running)} instances of {environment.name} are not impaired")
        first = impaired[0]
        evidence = Evidence(first.instance, f"{first.impaired[0]}.Status", "impaired", "ok")
        summary = f"EC2 finds {first.instance} of {environment.name} impaired"
        if len(impaired) < len(running):
            return warned(summary, evidence, instance=first.instance)
        return failed(summary, evidence, instance=first.instance)

    return any_environment(instance_environments, judge)


@instance_check(
    "inst-churn",
    severity=Severity.LIKELY,
    remedy=commands(
        "aws batch update-compute-environment --compute-environment {ce} --state DISABLED"
    ),
    docs=(pages.INVALID,),
)
def instances_stay(
    job: JobDetail,
    instance_environments: Environments,
    activities: Mapping[str, tuple[ScalingActivity, ...]],
    container_instances: Mapping[str, tuple[ContainerInstance, ...]],
    now: int,
) -> Verdict:
    """Instances do not come and go while the job waits.

    Those that never join their cluster are ended after a while and launched anew: they cost
    and run nothing. A symptom, which a disabled environment does not have while the cause is
    sought.
    """
    since = max(job.job.created_at, now - RECENT)

    def judge(environment: ComputeEnvironment) -> Verdict:
        if any(one.usable for one in container_instances.get(environment.name, ())):
            return passed(f"an instance of {environment.name} is connected")
        gone = _short_lives(activities.get(environment.name, ()), since)
        if len(gone) < FEW:
            return passed(f"instances of {environment.name} do not come and go")
        evidence = Evidence(
            environment.name,
            "Activities[]",
            f"{len(gone)} launched and ended: {', '.join(gone[:FEW])}",
            "one that stays",
        )
        summary = f"instances of {environment.name} are launched and ended again and again"
        return warned(summary, evidence, ce=environment.name)

    return any_environment(instance_environments, judge)


@instance_check(
    "inst-console-log",
    severity=Severity.ADVISORY,
    explains=("inst-registered-in-ecs",),
    remedy=commands(
        "aws ec2 get-console-output --instance-id {instance} --latest --output text",
        apply=Apply.NEVER,
    ),
    docs=(pages.RUNNABLE,),
)
def console_clean(instance_environments: Environments, consoles: Mapping[str, Console]) -> Verdict:
    """The console of an instance that did not join tells of no failure.

    EC2 fetches what an instance writes with a delay of minutes. It may hold secrets: only a line
    that tells of a failure is shown.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        if environment.name not in consoles:
            return skipped(f"no instance of {environment.name} stayed out of its cluster")
        instance, lines = consoles[environment.name]
        if not lines:
            return skipped(f"EC2 has fetched nothing of the console of {instance} yet")
        trouble = next((line for line in lines if _TROUBLE.search(line)), "")
        if not trouble:
            return passed(f"the console of {instance} tells of no failure")
        evidence = Evidence(instance, "Output", trouble.strip()[:_LONGEST], "no failure")
        return warned(f"the console of {instance} tells of a failure", evidence, instance=instance)

    return any_environment(instance_environments, judge)


def _short_lives(activities: tuple[ScalingActivity, ...], since: int) -> list[str]:
    """Ids of instances that were launched and soon ended after that time, ms; newest first."""
    launches: dict[str, int] = {}
    found = []
    for one in sorted(activities, key=lambda each: each.started_at):
        match = _INSTANCE.search(one.description)
        if match is None or one.started_at < since:
            continue
        if one.description.startswith("Launching"):
            launches[match[0]] = one.started_at
        elif match[0] in launches and one.started_at - launches[match[0]] <= SHORT:
            found.append(match[0])
    return found[::-1]
