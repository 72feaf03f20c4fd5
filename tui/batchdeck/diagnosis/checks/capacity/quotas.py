"""Whether the account may have as many vCPUs as the job needs."""

from __future__ import annotations

import re
from collections.abc import Mapping

from batchdeck.diagnosis.check import FARGATE, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.checks.capacity import capacity_check
from batchdeck.diagnosis.checks.capacity.launches import newest_launch
from batchdeck.diagnosis.need import Need
from batchdeck.diagnosis.per_environment import any_environment, any_of_kind
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped, unknown, warned
from batchdeck.domain.cluster import ScalingActivity
from batchdeck.domain.instance_type import InstanceType
from batchdeck.domain.quota import Quota
from batchdeck.domain.resources import ComputeEnvironment

Environments = tuple[ComputeEnvironment, ...]
Types = Mapping[str, tuple[InstanceType, ...]]
Launches = Mapping[str, tuple[ScalingActivity, ...]]

INCREASE = commands(
    "aws service-quotas request-service-quota-increase --service-code {service} "
    "--quota-code {code} --desired-value {desired}"
)
_LIMIT = re.compile(r"vCPU ?limit|InstanceLimitExceeded|Max ?Spot ?Instance ?Count", re.IGNORECASE)
_FARGATE_NAMES = {
    "FARGATE": "Fargate On-Demand vCPU resource count",
    "FARGATE_SPOT": "Fargate Spot vCPU resource count",
}


@capacity_check(
    "cap-ec2-vcpu-quota",
    applies_to=("EC2",),
    explains=(
        "cap-asg-activity",
        "cap-insufficient-capacity-reason",
        "ce-desired-not-scaling",
        "job-status-reason-code",
    ),
    prior=0.07,
    remedy=INCREASE,
    docs=(pages.RUNNABLE, pages.EC2_QUOTAS),
)
def on_demand_quota(
    least: Need,
    instance_environments: Environments,
    instance_types: Types,
    ec2_quotas: tuple[Quota, ...],
    activities: Launches,
    now: int,
) -> Verdict:
    """The quota of On-Demand vCPUs leaves room for an instance.

    EC2 has one quota for each group of instance families. New accounts often have none at all
    for GPU instances. Whatever else runs in the account and Region counts too: that a quota is
    used up is told by the launches.
    """

    def judge(one: ComputeEnvironment) -> Verdict:
        newest = newest_launch(activities.get(one.name, ()), now)
        return _room(one, least, instance_types.get(one.name, ()), ec2_quotas, newest)

    return any_of_kind(instance_environments, "EC2", judge)


@capacity_check(
    "cap-spot-vcpu-quota",
    applies_to=("SPOT",),
    explains=(
        "cap-asg-activity",
        "cap-insufficient-capacity-reason",
        "cap-spot-fleet-history",
        "ce-desired-not-scaling",
        "job-status-reason-code",
    ),
    prior=0.03,
    remedy=INCREASE,
    docs=(pages.RUNNABLE, pages.SPOT_QUOTAS),
)
def spot_quota(
    least: Need,
    instance_environments: Environments,
    instance_types: Types,
    ec2_quotas: tuple[Quota, ...],
    activities: Launches,
    now: int,
) -> Verdict:
    """The quota of Spot vCPUs leaves room for an instance.

    Spot has quotas of its own, one for each group of instance families.
    """

    def judge(one: ComputeEnvironment) -> Verdict:
        newest = newest_launch(activities.get(one.name, ()), now)
        return _room(one, least, instance_types.get(one.name, ()), ec2_quotas, newest)

    return any_of_kind(instance_environments, "SPOT", judge)


@capacity_check(
    "cap-fargate-vcpu-quota",
    applies_to=FARGATE,
    explains=("job-status-reason-code", "queue-head-blocked"),
    prior=0.02,
    remedy=INCREASE,
    docs=(pages.FARGATE_QUOTAS,),
)
def fargate_quota(
    need: Need,
    fargate_environments: Environments,
    fargate_quotas: tuple[Quota, ...],
    used_vcpus: float,
) -> Verdict:
    """The quota of Fargate vCPUs leaves room for the job.

    New accounts may have as few as 6. What other services run on Fargate counts as well, but
    is not seen here: only the jobs of the same environments are added up.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        name = _FARGATE_NAMES.get(environment.kind)
        quota = next((one for one in fargate_quotas if one.name == name), None)
        if quota is None:
            return unknown(f"Service Quotas does not list {name}")
        wanted = used_vcpus + need.vcpus
        if wanted <= quota.value:
            return passed(f"{used_vcpus:g} of {quota.value:g} vCPUs in use")
        evidence = _evidence(quota, f"{quota.value:g}, {used_vcpus:g} used", wanted)
        if need.vcpus <= quota.value:
            summary = f"waiting, {used_vcpus:g} of the account's {quota.value:g} Fargate vCPUs used"
            return warned(summary, evidence, **_increase(quota, wanted))
        summary = f"the job needs {need.vcpus:g} vCPUs, {quota.name} is {quota.value:g}"
        return failed(summary, evidence, known=_increase(quota, wanted))

    return any_environment(fargate_environments, judge)


def _room(
    environment: ComputeEnvironment,
    least: Need,
    types: tuple[InstanceType, ...],
    quotas: tuple[Quota, ...],
    newest: ScalingActivity | None,
) -> Verdict:
    """Whether an environment may have one more instance that is large enough."""
    spot = environment.kind == "SPOT"
    fitting = sorted(filter(least.may_fit, types), key=lambda one: one.vcpus)
    if not fitting:
        return skipped(f"no type of {environment.name} is large enough")
    full: list[tuple[Quota, InstanceType]] = []
    unlisted = ""
    for one in fitting:
        quota = next((each for each in quotas if each.limits(one.name, spot=spot)), None)
        if quota is None:
            unlisted = unlisted or one.name
        elif one.vcpus <= quota.value:
            return _used_up(environment, quota, one, newest)
        else:
            full.append((quota, one))
    if unlisted:
        return unknown(f"Service Quotas lists no quota for {unlisted}")
    quota, one = full[0]
    evidence = _evidence(quota, f"{quota.value:g}", one.vcpus)
    summary = f"{one.name} has {one.vcpus} vCPUs, {quota.name} is {quota.value:g}"
    return failed(summary, evidence, known=_increase(quota, one.vcpus))


def _used_up(
    environment: ComputeEnvironment,
    quota: Quota,
    smallest: InstanceType,
    newest: ScalingActivity | None,
) -> Verdict:
    """Whether the newest launch failed because the quota is used up: EC2 says so itself."""
    if newest is None or newest.status == "Successful" or not _LIMIT.search(newest.message):
        return passed(f"{quota.name} ({quota.value:g}) leaves room for {smallest.name}")
    said = Evidence(newest.group, "Activities[0].StatusMessage", newest.message, "Successful")
    evidence = _evidence(quota, f"{quota.value:g}, used up", quota.value + smallest.vcpus)
    summary = f"{quota.name}, {quota.value:g}, is used up: {environment.name} gets no instances"
    known = _increase(quota, quota.value + smallest.vcpus)
    return failed(summary, evidence, said, settled=True, known=known)


def _evidence(quota: Quota, value: str, wanted: float) -> Evidence:
    return Evidence(f"{quota.name} ({quota.code})", "Value", value, f">= {wanted:g}")


def _increase(quota: Quota, wanted: float) -> dict[str, str]:
    desired = f"{max(wanted, 2 * quota.value):.0f}"
    return {"service": quota.service, "code": quota.code, "desired": desired}
