"""Room for the job on the instances that are there, and room for more instances."""

from __future__ import annotations

import math
from collections.abc import Mapping

from batchdeck.diagnosis.check import HOSTS, INSTANCES, UNMANAGED, Layer, Severity, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.checks.instance import instance_check
from batchdeck.diagnosis.need import Need
from batchdeck.diagnosis.per_environment import any_environment
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped, unknown, warned
from batchdeck.domain.cluster import ContainerInstance
from batchdeck.domain.instance_type import InstanceType
from batchdeck.domain.resources import ComputeEnvironment

Environments = tuple[ComputeEnvironment, ...]
Joined = Mapping[str, tuple[ContainerInstance, ...]]
Types = Mapping[str, tuple[InstanceType, ...]]
UNITS = 1024
"""CPU units of a vCPU. Source: ECS API, `Resource`."""


@check(
    "ce-warm-instances-too-small",
    layer=Layer.ENVIRONMENT,
    severity=Severity.LIKELY,
    applies_to=INSTANCES,
    explains=("ce-desired-not-scaling", "job-status-reason-code"),
    prior=0.02,
    remedy=commands(
        "aws batch update-compute-environment --compute-environment {ce} "
        "--compute-resources minvCpus=0,maxvCpus={new_max}"
    ),
    docs=(pages.ENVIRONMENTS,),
)
def warm_instances_fit(
    need: Need,
    instance_environments: Environments,
    instance_types: Types,
    container_instances: Joined,
) -> Verdict:
    """Instances that are kept warm leave room for one that is large enough.

    minvCpus keeps instances alive. When they are too small for the job and what is left up to
    maxvCpus is less than a larger one needs, neither can run it.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        types, joined = instance_types.get(environment.name, ()), container_instances
        return _judge_warm(need, environment, types, joined.get(environment.name, ()))

    return any_environment(instance_environments, judge)


@instance_check(
    "inst-status-active",
    severity=Severity.LIKELY,
    applies_to=HOSTS,
    explains=("inst-remaining-resources", "ce-unmanaged-has-instances"),
    remedy=commands(
        "aws ecs update-container-instances-state --cluster {cluster} "
        "--container-instances {instance} --status ACTIVE"
    ),
    docs=(pages.DRAINING,),
)
def instances_active(
    need: Need, host_environments: Environments, container_instances: Joined
) -> Verdict:
    """Some instance takes tasks, or another can be launched.

    An instance that is DRAINING finishes its tasks and takes no others.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        joined = container_instances.get(environment.name, ())
        if not joined:
            return skipped(f"no instance of {environment.name} has joined")
        if any(one.status == "ACTIVE" for one in joined):
            return passed(f"an instance of {environment.name} is ACTIVE")
        first = joined[0]
        value = f"{first.status} {first.reason}".strip()
        evidence = Evidence(first.instance_id or first.arn, "status", value, "ACTIVE")
        summary = f"no instance of {environment.name} is ACTIVE: {first.instance_id} is {value}"
        values = {"cluster": environment.cluster, "instance": first.arn}
        if _can_grow(environment, need.vcpus) or first.status == "REGISTERING":
            return warned(summary, evidence, **values)
        return failed(summary, evidence, known=values)

    return any_environment(host_environments, judge)


