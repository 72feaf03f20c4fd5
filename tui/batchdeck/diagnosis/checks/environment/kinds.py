"""Types of environments, and strategies by which they choose instance types."""

from __future__ import annotations

from batchdeck.diagnosis.again import CREATE, USE, replacement
from batchdeck.diagnosis.check import EVERYWHERE, INSTANCES, Apply, Layer, Severity, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.per_environment import any_environment
from batchdeck.diagnosis.verdict import Evidence, Verdict, passed, warned
from batchdeck.domain.resources import ComputeEnvironment, JobQueue

Environments = tuple[ComputeEnvironment, ...]


@check(
    "ce-known-type",
    layer=Layer.ENVIRONMENT,
    severity=Severity.ADVISORY,
    remedy=commands(
        "aws batch describe-compute-environments --compute-environments {ce}", apply=Apply.NEVER
    ),
    docs=(pages.MANAGED_INSTANCES,),
)
def type_known(candidates: Environments) -> Verdict:
    """The type of the environment is one whose faults are known here.

    AWS adds types. Of one that is not known only the job, the queue and the state are looked at.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        if environment.kind in EVERYWHERE:
            return passed(f"{environment.name} is of the type {environment.kind}")
        evidence = Evidence(
            environment.name, "computeResources.type", environment.kind, ", ".join(EVERYWHERE)
        )
        summary = (
            f"{environment.name} is of the type {environment.kind}: most checks do not know it"
        )
        return warned(summary, evidence, ce=environment.name)

    return any_environment(candidates, judge)


@check(
    "ce-best-fit-limits",
    layer=Layer.ENVIRONMENT,
    severity=Severity.ADVISORY,
    applies_to=INSTANCES,
    remedy=commands(CREATE, USE),
    docs=(pages.STRATEGIES,),
)
def not_best_fit(instance_environments: Environments, queue: JobQueue | None = None) -> Verdict:
    """The environment may take another type when the best one is short.

    With BEST_FIT, which is what none means, it waits for the one type that fits best, and
    neither its types nor its image can be changed in place. Spot with BEST_FIT needs a Spot
    Fleet role as well.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        if environment.allocation_strategy not in {"", "BEST_FIT"}:
            return passed(f"{environment.name} chooses by {environment.allocation_strategy}")
        value = environment.allocation_strategy or "absent"
        evidence = Evidence(environment.name, "allocationStrategy", value, "BEST_FIT_PROGRESSIVE")
        summary = f"{environment.name} waits for the one type that fits best (BEST_FIT)"
        better = replacement(environment, queue, allocationStrategy="BEST_FIT_PROGRESSIVE")
        return warned(summary, evidence, **better)

    return any_environment(instance_environments, judge)
