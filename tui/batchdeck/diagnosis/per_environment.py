"""One verdict out of several environments, or several subnets."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from batchdeck.diagnosis.verdict import Status, Verdict, passed, skipped, warned
from batchdeck.domain.network import Subnet
from batchdeck.domain.resources import ComputeEnvironment

T = TypeVar("T")


def any_of(things: Iterable[T], judge: Callable[[T], Verdict], *, kind: str = "") -> Verdict:
    """A failure only when all of them fail; a warning when some do.

    One good environment is enough for a job to be placed. `kind` says what they are, for the
    words of a warning.
    """
    verdicts = [judge(thing) for thing in things]
    asked = [verdict for verdict in verdicts if verdict.status is not Status.SKIP]
    if not asked:
        return verdicts[0] if verdicts else skipped("there is nothing to look at")
    bad = [verdict for verdict in asked if verdict.status is Status.FAIL]
    if len(bad) == len(asked):
        evidence = tuple(one for verdict in bad for one in verdict.evidence)
        return replace(bad[0], evidence=evidence)
    if bad:
        evidence = tuple(one for verdict in bad for one in verdict.evidence)
        summary = f"{len(bad)} of {len(asked)} {kind or 'environments'}: {bad[0].summary}"
        return warned(summary, *evidence, **dict(bad[0].values))
    for status in (Status.WARN, Status.UNKNOWN):
        for verdict in asked:
            if verdict.status is status:
                return verdict
    return passed("; ".join(dict.fromkeys(verdict.summary for verdict in asked if verdict.summary)))


def any_of_kind(
    environments: Iterable[ComputeEnvironment],
    kind: str,
    judge: Callable[[ComputeEnvironment], Verdict],
) -> Verdict:
    """`any_of` for the environments of one type: those of another may be a way out.

    A queue often has Spot first and on-demand instances after it.
    """
    everything = tuple(environments)
    verdict = any_of((one for one in everything if one.kind == kind), judge)
    others = (judge(one) for one in everything if one.kind != kind)
    if verdict.status is not Status.FAIL or all(one.status is Status.FAIL for one in others):
        return verdict
    return replace(verdict, status=Status.WARN)


def any_environment(
    environments: Iterable[ComputeEnvironment], judge: Callable[[ComputeEnvironment], Verdict]
) -> Verdict:
    """`any_of` for environments."""
    return any_of(environments, judge)


def any_subnet(
    environments: Iterable[ComputeEnvironment],
    subnets: Iterable[Subnet],
    judge: Callable[[ComputeEnvironment, Subnet], Verdict],
) -> Verdict:
    """A failure when no subnet of any environment is good."""
    known = tuple(subnets)

    def of_environment(environment: ComputeEnvironment) -> Verdict:
        own = [subnet for subnet in known if subnet.id in environment.subnets]
        if not own:
            return skipped(f"{environment.name} has no subnet that exists")
        return any_of(own, lambda subnet: judge(environment, subnet), kind="subnets")

    return any_environment(environments, of_environment)
