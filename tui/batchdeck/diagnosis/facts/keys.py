"""The customers' keys that volumes of instances are encrypted with."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from batchdeck.aws.ec2 import Ec2Gateway
from batchdeck.aws.kms import KmsGateway
from batchdeck.diagnosis.fact import NotApplicableError, fact
from batchdeck.diagnosis.facts.launches import Templates, templates_of
from batchdeck.domain.cluster import AutoScalingGroup
from batchdeck.domain.key import Grant, Key
from batchdeck.domain.policy import Policy
from batchdeck.domain.resources import ComputeEnvironment

Environments = tuple[ComputeEnvironment, ...]


@dataclass(frozen=True, slots=True)
class KeyUse:
    """A key, and who may use it."""

    key: Key | None
    """None when there is none."""
    policy: Policy | None = None
    grants: tuple[Grant, ...] = ()


@fact
async def starved(
    instance_environments: Environments, groups: tuple[AutoScalingGroup, ...]
) -> Environments:
    """Environments that want more instances than they have."""
    found = tuple(
        environment
        for environment in instance_environments
        if any(
            environment.uuid in group.name and group.desired > len(group.instances)
            for group in groups
            if environment.uuid
        )
    )
    if not found:
        raise NotApplicableError("every instance that is wanted is there")
    return found


@fact
async def default_volume_key(ec2: Ec2Gateway, starved: Environments) -> str:
    """The key for volumes that name none; empty where such volumes are not encrypted."""
    encrypts, key = await asyncio.gather(ec2.encrypts_volumes(), ec2.default_volume_key())
    return key if encrypts else ""


@fact
async def volume_keys(
    starved: Environments, launch_templates: Templates, default_volume_key: str
) -> Mapping[str, tuple[str, ...]]:
    """The keys for volumes of each environment, by its name; the default one comes last."""
    return {
        environment.name: tuple(
            dict.fromkeys(
                name
                for name in (
                    *(
                        device.kms_key
                        for _, template in templates_of(environment, launch_templates)
                        for device in template.devices
                    ),
                    default_volume_key,
                )
                if name and not name.startswith("alias/aws/")
            )
        )
        for environment in starved
    }


@fact
async def key_uses(
    kms: KmsGateway, volume_keys: Mapping[str, tuple[str, ...]]
) -> Mapping[str, KeyUse]:
    """These keys and who may use them, by their names."""
    names = sorted({name for each in volume_keys.values() for name in each})
    found = await asyncio.gather(*(_use(kms, name) for name in names))
    return dict(zip(names, found, strict=True))


async def _use(kms: KmsGateway, name: str) -> KeyUse:
    key = await kms.key(name)
    if key is None or not key.is_customers:
        return KeyUse(key)
    policy, grants = await asyncio.gather(kms.key_policy(key.arn), kms.grants(key.arn))
    return KeyUse(key, policy, grants)
