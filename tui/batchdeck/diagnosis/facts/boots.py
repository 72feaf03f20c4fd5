"""How the instances that were launched boot."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from batchdeck.aws.ec2 import Ec2Gateway
from batchdeck.diagnosis.fact import NotApplicableError, fact
from batchdeck.domain.cluster import AutoScalingGroup
from batchdeck.domain.launch import InstanceHealth
from batchdeck.domain.resources import ComputeEnvironment

Environments = tuple[ComputeEnvironment, ...]
Groups = tuple[AutoScalingGroup, ...]
MOST = 100
"""So many instances `DescribeInstanceStatus` takes at once."""
Console = tuple[str, tuple[str, ...]]
"""An instance, and the lines of its console."""


@fact
async def instance_health(
    ec2: Ec2Gateway, groups: Groups, instance_environments: Environments
) -> Mapping[str, InstanceHealth]:
    """What EC2's own checks say of the instances of the environments that run, by id."""
    ids = [one for each in instance_environments for one in launched(each, groups)]
    if not ids:
        raise NotApplicableError("no instance was launched")
    return {one.instance: one for one in await ec2.instance_health(ids[:MOST])}


@fact
async def consoles(
    ec2: Ec2Gateway,
    groups: Groups,
    container_instance_arns: Mapping[str, tuple[str, ...]],
    instance_environments: Environments,
) -> Mapping[str, Console]:
    """The console of one instance of each environment in which none joined, by its name."""
    strangers = {
        one.name: launched(one, groups)[0]
        for one in instance_environments
        if launched(one, groups) and not container_instance_arns.get(one.cluster)
    }
    if not strangers:
        raise NotApplicableError("no instance stayed out of its cluster")
    found = await asyncio.gather(*map(ec2.console_output, strangers.values()))
    return dict(zip(strangers, zip(strangers.values(), found, strict=True), strict=True))


def launched(environment: ComputeEnvironment, groups: Groups) -> list[str]:
    """Ids of the instances that were launched for an environment and are not ended."""
    return sorted(
        one
        for group in groups
        if environment.uuid and environment.uuid in group.name
        for one in group.instances
    )
