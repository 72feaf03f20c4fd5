"""Roles and instance profiles, and what they may do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

from batchdeck.aws.errors import NotFoundError
from batchdeck.aws.iam import IamGateway
from batchdeck.diagnosis.batch_access import service_access
from batchdeck.diagnosis.check import INSTANCES
from batchdeck.diagnosis.fact import NotApplicableError, fact
from batchdeck.diagnosis.facts.batch import ran
from batchdeck.diagnosis.job_access import (
    EVERYTHING,
    Access,
    host_access,
    place_of,
    secret_access,
)
from batchdeck.domain.job import JobDetail
from batchdeck.domain.resources import ComputeEnvironment
from batchdeck.domain.role import InstanceProfile, Permission, Role

Environments = tuple[ComputeEnvironment, ...]

INSTANCE_ACTIONS = (
    "ecs:DeregisterContainerInstance",
    "ecs:DiscoverPollEndpoint",
    "ecs:Poll",
    "ecs:RegisterContainerInstance",
    "ecs:StartTelemetrySession",
    "ecs:SubmitContainerStateChange",
    "ecs:SubmitTaskStateChange",
)
"""What the ECS agent needs. Source: ECS developer guide, "Container instance IAM role"."""
Permissions = Mapping[str, tuple[Permission, ...]]
"""What the simulator says of roles, by the roles' ARNs; nothing of a role that is gone."""
SERVICE_LINKED = "/aws-service-role/batch.amazonaws.com/"


@fact
async def instance_profiles(
    iam: IamGateway, candidates: Environments
) -> Mapping[str, InstanceProfile | None]:
    """The instance profiles of the environments of instances, by what the environments say."""
    names = {one.instance_role for one in candidates if one.kind in INSTANCES}
    wanted = sorted(filter(None, names))
    found = await asyncio.gather(*map(iam.instance_profile, wanted))
    return dict(zip(wanted, found, strict=True))


@fact
async def instance_permissions(
    iam: IamGateway,
    instance_profiles: Mapping[str, InstanceProfile | None],
    instance_environments: Environments,
    described: JobDetail | None,
) -> Permissions:
    """What the role in each profile may do of what the ECS agent needs, and the job's start."""
    profiles = [one for one in instance_profiles.values() if one is not None]
    arns = {role.arn for profile in profiles for role in profile.roles}
    needed = agent_access(instance_environments)
    place = place_of(described) if described is not None else None
    if described is not None and place is not None:
        needed += tuple(one for each in described.containers for one in host_access(each, place))
    return await _permissions(iam, dict.fromkeys(arns, needed))


@fact
async def execution_permissions(iam: IamGateway, described: JobDetail | None) -> Permissions:
    """What the execution roles of a job that never ran may do of what its start takes."""
    place = place_of(described) if described is not None else None
    if described is None or place is None or ran(described):
        return {}
    wanted: dict[str, tuple[Access, ...]] = {}
    for one in described.containers:
        needed = host_access(one, place) + secret_access(one, place)
        if one.execution_role and needed:
            wanted[one.execution_role] = wanted.get(one.execution_role, ()) + needed
    return await _permissions(iam, wanted)


@fact
async def service_permissions(iam: IamGateway, managed: Environments) -> Permissions:
    """What service roles of the user's own may do of what Batch needs."""
    wanted: dict[str, tuple[Access, ...]] = {}
    for one in managed:
        if one.service_role and SERVICE_LINKED not in one.service_role:
            needed = wanted.get(one.service_role, ()) + service_access(one)
            wanted[one.service_role] = needed
    return await _permissions(iam, wanted)


@fact
async def service_roles(iam: IamGateway, managed: Environments) -> Mapping[str, Role | None]:
    """The service roles of the environments, by what the environments say."""
    return await _roles(iam, (one.service_role for one in managed))


@fact
async def spot_fleet_roles(
    iam: IamGateway, instance_environments: Environments
) -> Mapping[str, Role | None]:
    """The Spot Fleet roles of the environments that need one."""
    needing = [one for one in instance_environments if needs_fleet_role(one)]
    if not needing:
        raise NotApplicableError("no environment uses a Spot Fleet")
    return await _roles(iam, (one.spot_fleet_role for one in needing))


@fact
async def execution_roles(iam: IamGateway, job: JobDetail) -> Mapping[str, Role | None]:
    """The execution roles of the job's containers."""
    return await _job_roles(iam, (one.execution_role for one in job.containers), "execution")


@fact
async def job_roles(iam: IamGateway, job: JobDetail) -> Mapping[str, Role | None]:
    """The job roles of the job's containers."""
    return await _job_roles(iam, (one.job_role for one in job.containers), "job")


def agent_access(environments: Environments) -> tuple[Access, ...]:
    """What the ECS agent needs in the clusters of environments."""
    clusters = sorted({one.cluster for one in environments if one.cluster})
    instances = [one.replace(":cluster/", ":container-instance/") + "/any" for one in clusters]
    resources = (EVERYTHING, *clusters, *instances)
    return tuple(Access(action, resources, "the ECS agent") for action in INSTANCE_ACTIONS)


def needs_fleet_role(environment: ComputeEnvironment) -> bool:
    """Whether its instances come from a Spot Fleet: Spot with the oldest strategy."""
    strategy = environment.allocation_strategy
    return environment.kind == "SPOT" and strategy in {"", "BEST_FIT"}


async def _job_roles(iam: IamGateway, arns: Iterable[str], which: str) -> Mapping[str, Role | None]:
    roles = await _roles(iam, arns)
    if not roles:
        raise NotApplicableError(f"the job has no {which} role")
    return roles


async def _roles(iam: IamGateway, arns: Iterable[str]) -> Mapping[str, Role | None]:
    wanted = sorted(set(filter(None, arns)))
    return dict(zip(wanted, await asyncio.gather(*map(iam.role, wanted)), strict=True))


async def _permissions(iam: IamGateway, wanted: Mapping[str, tuple[Access, ...]]) -> Permissions:
    """One call for each role, about everything that is wanted of it."""
    roles = sorted(wanted)
    found = await asyncio.gather(*(_simulated(iam, one, wanted[one]) for one in roles))
    return {role: told for role, told in zip(roles, found, strict=True) if told is not None}


async def _simulated(
    iam: IamGateway, role: str, needed: tuple[Access, ...]
) -> tuple[Permission, ...] | None:
    """What the simulator says; None when there is no such role."""
    actions = sorted({one.action for one in needed})
    resources = sorted({each for one in needed for each in one.resources})
    try:
        return await iam.permissions(role, actions, resources)
    except NotFoundError:
        return None
