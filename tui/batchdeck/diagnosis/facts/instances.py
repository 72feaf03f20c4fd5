"""Instance types, and the instances that were launched."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from fnmatch import fnmatchcase

from batchdeck.aws.autoscaling import AutoScalingGateway
from batchdeck.aws.ec2 import Ec2Gateway
from batchdeck.aws.ecs import EcsGateway
from batchdeck.diagnosis.check import HOSTS, INSTANCES
from batchdeck.diagnosis.fact import NotApplicableError, fact
from batchdeck.domain.cluster import AutoScalingGroup, Cluster, ContainerInstance, ScalingActivity
from batchdeck.domain.instance_type import InstanceType, type_patterns
from batchdeck.domain.resources import ComputeEnvironment

Environments = tuple[ComputeEnvironment, ...]


@fact
async def instance_types(
    ec2: Ec2Gateway, candidates: Environments
) -> Mapping[str, tuple[InstanceType, ...]]:
    """The concrete types that each environment of instances allows, by its name."""
    patterns = {
        one.name: type_patterns(one.instance_types) for one in candidates if one.kind in INSTANCES
    }
    found = await ec2.instance_types(sorted({one for each in patterns.values() for one in each}))
    return {
        name: tuple(one for one in found if any(fnmatchcase(one.name, each) for each in allowed))
        for name, allowed in patterns.items()
    }


@fact
async def host_environments(candidates: Environments) -> Environments:
    """Candidates whose jobs run on instances, whoever starts those."""
    found = tuple(one for one in candidates if one.kind in HOSTS)
    if not found:
        raise NotApplicableError("no environment of instances is concerned")
    return found


@fact
async def clusters(ecs: EcsGateway, candidates: Environments) -> Mapping[str, Cluster]:
    """The clusters of the candidates that ECS remembers, by ARN."""
    arns = sorted({one.cluster for one in candidates if one.cluster})
    if not arns:
        raise NotApplicableError("no environment has an ECS cluster")
    return {one.arn: one for one in await ecs.clusters(arns)}


@fact
async def container_instance_arns(
    ecs: EcsGateway, host_environments: Environments
) -> Mapping[str, tuple[str, ...]]:
    """ARNs of the instances that joined each cluster, by the cluster's ARN."""
    clusters = [one.cluster for one in host_environments if one.cluster]
    found = await asyncio.gather(*map(ecs.container_instance_arns, clusters))
    return dict(zip(clusters, found, strict=True))


@fact
async def container_instances(
    ecs: EcsGateway,
    container_instance_arns: Mapping[str, tuple[str, ...]],
    host_environments: Environments,
) -> Mapping[str, tuple[ContainerInstance, ...]]:
    """The instances that joined each environment's cluster, by the environment's name."""
    names = {one.cluster: one.name for one in host_environments}
    joined = {cluster: arns for cluster, arns in container_instance_arns.items() if arns}
    found = await asyncio.gather(*(ecs.container_instances(*each) for each in joined.items()))
    return {names[cluster]: each for cluster, each in zip(joined, found, strict=True)}


@fact
async def groups(autoscaling: AutoScalingGateway) -> tuple[AutoScalingGroup, ...]:
    """All groups that Batch made."""
    return await autoscaling.groups()


@fact
async def activities(
    autoscaling: AutoScalingGateway,
    groups: tuple[AutoScalingGroup, ...],
    candidates: Environments,
) -> Mapping[str, tuple[ScalingActivity, ...]]:
    """The newest launches for each environment, newest first, by the environment's name."""
    owned = [
        (environment.name, group.name)
        for environment in candidates
        for group in groups
        if environment.kind in INSTANCES
        if environment.uuid and environment.uuid in group.name
    ]
    found = await asyncio.gather(*(autoscaling.activities(group) for _, group in owned))
    launches: dict[str, tuple[ScalingActivity, ...]] = {}
    for (environment, _), newest in zip(owned, found, strict=True):
        launches[environment] = launches.get(environment, ()) + newest
    return launches
