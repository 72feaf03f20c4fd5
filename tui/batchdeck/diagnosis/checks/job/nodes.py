"""Whether there is room for all nodes of a job at once."""

from __future__ import annotations

from collections.abc import Mapping

from batchdeck.diagnosis.check import Layer, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.need import Need
from batchdeck.diagnosis.per_environment import any_of
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped, unknown
from batchdeck.domain.instance_type import InstanceType
from batchdeck.domain.job import JobDetail
from batchdeck.domain.resources import ComputeEnvironment


@check(
    "job-mnp-supported-ce",
    layer=Layer.JOB,
    applies_to=("EC2",),
    explains=("job-status-reason-code", "ce-desired-not-scaling", "queue-head-blocked"),
    remedy=commands(
        "aws batch update-compute-environment --compute-environment {ce} "
        "--compute-resources maxvCpus={new_max}"
    ),
    docs=(pages.NODES,),
)
def room_for_all_nodes(
    job: JobDetail,
    need: Need,
    instance_environments: tuple[ComputeEnvironment, ...],
    instance_types: Mapping[str, tuple[InstanceType, ...]],
) -> Verdict:
    """maxvCpus leaves room for an instance for every node of the job.

    The nodes start together, each on an instance of its own, and Spot instances do not count.
    """
    nodes = job.nodes
    if nodes is None:
        return skipped("the job has one node")

    def judge(environment: ComputeEnvironment) -> Verdict:
        types = instance_types.get(environment.name, ())
        fitting = [one for one in types if need.may_fit(one)]
        if not fitting:
            return skipped(f"no type of {environment.name} holds a node")
        smallest = min(fitting, key=lambda one: one.vcpus)
        wanted, most = nodes * smallest.vcpus, environment.max_vcpus
        if most is None:
            return unknown(f"{environment.name} does not tell its maxvCpus")
        if most >= wanted:
            return passed(f"{nodes} x {smallest.name} have {wanted} of {most} vCPUs")
        evidence = Evidence(environment.name, "maxvCpus", str(most), f">= {wanted}")
        summary = (
            f"{nodes} nodes need {nodes} x {smallest.name}, {wanted} vCPUs at once; "
            f"{environment.name} may have {most}"
        )
        return failed(summary, evidence, ce=environment.name, new_max=str(wanted))

    return any_of((one for one in instance_environments if one.kind == "EC2"), judge)