@instance_check(
    "inst-remaining-resources",
    severity=Severity.LIKELY,
    applies_to=HOSTS,
    remedy=commands(
        "aws batch update-compute-environment --compute-environment {ce} "
        "--compute-resources maxvCpus={new_max}"
    ),
    docs=(pages.VIEWING_MEMORY,),
)
def room_left(need: Need, host_environments: Environments, container_instances: Joined) -> Verdict:
    """Some instance has room for the job, or another can be launched.

    Free memory that lies on several instances helps no job that needs it on one. It is no
    fault: the job waits until others end.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        joined = container_instances.get(environment.name, ())
        usable = [one for one in joined if one.usable]
        if not usable:
            return skipped(f"no instance of {environment.name} is connected")
        known = [one for one in usable if one.free_memory is not None and one.free_cpu is not None]
        if not known:
            return unknown("ECS does not tell what is left on the instances")
        if any(_fits(need, one.free_cpu, one.free_memory, one.free_gpus) for one in known):
            return passed(f"an instance of {environment.name} has room")
        if _can_grow(environment, need.vcpus):
            return passed(f"{environment.name} can launch another instance")
        return _full(need, environment, known)

    return any_environment(host_environments, judge)


def _judge_warm(
    need: Need,
    environment: ComputeEnvironment,
    types: tuple[InstanceType, ...],
    joined: tuple[ContainerInstance, ...],
) -> Verdict:
    most, least = environment.max_vcpus, environment.min_vcpus or 0
    if not joined:
        return skipped(f"no instance of {environment.name} has joined")
    if any(_fits(need, one.cpu, one.memory, one.gpus) for one in joined):
        return passed(f"an instance of {environment.name} is large enough")
    if most is None or any(one.cpu is None or one.memory is None for one in joined):
        return unknown(f"it is not told what the instances of {environment.name} have")
    fitting = [
        one for one in types if _fits(need, one.vcpus * UNITS, one.schedulable_memory, one.gpus)
    ]
    smallest = min(fitting, key=lambda one: one.vcpus, default=None)
    if smallest is None or smallest.vcpus > most:
        return skipped(f"no type of {environment.name} is large enough")
    taken = sum(one.cpu or 0 for one in joined) / UNITS
    if taken + smallest.vcpus <= most:
        return passed(f"{environment.name} can launch {smallest.name} as well")
    evidence = Evidence(
        environment.name,
        "minvCpus, maxvCpus",
        f"{least}, {most}, of which instances have {taken:g}",
        f"{smallest.vcpus} left for {smallest.name}",
    )
    summary = (
        f"the instances of {environment.name} are too small for the job, and beside them "
        f"there is no room for {smallest.name}"
    )
    new_max = str(max(most, math.ceil(taken) + smallest.vcpus))
    if least + smallest.vcpus <= most:
        return warned(f"{summary} until some are ended", evidence)
    # AWS does not say whether Batch ends an idle instance that is too small for this.
    return failed(summary, evidence, estimated=True, ce=environment.name, new_max=new_max)


def _full(need: Need, environment: ComputeEnvironment, known: list[ContainerInstance]) -> Verdict:
    best = max(known, key=lambda one: (one.free_memory or 0, one.free_cpu or 0))
    left = Need((best.free_cpu or 0) / UNITS, best.free_memory or 0, best.free_gpus)
    evidence = Evidence(best.instance_id, "remainingResources", left.text, need.text)
    summary = (
        f"waiting for room in {environment.name}: most is left on {best.instance_id} ({left.text})"
    )
    if environment.kind == UNMANAGED:
        return _of_their_own(need, environment, known) or warned(summary, evidence)
    if environment.max_vcpus is None:
        return warned(summary, evidence)
    new_max = environment.max_vcpus + math.ceil(need.vcpus)
    return warned(summary, evidence, ce=environment.name, new_max=str(new_max))


def _of_their_own(
    need: Need, environment: ComputeEnvironment, known: list[ContainerInstance]
) -> Verdict | None:
    """A failure when none of the instances that somebody started would do, even empty."""
    told = [one for one in known if one.cpu is not None and one.memory is not None]
    if len(told) < len(known) or any(_fits(need, one.cpu, one.memory, one.gpus) for one in told):
        return None
    best = max(told, key=lambda one: (one.memory or 0, one.cpu or 0))
    has = Need((best.cpu or 0) / UNITS, best.memory or 0, best.gpus)
    evidence = Evidence(best.instance_id, "registeredResources", has.text, need.text)
    summary = f"no instance of the unmanaged {environment.name} is large enough for the job"
    return failed(summary, evidence)


def _can_grow(environment: ComputeEnvironment, vcpus: float) -> bool:
    """Whether Batch may launch another instance; nobody does for an unmanaged environment."""
    if environment.kind == UNMANAGED:
        return False
    if environment.max_vcpus is None:
        return True
    return (environment.desired_vcpus or 0) + vcpus <= environment.max_vcpus


def _fits(need: Need, cpu: int | None, memory: int | None, gpus: int) -> bool:
    return (cpu or 0) >= need.vcpus * UNITS and (memory or 0) >= need.memory and gpus >= need.gpus
