"""The EKS cluster of an environment on Kubernetes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from batchdeck.aws.shapes import short_name
from batchdeck.diagnosis.check import Apply, Layer, Severity, check, commands
from batchdeck.diagnosis.checks import pages
from batchdeck.diagnosis.per_environment import any_environment
from batchdeck.diagnosis.verdict import Evidence, Verdict, failed, passed, skipped, warned
from batchdeck.domain.eks import EksCluster
from batchdeck.domain.resources import ComputeEnvironment

Environments = tuple[ComputeEnvironment, ...]
Clusters = Mapping[str, EksCluster | None]
NO_CLUSTER = "the environment is not on EKS"
_ON_ITS_WAY = {"CREATING", "UPDATING"}
_UNSUPPORTED = re.compile(r"EKS Cluster version .* is unsupported", re.IGNORECASE)
_UNREACHED = re.compile(r"Unable to validate Kubernetes Namespace", re.IGNORECASE)


@check(
    "eks-cluster-active",
    layer=Layer.ENVIRONMENT,
    applies_to=("EKS",),
    explains=("ce-status-valid", "job-status-reason-code", "queue-has-usable-ce"),
    remedy=commands("aws eks describe-cluster --name {cluster}", apply=Apply.NEVER),
    docs=(pages.INVALID_EKS,),
)
def cluster_active(considered: Environments, eks_clusters: Clusters) -> Verdict:
    """The EKS cluster of the environment exists, is ACTIVE and of a version Batch supports.

    A cluster that was deleted and made again under its name does not bring the environment
    back: that takes a new environment.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        if environment.eks_cluster not in eks_clusters:
            return skipped(NO_CLUSTER)
        cluster, name = eks_clusters[environment.eks_cluster], short_name(environment.eks_cluster)
        if cluster is None:
            evidence = Evidence(
                environment.name, "eksClusterArn", environment.eks_cluster, "exists"
            )
            summary = f"the EKS cluster {name} of {environment.name} does not exist"
            return failed(summary, evidence, cluster=name)
        if cluster.status != "ACTIVE":
            evidence = Evidence(name, "cluster.status", cluster.status, "ACTIVE")
            summary = f"the EKS cluster {name} of {environment.name} is {cluster.status}"
            if cluster.status in _ON_ITS_WAY:
                return warned(summary, evidence, cluster=name)
            return failed(summary, evidence, cluster=name)
        if _UNSUPPORTED.search(environment.reason):
            evidence = Evidence(name, "cluster.version", cluster.version, "one Batch supports")
            return failed(environment.reason, evidence, settled=True, cluster=name)
        if cluster.issues:
            evidence = Evidence(name, "cluster.health.issues[]", cluster.issues[0], "none")
            return warned(f"EKS says of {name}: {cluster.issues[0]}", evidence, cluster=name)
        return passed(f"{name} is ACTIVE, version {cluster.version}")

    return any_environment(considered, judge)


@check(
    "eks-endpoint-access",
    layer=Layer.NETWORK,
    severity=Severity.LIKELY,
    applies_to=("EKS",),
    explains=("ce-status-valid",),
    remedy=commands(
        "aws eks update-cluster-config --name {cluster} --resources-vpc-config "
        "endpointPublicAccess=true,publicAccessCidrs=0.0.0.0/0,endpointPrivateAccess=true"
    ),
    docs=(pages.INVALID_EKS,),
)
def endpoint_reachable(considered: Environments, eks_clusters: Clusters) -> Verdict:
    """Batch reaches the endpoint of the Kubernetes API.

    A closed endpoint fails only together with Batch's own word that it could not look at the
    namespace: some private endpoints work.
    """

    def judge(environment: ComputeEnvironment) -> Verdict:
        cluster = eks_clusters.get(environment.eks_cluster)
        if cluster is None:
            return skipped(NO_CLUSTER)
        if cluster.reachable or not _UNREACHED.search(environment.reason):
            return passed(f"Batch does not say that it cannot reach {cluster.name}")
        value = f"{'public' if cluster.public else 'private'}, {', '.join(cluster.public_from)}"
        evidence = Evidence(
            cluster.name, "resourcesVpcConfig.endpointPublicAccess, publicAccessCidrs", value, ""
        )
        said = Evidence(environment.name, "statusReason", environment.reason, "none")
        summary = f"Batch cannot reach the Kubernetes API of {cluster.name}"
        return failed(summary, evidence, said, cluster=cluster.name)

    return any_environment(considered, judge)
