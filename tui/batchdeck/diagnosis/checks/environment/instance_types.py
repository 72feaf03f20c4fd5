"""Whether some allowed instance type is large enough."""

from __future__ import annotations

from collections.abc import Mapping

from batchdeck.diagnosis.again import STOP, SUBMIT, submitted
from batchdeck.diagnosis.check import INSTANCES, Layer, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.need import Need
from batchdeck.diagnosis.per_environment import any_environment
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped, unknown
from batchdeck.domain.cluster import ContainerInstance
from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.domain.instance_type import AGENT, InstanceType
from batchdeck.domain.job import JobDetail
from batchdeck.domain.resources import ComputeEnvironment

Types = Mapping[str, tuple[InstanceType, ...]]
_LADDER = (2, 4, 8, 16, 32, 48, 64, 96, 128)
_FAMILIES = (("c6i", 2), ("m6i", 4), ("r6i", 8))
"""Families that nearly every Region has, and their GiB per vCPU."""

WIDER = commands(
    "aws batch update-compute-environment --compute-environment {ce} "
    "--compute-resources instanceTypes={types}"
)


@check(
    "ce-instance-types-fit",
    layer=Layer.ENVIRONMENT,
    applies_to=INSTANCES,
    explains=(
        "job-status-reason-code",
        "ce-desired-not-scaling",
        "queue-head-blocked",
        "ce-memory-overhead",
    ),
    prior=0.14,
    remedy=WIDER,
    docs=(pages.MISCONFIGURED,),
)
def type_fits(
    need: Need, instance_environments: tuple[ComputeEnvironment, ...], instance_types: Types
) -> Verdict:
    """Some allowed instance type has the vCPUs and the memory that the job needs.

    The types of an environment can only be changed in place when it uses the service-linked
    role and another strategy than BEST_FIT; otherwise a new environment has to take its place.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        types = instance_types.get(environment.name, ())
        allowed = ",".join(environment.instance_types) or "default_x86_64"
        if not types:
            return unknown(f"EC2 knows no type of {allowed}")
        fitting = [
            one for one in types if one.vcpus >= need.vcpus and one.memory - AGENT >= need.memory
        ]
        if fitting:
            smallest = min(fitting, key=lambda one: (one.vcpus, one.memory))
            return passed(f"{smallest.name} is large enough")
        largest = max(types, key=lambda one: (one.memory, one.vcpus))
        has = f"{largest.vcpus} vCPU, {largest.memory} MiB in {largest.name}"
        evidence = Evidence(
            environment.name, "instanceTypes", f"{allowed} (largest: {has})", need.text
        )
        summary = (
            f"the job needs {need.text}; no type of {environment.name} has that, "
            f"of {largest.name} jobs can have {largest.vcpus} vCPU and about "
            f"{largest.schedulable_memory} MiB"
        )
        wider = ",".join((*environment.instance_types, _suggestion(need)))
        return failed(summary, evidence, ce=environment.name, types=wider)

    return any_environment(instance_environments, judge)


@check(
    "ce-memory-overhead",
    layer=Layer.ENVIRONMENT,
    applies_to=INSTANCES,
    explains=("ce-desired-not-scaling", "job-status-reason-code"),
    prior=0.16,
    remedy=commands(SUBMIT, STOP),
    docs=(pages.MEMORY,),
)
def memory_overhead(
    job: JobDetail,
    need: Need,
    instance_environments: tuple[ComputeEnvironment, ...],
    instance_types: Types,
    container_instances: Mapping[str, tuple[ContainerInstance, ...]],
    definition: DefinitionDocument | None = None,
) -> Verdict:
    """The memory request leaves room for the system and the ECS agent.

    An instance registers less memory than its type has. What instances registered is exact;
    where none has joined, 4 % and 32 MiB are taken off as an estimate. The memory in the remedy
    is then what is sure to fit: 7.5 % less than the type has, or 512 MiB if that is more.
    """
    registered = _registered(container_instances)

    return any_environment(
        instance_environments,
        lambda one: _room(job, need, instance_types.get(one.name, ()), registered, definition),
    )


@check(
    "ce-gpu-capable",
    layer=Layer.ENVIRONMENT,
    applies_to=INSTANCES,
    explains=("job-status-reason-code", "ce-desired-not-scaling"),
    prior=0.04,
    remedy=WIDER,
    docs=(pages.MISCONFIGURED,),
)
def gpu_capable(
    need: Need, instance_environments: tuple[ComputeEnvironment, ...], instance_types: Types
) -> Verdict:
    """A job with GPUs has an environment with types that have them."""
    if not need.gpus:
        return skipped("the job needs no GPU")

    def judge(environment: ComputeEnvironment) -> Verdict:
        most = max((one.gpus for one in instance_types.get(environment.name, ())), default=0)
        if most >= need.gpus:
            return passed(f"{environment.name} has types with {most} GPU")
        allowed = ",".join(environment.instance_types)
        evidence = Evidence(environment.name, "instanceTypes", allowed, f"{need.gpus} NVIDIA GPU")
        summary = f"the job needs {need.gpus} GPU, the types of {environment.name} have {most}"
        return failed(summary, evidence, ce=environment.name, types=f"{allowed},g5".strip(","))

    return any_environment(instance_environments, judge)


def _room(
    job: JobDetail,
    need: Need,
    types: tuple[InstanceType, ...],
    registered: Mapping[str, int],
    definition: DefinitionDocument | None,
) -> Verdict:
    """Whether the best of some types has room for the job beside system and agent."""
    large = [one for one in types if one.vcpus >= need.vcpus and one.memory - AGENT >= need.memory]
    if not large:
        return skipped("no type is large enough even without overhead")
    best = max(large, key=lambda one: registered.get(one.name) or one.schedulable_memory)
    offers = registered.get(best.name) or best.schedulable_memory
    if offers >= need.memory:
        return passed(f"{best.name} offers {offers} MiB")
    exact = best.name in registered
    source = "registeredResources[MEMORY]" if exact else "MemoryInfo.SizeInMiB, estimated"
    evidence = Evidence(best.name, source, str(offers), f">= {need.memory}")
    fits = offers if exact else best.sure_memory
    return failed(
        f"the job needs {need.memory - offers} MiB more than {best.name} offers; "
        f"{'largest that fits' if exact else 'sure to fit is'} {fits}",
        evidence,
        estimated=not exact,
        known=submitted(job, definition, sizes={"MEMORY": str(fits)}),
    )


def _registered(joined: Mapping[str, tuple[ContainerInstance, ...]]) -> dict[str, int]:
    """MiB that instances registered with, by their type."""
    return {
        one.instance_type: one.memory
        for each in joined.values()
        for one in each
        if one.memory is not None
    }


def _suggestion(need: Need) -> str:
    """The smallest ordinary type on which the job fits."""
    for vcpus in _LADDER:
        for family, gib in _FAMILIES:
            found = InstanceType(_size(family, vcpus), vcpus, vcpus * gib * 1024)
            if vcpus >= need.vcpus and found.sure_memory >= need.memory:
                return found.name
    return "u-6tb1.metal"


def _size(family: str, vcpus: int) -> str:
    times = {2: "", 4: "x"}.get(vcpus, f"{vcpus // 4}x")
    return f"{family}.{times}large"
