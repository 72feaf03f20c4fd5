"""The ECS clusters behind the environments."""

from __future__ import annotations

from collections.abc import Mapping

from batchdeck.aws.shapes import short_name
from batchdeck.diagnosis.again import CREATE, USE, replacement
from batchdeck.diagnosis.check import (
    EVERYWHERE,
    UNMANAGED,
    Apply,
    Layer,
    check,
    commands,
)
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.per_environment import any_environment
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped, unknown
from batchdeck.domain.cluster import Cluster, ContainerInstance
from batchdeck.domain.resources import ComputeEnvironment, JobQueue

Environments = tuple[ComputeEnvironment, ...]
BLANK = "Clusters can not be blank"
"""How Batch says in a `statusReason` that the cluster is gone."""


@check(
    "ce-ecs-cluster-active",
    layer=Layer.ENVIRONMENT,
    applies_to=tuple(kind for kind in EVERYWHERE if kind != "EKS"),
    explains=(
        "ce-status-valid",
        "inst-registered-in-ecs",
        "ce-desired-not-scaling",
        "ce-unmanaged-has-instances",
    ),
    prior=0.01,
    remedy=commands(CREATE, USE),
    docs=(pages.INVALID,),
)
def cluster_active(
    candidates: Environments, clusters: Mapping[str, Cluster], queue: JobQueue | None = None
) -> Verdict:
    """The ECS cluster that Batch made for the environment is there.

    Batch does not make it again when somebody has deleted it: another environment has to take
    the place of this one.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        blank = BLANK in environment.reason
        if not environment.cluster and not blank:
            return skipped(f"{environment.name} has no ECS cluster")
        cluster = clusters.get(environment.cluster)
        if cluster is not None and not cluster.status:
            return unknown(f"ECS does not tell the state of {cluster.arn}")
        if cluster is not None and cluster.status != "INACTIVE":
            return passed(f"the cluster of {environment.name} is {cluster.status}")
        name = short_name(environment.cluster)
        value = cluster.status if cluster is not None else "MISSING"
        evidence = Evidence(name or environment.name, "clusters[].status", value, "ACTIVE")
        summary = f"the ECS cluster of {environment.name} was deleted"
        return failed(summary, evidence, settled=blank, known=replacement(environment, queue))

    return any_environment(candidates, judge)


@check(
    "ce-unmanaged-has-instances",
    layer=Layer.ENVIRONMENT,
    applies_to=(UNMANAGED,),
    explains=("inst-registered-in-ecs", "job-status-reason-code", "queue-head-blocked"),
    remedy=commands("aws ecs list-container-instances --cluster {cluster}", apply=Apply.NEVER),
    docs=(pages.UNMANAGED,),
)
def unmanaged_has_instances(
    host_environments: Environments,
    clusters: Mapping[str, Cluster],
    container_instances: Mapping[str, tuple[ContainerInstance, ...]],
) -> Verdict:
    """An unmanaged environment has instances that its owner started.

    Batch starts none. Whoever does writes `ECS_CLUSTER=` and the name of the environment's
    cluster into /etc/ecs/ecs.config of each.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        if environment.kind != UNMANAGED or not environment.cluster:
            return skipped(f"{environment.name} is not an unmanaged environment with a cluster")
        name = short_name(environment.cluster)
        joined = container_instances.get(environment.name, ())
        connected = [one for one in joined if one.usable]
        if connected:
            return passed(f"{len(connected)} instances of {environment.name} are connected")
        cluster = clusters.get(environment.cluster)
        if not joined and cluster is not None and cluster.instances is None:
            return unknown(f"ECS does not tell how many instances {name} has")
        field = "agentConnected" if joined else "registeredContainerInstancesCount"
        evidence = Evidence(name, field, "false" if joined else "0", "a connected instance")
        summary = f"no instance has joined {name}, the cluster of the unmanaged {environment.name}"
        if joined:
            summary = f"no instance of the unmanaged {environment.name} is ACTIVE and connected"
        return failed(summary, evidence, cluster=name)

    return any_environment(host_environments, judge)
