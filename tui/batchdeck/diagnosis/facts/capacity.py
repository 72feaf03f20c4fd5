"""How much the account may have, what there is to get, and what runs."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from batchdeck.aws.capacity import CapacityGateway
from batchdeck.aws.quotas import QuotasGateway
from batchdeck.diagnosis.fact import NotApplicableError, fact
from batchdeck.diagnosis.facts.boots import launched
from batchdeck.diagnosis.facts.identities import needs_fleet_role
from batchdeck.domain.capacity import FleetEvent, RunningInstance, SpotFleet
from batchdeck.domain.cluster import AutoScalingGroup
from batchdeck.domain.instance_type import InstanceType
from batchdeck.domain.quota import Quota
from batchdeck.domain.resources import ComputeEnvironment

Environments = tuple[ComputeEnvironment, ...]
SAMPLE = 100
"""So many instances are looked at: those of an environment are made from one template."""
RECENT = 3_600_000
"""ms of the history of Spot Fleets that are looked at."""


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
    capacity: CapacityGateway,
    groups: tuple[AutoScalingGroup, ...],
    instance_environments: Environments,
) -> tuple[RunningInstance, ...]:
    """The instances that were launched for the environments; not more than SAMPLE of them."""
    own = [one for each in instance_environments for one in launched(each, groups)]
    return await capacity.running(own[:SAMPLE])


@fact
async def offerings(
    capacity: CapacityGateway, instance_types: Mapping[str, tuple[InstanceType, ...]]
) -> Mapping[str, frozenset[str]]:
    """Which of the allowed types each Availability Zone has, by the zone's name."""
    return await capacity.offerings({one.name for each in instance_types.values() for one in each})


@fact
async def spot_fleets(
    capacity: CapacityGateway, instance_environments: Environments
) -> tuple[SpotFleet, ...]:
    """All Spot Fleets, when an environment gets its instances from one."""
    if not any(map(needs_fleet_role, instance_environments)):
        raise NotApplicableError("no environment uses a Spot Fleet")
    return await capacity.spot_fleets()


@fact
async def fleet_events(
    capacity: CapacityGateway,
    spot_fleets: tuple[SpotFleet, ...],
    instance_environments: Environments,
    now: int,
) -> Mapping[str, tuple[FleetEvent, ...]]:
    """What happened to the Spot Fleets of each environment lately, by the environment's name."""
    owned = [
        (environment.name, fleet.id)
        for environment in filter(needs_fleet_role, instance_environments)
        for fleet in spot_fleets
        if fleet.may_serve(environment.spot_fleet_role, environment.subnets)
    ]
    since = now - RECENT
    found = await asyncio.gather(*(capacity.fleet_history(fleet, since) for _, fleet in owned))
    events: dict[str, tuple[FleetEvent, ...]] = {}
    for (environment, _), each in zip(owned, found, strict=True):
        events[environment] = events.get(environment, ()) + each
    return events
