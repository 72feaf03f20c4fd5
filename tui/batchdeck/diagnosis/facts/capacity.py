"""How much the account may have, has, and can get."""

from __future__ import annotations

from collections.abc import Mapping

from batchdeck.aws.capacity import CapacityGateway
from batchdeck.aws.quotas import QuotasGateway
from batchdeck.diagnosis.fact import fact
from batchdeck.domain.capacity import RunningInstance
from batchdeck.domain.instance_type import InstanceType
from batchdeck.domain.quota import Quota
from batchdeck.domain.resources import ComputeEnvironment

Environments = tuple[ComputeEnvironment, ...]


@fact
async def ec2_quotas(
    quotas: QuotasGateway, instance_environments: Environments
) -> tuple[Quota, ...]:
    """The quotas of EC2."""
    return await quotas.of("ec2")


@fact
async def fargate_quotas(
    quotas: QuotasGateway, fargate_environments: Environments
) -> tuple[Quota, ...]:
    """The quotas of Fargate."""
    return await quotas.of("fargate")


@fact
async def running_instances(
    capacity: CapacityGateway, instance_environments: Environments
) -> tuple[RunningInstance, ...]:
    """All instances of the account: those that Batch did not start count against quotas too."""
    return await capacity.running()


@fact
async def offerings(
    capacity: CapacityGateway, instance_types: Mapping[str, tuple[InstanceType, ...]]
) -> Mapping[str, frozenset[str]]:
    """Which of the allowed types each Availability Zone has, by the zone's name."""
    return await capacity.offerings({one.name for each in instance_types.values() for one in each})
