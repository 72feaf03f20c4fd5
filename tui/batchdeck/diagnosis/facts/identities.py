"""Roles and instance profiles, and what they may do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

from batchdeck.aws.iam import IamGateway
from batchdeck.diagnosis.fact import NotApplicableError, fact
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
SERVICE_LINKED = "/aws-service-role/batch.amazonaws.com/"


@fact
async def instance_profiles(
    iam: IamGateway, instance_environments: Environments
) -> Mapping[str, InstanceProfile | None]:
    """The instance profiles of the environments, by what the environments say."""
    names = sorted({one.instance_role for one in instance_environments if one.instance_role})
    found = await asyncio.gather(*map(iam.instance_profile, names))
    return dict(zip(names, found, strict=True))


@fact
async def instance_permissions(
    iam: IamGateway, instance_profiles: Mapping[str, InstanceProfile | None]
) -> Mapping[str, tuple[Permission, ...]]:
    """What the role in each profile may do of what the ECS agent needs, by role ARN."""
    profiles = [one for one in instance_profiles.values() if one is not None]
    arns = sorted({role.arn for profile in profiles for role in profile.roles})
    found = await asyncio.gather(*(iam.permissions(arn, INSTANCE_ACTIONS) for arn in arns))
    return dict(zip(arns, found, strict=True))


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
