"""The subnets themselves."""

from __future__ import annotations

from batchdeck.diagnosis.check import FARGATE, INSTANCES, Layer, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.per_environment import any_environment, any_of
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped, unknown, warned
from batchdeck.domain.network import Subnet
from batchdeck.domain.resources import ComputeEnvironment

Environments = tuple[ComputeEnvironment, ...]
FEW = 10
"""Fewer free addresses than these are worth a word."""
OTHERS = commands(
    "aws batch update-compute-environment --compute-environment {ce} "
    "--compute-resources subnets={subnets}"
)


@check(
    "ce-subnets-exist",
    layer=Layer.ENVIRONMENT,
    applies_to=(*INSTANCES, *FARGATE),
    explains=(
        "ce-status-valid",
        "cap-asg-activity",
        "net-egress-path",
        "job-status-reason-code",
        "inst-registered-in-ecs",
    ),
    prior=0.01,
    remedy=OTHERS,
    docs=(pages.INVALID,),
)
def subnets_exist(managed: Environments, subnets: tuple[Subnet, ...]) -> Verdict:
    """The subnets of the environment exist."""
    known = {one.id for one in subnets}

    def judge(environment: ComputeEnvironment) -> Verdict:
        missing = [one for one in environment.subnets if one not in known]
        if not missing:
            return passed()
        left = ",".join(one for one in environment.subnets if one in known)
        evidence = Evidence(environment.name, "subnets", ", ".join(missing), "subnets that exist")
        summary = f"the subnet {missing[0]} of {environment.name} does not exist"
        if left:
            return warned(summary, evidence, ce=environment.name, subnets=left)
        return failed(summary, evidence, ce=environment.name)

    return any_environment(managed, judge)


@check(
    "net-subnet-free-ips",
    layer=Layer.NETWORK,
    applies_to=(*INSTANCES, *FARGATE),
    explains=(
        "cap-asg-activity",
        "job-starting-too-long",
        "job-start-failure-class",
        "ce-desired-not-scaling",
        "job-status-reason-code",
    ),
    prior=0.02,
    remedy=OTHERS,
    docs=(pages.RUNNABLE,),
)
def free_addresses(managed: Environments, subnets: tuple[Subnet, ...]) -> Verdict:
    """The subnets have free addresses.

    Every instance, and every Fargate task, takes one.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        own = [one for one in subnets if one.id in environment.subnets]
        if not own:
            return skipped(f"{environment.name} has no subnet that exists")
        return any_of(own, lambda one: _has_addresses(environment, one), kind="subnets")

    return any_environment(managed, judge)


def _has_addresses(environment: ComputeEnvironment, subnet: Subnet) -> Verdict:
    free = subnet.free_addresses
    if free is None:
        return unknown(f"{subnet.id} does not tell its free addresses")
    evidence = Evidence(subnet.id, "AvailableIpAddressCount", str(free), f">= {FEW}")
    if not free:
        return failed(f"no address is left in {subnet.id}", evidence, ce=environment.name)
    if free < FEW:
        return warned(f"{free} addresses are left in {subnet.id}", evidence, ce=environment.name)
    return passed(f"{subnet.id} has {free} free addresses")
