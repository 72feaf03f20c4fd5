"""The rules of placement: one module each, a function of that name in it.

A rule looks at one environment for one job and returns what stands in the way, or None.
`RULES` is the order in which they are asked; the first obstacle is the one that counts.
"""

from __future__ import annotations

from collections.abc import Callable

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import Obstacle
from batchdeck.local.placement.rules.architecture import architecture
from batchdeck.local.placement.rules.capacity import capacity
from batchdeck.local.placement.rules.container_instances import container_instances
from batchdeck.local.placement.rules.environment_enabled import environment_enabled
from batchdeck.local.placement.rules.environment_valid import environment_valid
from batchdeck.local.placement.rules.free_addresses import free_addresses
from batchdeck.local.placement.rules.gpus import gpus
from batchdeck.local.placement.rules.instance_profile import instance_profile
from batchdeck.local.placement.rules.instance_size import instance_size
from batchdeck.local.placement.rules.launch_template import launch_template
from batchdeck.local.placement.rules.machine_image import machine_image
from batchdeck.local.placement.rules.max_vcpus import max_vcpus
from batchdeck.local.placement.rules.network_acl import network_acl
from batchdeck.local.placement.rules.offered_in_zone import offered_in_zone
from batchdeck.local.placement.rules.operating_system import operating_system
from batchdeck.local.placement.rules.placement_group import placement_group
from batchdeck.local.placement.rules.platform import platform
from batchdeck.local.placement.rules.security_groups import security_groups
from batchdeck.local.placement.rules.service_role_permissions import service_role_permissions
from batchdeck.local.placement.rules.spot_price import spot_price
from batchdeck.local.placement.rules.vcpu_quota import vcpu_quota
from batchdeck.local.placement.rules.volume_keys import volume_keys
from batchdeck.local.placement.rules.way_out import way_out
from batchdeck.local.placement.surroundings import Surroundings

Rule = Callable[[ComputeEnvironmentRecord, Demand, Surroundings], Obstacle | None]

RULES: tuple[Rule, ...] = (
    environment_valid,
    environment_enabled,
    service_role_permissions,
    platform,
    operating_system,
    container_instances,
    max_vcpus,
    gpus,
    architecture,
    instance_size,
    launch_template,
    machine_image,
    placement_group,
    offered_in_zone,
    vcpu_quota,
    spot_price,
    capacity,
    free_addresses,
    volume_keys,
    instance_profile,
    security_groups,
    network_acl,
    way_out,
)

BEFORE_LAUNCH: frozenset[Rule] = frozenset(
    {vcpu_quota, spot_price, capacity, free_addresses, volume_keys}
)
"""What is not asked again for a job that has its place: it would stand in its own way."""
