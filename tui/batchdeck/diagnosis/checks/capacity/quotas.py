"""Whether the account may have as many vCPUs as the job needs."""

from __future__ import annotations

from collections.abc import Mapping

from batchdeck.diagnosis.check import FARGATE, Layer, Remedy, check
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.need import Need
from batchdeck.diagnosis.per_environment import any_environment, any_of_kind
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped, unknown, warned
from batchdeck.domain.capacity import RunningInstance
from batchdeck.domain.cluster import AutoScalingGroup
from batchdeck.domain.instance_type import InstanceType
from batchdeck.domain.quota import Quota
from batchdeck.domain.resources import ComputeEnvironment

Environments = tuple[ComputeEnvironment, ...]
Types = Mapping[str, tuple[InstanceType, ...]]
Instances = tuple[RunningInstance, ...]

INCREASE = Remedy(
    (
        (
            "aws service-quotas request-service-quota-increase --service-code {service} "
            "--quota-code {code} --desired-value {desired}"
        ),
    )
)
_FARGATE_NAMES = {
    "FARGATE": "Fargate On-Demand vCPU resource count",
    "FARGATE_SPOT": "Fargate Spot vCPU resource count",
}


@check(
    "cap-ec2-vcpu-quota",
    layer=Layer.CAPACITY,
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
    running_instances: Instances,
    groups: tuple[AutoScalingGroup, ...],
) -> Verdict:
    """The quota of On-Demand vCPUs leaves room for an instance.

    EC2 has one quota for each group of instance families. New accounts often have none at all
    for GPU instances. Whatever else runs in the account and Region counts too.
    """
    account = _Account(ec2_quotas, running_instances, groups, instance_types)
    return any_of_kind(instance_environments, "EC2", lambda one: account.room(one, least))


@check(
    "cap-spot-vcpu-quota",
    layer=Layer.CAPACITY,
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
    running_instances: Instances,
    groups: tuple[AutoScalingGroup, ...],
) -> Verdict:
    """The quota of Spot vCPUs leaves room for an instance.

    Spot has quotas of its own, one for each group of instance families.
    """
    account = _Account(ec2_quotas, running_instances, groups, instance_types)
    return any_of_kind(instance_environments, "SPOT", lambda one: account.room(one, least))


@check(
    "cap-fargate-vcpu-quota",
    layer=Layer.CAPACITY,
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
        evidence = _evidence(quota, used_vcpus, need.vcpus)
        if need.vcpus <= quota.value:
            summary = f"waiting, {used_vcpus:g} of the account's {quota.value:g} Fargate vCPUs used"
            return warned(summary, evidence, **_increase(quota, wanted))
        summary = f"the job needs {need.vcpus:g} vCPUs, {quota.name} is {quota.value:g}"
        return failed(summary, evidence, known=_increase(quota, wanted))

    return any_environment(fargate_environments, judge)


class _Account:
    """What the account may have, and what it has."""

    def __init__(
        self,
        quotas: tuple[Quota, ...],
        running: Instances,
        groups: tuple[AutoScalingGroup, ...],
        types: Types,
    ) -> None:
        self._quotas = quotas
        self._running = running
        self._groups = groups
        self._types = types
        self._sizes = {one.name: one.vcpus for each in types.values() for one in each}

    def room(self, environment: ComputeEnvironment, need: Need) -> Verdict:
        """Whether an environment may have one more instance that is large enough."""
        spot = environment.kind == "SPOT"
        fitting = [one for one in self._types.get(environment.name, ()) if need.may_fit(one)]
        if not fitting:
            return skipped(f"no type of {environment.name} is large enough")
        full, unlisted = [], []
        for one in sorted(fitting, key=lambda one: one.vcpus):
            quota = self._quota_of(one.name, spot=spot)
            if quota is None:
                unlisted.append(one.name)
            elif self._used(quota, spot=spot) + one.vcpus <= quota.value:
                return passed(f"{quota.name} ({quota.value:g}) leaves room for {one.name}")
            else:
                full.append((quota, one))
        if unlisted:
            return unknown(f"Service Quotas lists no quota for {unlisted[0]}")
        return self._none_left(environment, *full[0])

    def _none_left(
        self, environment: ComputeEnvironment, quota: Quota, smallest: InstanceType
    ) -> Verdict:
        used = self._used(quota, spot=environment.kind == "SPOT")
        evidence = _evidence(quota, used, smallest.vcpus)
        known = _increase(quota, used + smallest.vcpus)
        if smallest.vcpus > quota.value:
            summary = f"{smallest.name} has {smallest.vcpus} vCPUs, {quota.name} is {quota.value:g}"
            return failed(summary, evidence, known=known)
        if self._may_have_own(environment):
            summary = f"waiting, {used:g} of {quota.value:g} vCPUs of {quota.name} used"
            return warned(summary, evidence, **known)
        summary = (
            f"{quota.name} is {quota.value:g}, {used:g} in use: no room for {smallest.name} "
            f"({smallest.vcpus} vCPUs)"
        )
        return failed(summary, evidence, known=known)

    def _quota_of(self, name: str, *, spot: bool) -> Quota | None:
        return next((one for one in self._quotas if one.limits(name, spot=spot)), None)

    def _used(self, quota: Quota, *, spot: bool) -> float:
        """vCPUs that count; instances of unknown size are left out, so this is a lower bound."""
        return sum(
            one.vcpus or self._sizes.get(one.type, 0)
            for one in self._running
            if one.is_spot == spot and quota.limits(one.type, spot=spot)
        )

    def _may_have_own(self, environment: ComputeEnvironment) -> bool:
        """Whether instances of the environment itself may be among those that run.

        The job may then have a place when others end. Those of a Spot Fleet are in no group.
        """
        own = [one for one in self._groups if environment.uuid and environment.uuid in one.name]
        return not own or any(one.instances for one in own)


def _evidence(quota: Quota, used: float, needed: float) -> Evidence:
    name = f"{quota.name} ({quota.code})"
    return Evidence(name, "Value", f"{quota.value:g}, {used:g} used", f">= {used + needed:g}")


def _increase(quota: Quota, wanted: float) -> dict[str, str]:
    desired = f"{max(wanted, 2 * quota.value):.0f}"
    return {"service": quota.service, "code": quota.code, "desired": desired}
