"""Whether the allowed instance types are there at all, and go together."""

from __future__ import annotations

from collections.abc import Mapping

from batchdeck.diagnosis.check import INSTANCES, Layer, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.need import Need
from batchdeck.diagnosis.per_environment import any_environment
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped, unknown, warned
from batchdeck.domain.instance_type import InstanceType
from batchdeck.domain.job import JobDetail
from batchdeck.domain.network import Subnet
from batchdeck.domain.resources import ComputeEnvironment

Environments = tuple[ComputeEnvironment, ...]
Types = Mapping[str, tuple[InstanceType, ...]]
_SHOWN = 4
"""So many types are named; there may be a hundred."""
_USUAL = "x86_64"


@check(
    "ce-instance-types-offered",
    layer=Layer.ENVIRONMENT,
    applies_to=INSTANCES,
    explains=(
        "cap-asg-activity",
        "cap-insufficient-capacity-reason",
        "ce-desired-not-scaling",
        "job-status-reason-code",
    ),
    prior=0.03,
    remedy=commands(
        "aws batch update-compute-environment --compute-environment {ce} "
        "--compute-resources subnets={subnets}"
    ),
    docs=(pages.MISCONFIGURED,),
)
def types_offered(
    least: Need,
    instance_environments: Environments,
    instance_types: Types,
    subnets: tuple[Subnet, ...],
    offerings: Mapping[str, frozenset[str]],
) -> Verdict:
    """Some type that holds the job is offered in a zone of the environment's subnets.

    Not every Availability Zone has every type: subnets of another zone, or other types, help.
    """
    zone_of = {one.id: one.zone for one in subnets}

    def judge(environment: ComputeEnvironment) -> Verdict:
        types = instance_types.get(environment.name, ())
        fitting = {one.name for one in types if least.may_fit(one)}
        zones = sorted({zone_of[one] for one in environment.subnets if one in zone_of})
        if not fitting or not zones:
            return skipped(f"{environment.name} has no type that is large enough, or no subnet")
        if not offerings:
            return unknown(f"EC2 does not tell where {_some(fitting)} is offered")
        without = [zone for zone in zones if fitting.isdisjoint(offerings.get(zone, ()))]
        if not without:
            return passed(f"{_some(fitting)} is offered in {', '.join(zones)}")
        elsewhere = sorted(zone for zone, there in offerings.items() if fitting & there)
        evidence = Evidence(
            environment.name,
            "subnets, instanceTypes",
            f"{', '.join(without)}: {_some(fitting)}",
            f"a subnet in {' or '.join(elsewhere) or 'another Region'}",
        )
        summary = f"no {_some(fitting)} is offered in {', '.join(without)}"
        if len(without) < len(zones):
            return warned(f"{summary}; other zones of {environment.name} have it", evidence)
        return failed(summary, evidence, ce=environment.name)

    return any_environment(instance_environments, judge)


@check(
    "ce-arch-consistent",
    layer=Layer.ENVIRONMENT,
    applies_to=INSTANCES,
    explains=(
        "cap-asg-activity",
        "ce-desired-not-scaling",
        "inst-registered-in-ecs",
        "job-status-reason-code",
    ),
    prior=0.02,
    remedy=commands(
        "aws batch update-compute-environment --compute-environment {ce} "
        "--compute-resources instanceTypes={types}"
    ),
    docs=(pages.MISCONFIGURED, pages.MANAGED),
)
def one_architecture(
    described: JobDetail | None, instance_environments: Environments, instance_types: Types
) -> Verdict:
    """All instance types of an environment share an architecture.

    Batch starts one machine image on all of them, and that is either for x86 or for Arm.
    """
    containers = described.containers if described is not None else ()
    wanted = next(filter(None, (one.architecture.lower() for one in containers)), _USUAL)

    def judge(environment: ComputeEnvironment) -> Verdict:
        types = instance_types.get(environment.name, ())
        sets = [set(one.architectures) for one in types if one.architectures]
        if not sets:
            return skipped(f"the architecture of the types of {environment.name} is not known")
        shared = set.intersection(*sets)
        if shared:
            return passed(f"all types of {environment.name} are {', '.join(sorted(shared))}")
        found = sorted(set.union(*sets))
        kept = {one.name for one in types if wanted in one.architectures}
        allowed = _kept(environment.instance_types, kept, {one.name for one in types})
        each = [
            f"{name}: {_some({one.name for one in types if name in one.architectures})}"
            for name in found
        ]
        evidence = Evidence(environment.name, "instanceTypes", "; ".join(each), "one architecture")
        summary = f"{environment.name} mixes instance types of {' and '.join(found)}"
        return failed(
            summary, evidence, known={"types": allowed} if allowed else {}, ce=environment.name
        )

    return any_environment(instance_environments, judge)


def _kept(allowed: tuple[str, ...], kept: set[str], everything: set[str]) -> str:
    """Those entries of `instanceTypes` that stand for nothing but kept types."""
    others = everything - kept

    def stands_for(entry: str, types: set[str]) -> bool:
        return any(one == entry or one.startswith(f"{entry}.") for one in types)

    return ",".join(one for one in allowed if stands_for(one, kept) and not stands_for(one, others))


def _some(types: set[str]) -> str:
    names = sorted(types)
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
