"""Whether the job is of a kind that its environments run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from batchdeck.diagnosis.again import REGISTER, STOP, SUBMIT, revision, submitted
from batchdeck.diagnosis.check import EVERYWHERE, FARGATE, Layer, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.document import Value
from batchdeck.diagnosis.need import Need
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped
from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.domain.fargate import SIZES, sizes_text, valid_size
from batchdeck.domain.job import JobDetail
from batchdeck.domain.resources import ComputeEnvironment, JobQueue

NOT_EKS = tuple(kind for kind in EVERYWHERE if kind != "EKS")
ANEW = commands(REGISTER, SUBMIT, STOP)
"""Another revision, and the job again with it."""
_ONLY_FARGATE = (
    "ephemeralStorage",
    "fargatePlatformConfiguration",
    "networkConfiguration",
    "runtimePlatform",
)
"""Members of `containerProperties` that EC2 refuses."""


@check(
    "job-platform-matches-ce",
    layer=Layer.JOB,
    applies_to=NOT_EKS,
    explains=("job-status-reason-code", "ce-desired-not-scaling", "job-fargate-size-combo"),
    prior=0.01,
    remedy=ANEW,
    docs=(pages.FARGATE,),
)
def platform_matches(
    job: JobDetail,
    queue: JobQueue,
    candidates: tuple[ComputeEnvironment, ...],
    definition: DefinitionDocument | None = None,
) -> Verdict:
    """The job's platform is that of the environments.

    SubmitJob refuses the wrong one, but a queue may be pointed elsewhere afterwards.
    """
    wants = "FARGATE" if "FARGATE" in job.platform.split() else "EC2"
    offered = {"FARGATE" if one.is_fargate else "EC2" for one in candidates}
    if not candidates or wants in offered:
        return passed(f"the job is for {wants}")
    kinds = ", ".join(f"{one.name} {one.kind}" for one in candidates)
    evidence = Evidence(job.job.definition, "platformCapabilities", wants, kinds)
    summary = f"the job is for {wants}, the queue {queue.name} has {kinds}"
    platform = offered.pop()
    members = dict.fromkeys(_ONLY_FARGATE) if platform == "EC2" else {}
    return failed(summary, evidence, known=anew(job, definition, members, platform=platform))


@check(
    "job-fargate-size-combo",
    layer=Layer.JOB,
    applies_to=FARGATE,
    statuses=("RUNNABLE", "FAILED"),
    explains=("job-status-reason-code",),
    prior=0.01,
    remedy=ANEW,
    docs=(pages.FARGATE,),
)
def fargate_size(
    job: JobDetail,
    need: Need,
    fargate_environments: tuple[ComputeEnvironment, ...],
    definition: DefinitionDocument | None = None,
) -> Verdict:
    """The job's vCPUs and memory are a pair that Fargate has."""
    if "FARGATE" not in job.platform.split():
        return skipped("the job is not for Fargate")
    if valid_size(need.vcpus, need.memory):
        return passed(need.text)
    nearest = _nearest(need)
    words = f"{nearest[0]:g} vCPU, {nearest[1]} MiB" if nearest else "none"
    evidence = Evidence(job.job.definition, "resourceRequirements", need.text, words)
    summary = f"Fargate has no {need.text}: {sizes_text(need.vcpus)}; nearest is {words}"
    sizes = {"VCPU": f"{nearest[0]:g}", "MEMORY": str(nearest[1])} if nearest else {}
    again = submitted(job, definition, sizes=sizes) if nearest else {}
    return failed(summary, evidence, known={"registration": None, **again})


@check(
    "job-fargate-execution-role-set",
    layer=Layer.IAM,
    applies_to=FARGATE,
    statuses=("RUNNABLE", "STARTING", "FAILED"),
    remedy=ANEW,
    docs=(pages.EXECUTION_ROLE,),
)
def execution_role_set(job: JobDetail, definition: DefinitionDocument | None = None) -> Verdict:
    """A Fargate job has an execution role."""
    if "FARGATE" not in job.platform.split():
        return skipped("the job is not for Fargate")
    if all(one.execution_role for one in job.containers):
        return passed()
    evidence = Evidence(job.job.definition, "executionRoleArn", "absent", "a role")
    summary = "the job has no execution role, which Fargate needs"
    role = {"executionRoleArn": "<execution-role-arn>"}
    return failed(summary, evidence, known=anew(job, definition, role))


@check(
    "job-mnp-not-on-spot",
    layer=Layer.JOB,
    applies_to=("SPOT", *FARGATE),
    explains=("job-status-reason-code", "queue-head-blocked", "ce-desired-not-scaling"),
    prior=0.02,
    remedy=commands(
        "aws batch update-job-queue --job-queue {queue} "
        "--compute-environment-order order=1,computeEnvironment={on_demand_environment}"
    ),
    docs=(pages.NODES,),
)
def nodes_on_demand(
    job: JobDetail, queue: JobQueue, candidates: tuple[ComputeEnvironment, ...]
) -> Verdict:
    """A multi-node job has an environment of on-demand instances."""
    if job.nodes is None:
        return skipped("the job has one node")
    if any(one.kind in {"EC2", "UNMANAGED"} for one in candidates):
        return passed()
    kinds = ", ".join(f"{one.name} {one.kind}" for one in candidates)
    evidence = Evidence(queue.name, "computeEnvironmentOrder", kinds, "an EC2 one")
    summary = f"multi-node jobs run on on-demand instances only; the queue has {kinds}"
    return failed(summary, evidence, queue=queue.name)


def anew(
    job: JobDetail,
    definition: DefinitionDocument | None,
    members: Mapping[str, Any],
    *,
    platform: str = "",
) -> dict[str, Value]:
    """What stands for the placeholders of `ANEW` when `containerProperties` get these members."""
    return {
        **revision(definition, members, platform=platform),
        **submitted(job, definition, newest=True),
    }


def _nearest(need: Need) -> tuple[float, int] | None:
    """The smallest pair of vCPUs and MiB that holds the job."""
    for vcpus in sorted(SIZES):
        for memory in SIZES[vcpus]:
            if vcpus >= need.vcpus and memory >= need.memory:
                return vcpus, memory
    return None
