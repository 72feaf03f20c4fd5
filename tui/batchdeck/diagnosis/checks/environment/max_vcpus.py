"""Whether the environment may be large enough."""

from __future__ import annotations

import math
from collections.abc import Mapping

from batchdeck.diagnosis.check import FARGATE, INSTANCES, Apply, Layer, Severity, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.need import Need
from batchdeck.diagnosis.per_environment import any_environment
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped, unknown, warned
from batchdeck.domain.instance_type import InstanceType
from batchdeck.domain.job import JobDetail
from batchdeck.domain.resources import ComputeEnvironment

RAISE = commands(
    "aws batch update-compute-environment --compute-environment {ce} "
    "--compute-resources maxvCpus={new_max}"
)
BOOTING = 300_000
"""Younger than this, ms, a job may simply not have been looked at."""


@check(
    "ce-max-vcpus-fits-job",
    layer=Layer.ENVIRONMENT,
    applies_to=(*INSTANCES, *FARGATE),
    explains=("job-status-reason-code", "ce-desired-not-scaling", "queue-head-blocked"),
    prior=0.05,
    remedy=RAISE,
    docs=(pages.MISCONFIGURED,),
)
def max_vcpus(need: Need, candidates: tuple[ComputeEnvironment, ...]) -> Verdict:
    """maxvCpus is not smaller than the job.

    A job that needs more vCPUs than its environment may ever have is never placed.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        most = environment.max_vcpus
        if most is None:
            return unknown(f"{environment.name} does not tell its maxvCpus")
        if most >= need.vcpus:
            return passed(f"{environment.name} may have {most} vCPUs")
        new = max(2 * most, 2 ** math.ceil(math.log2(max(1, need.vcpus))))
        evidence = Evidence(environment.name, "maxvCpus", str(most), f">= {need.vcpus:g}")
        summary = f"the job needs {need.vcpus:g} vCPUs, {environment.name} may have {most}"
        return failed(summary, evidence, ce=environment.name, new_max=str(new))

    return any_environment(candidates, judge)


@check(
    "ce-max-vcpus-fits-instance",
    layer=Layer.ENVIRONMENT,
    severity=Severity.LIKELY,
    applies_to=INSTANCES,
    explains=("ce-desired-not-scaling", "job-status-reason-code"),
    prior=0.02,
    remedy=RAISE,
    docs=(pages.MISCONFIGURED,),
)
def max_vcpus_instance(
    need: Need,
    instance_environments: tuple[ComputeEnvironment, ...],
    instance_types: Mapping[str, tuple[InstanceType, ...]],
) -> Verdict:
    """maxvCpus leaves room for one whole instance that fits the job.

    Only the strategy BEST_FIT keeps strictly to maxvCpus; the others may go over it by one
    instance.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        most = environment.max_vcpus
        fitting = [
            one
            for one in instance_types.get(environment.name, ())
            if one.vcpus >= need.vcpus and one.schedulable_memory >= need.memory
        ]
        if most is None or not fitting:
            return skipped("no type fits the job")
        smallest = min(fitting, key=lambda one: one.vcpus)
        if smallest.vcpus <= most or environment.allocation_strategy not in {"", "BEST_FIT"}:
            return passed(f"{smallest.name} has {smallest.vcpus} vCPUs of at most {most}")
        evidence = Evidence(environment.name, "maxvCpus", str(most), f">= {smallest.vcpus}")
        summary = (
            f"{smallest.name}, the smallest type that fits, is too large for {environment.name}"
        )
        return failed(summary, evidence, ce=environment.name, new_max=str(smallest.vcpus))

    return any_environment(instance_environments, judge)


@check(
    "ce-desired-not-scaling",
    layer=Layer.ENVIRONMENT,
    severity=Severity.LIKELY,
    applies_to=INSTANCES,
    remedy=commands(
        "aws batch describe-compute-environments --compute-environments {ce}", apply=Apply.NEVER
    ),
    docs=(pages.RUNNABLE,),
)
def capacity_requested(
    job: JobDetail,
    need: Need,
    front: tuple[str, ...],
    instance_environments: tuple[ComputeEnvironment, ...],
    now: int,
) -> Verdict:
    """Batch has asked for capacity for the job.

    A symptom: when the first job of a queue brings no instances, something else is wrong.
    """
    if front[:1] != (job.job.id,):
        return skipped("the job is not at the front")
    if now - job.job.created_at < BOOTING:
        return passed("the job is young")

    def judge(environment: ComputeEnvironment) -> Verdict:
        desired = environment.desired_vcpus or 0
        if desired >= need.vcpus:
            return passed(f"{environment.name} wants {desired} vCPUs")
        evidence = Evidence(environment.name, "desiredvCpus", str(desired), f">= {need.vcpus:g}")
        return warned(f"Batch asks {environment.name} for no capacity for the job", evidence)

    return any_environment(instance_environments, judge)
