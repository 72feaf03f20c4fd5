"""Which services of AWS an environment's instances and tasks reach, and how."""

from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.network import Subnet
from batchdeck.local.placement.surroundings import Surroundings

#: Source: AWS Batch user guide, "Access AWS Batch using an interface endpoint".
FOR_TASKS = frozenset({"ecr.api", "ecr.dkr", "logs", "s3"})
FOR_INSTANCES = frozenset({"ecs", "ecs-agent", "ecs-telemetry"})
"""What an instance needs to join its cluster; what its tasks need is asked when they start."""
AN_ENDPOINT = "52.94.0.1"
"""Stands for the public addresses of AWS's services."""


def subnets_of(environment: ComputeEnvironmentRecord, surroundings: Surroundings) -> list[Subnet]:
    """The subnets of an environment, without those that are gone."""
    network = surroundings.network
    found = (network.subnet(one) for one in environment.resources.get("subnets") or ())
    return [subnet for subnet in found if subnet is not None]


def groups_of(environment: ComputeEnvironmentRecord, surroundings: Surroundings) -> tuple[str, ...]:
    """The security groups of an environment; they may stand in its launch template."""
    groups = tuple(environment.resources.get("securityGroupIds") or ())
    reference = environment.resources.get("launchTemplate")
    if groups or not reference:
        return groups
    template = surroundings.launch_templates.find(reference)
    return () if template is None else template.security_groups


def has_public_address(
    environment: ComputeEnvironmentRecord, subnet: Subnet, surroundings: Surroundings
) -> bool:
    """Whether instances in a subnet get one: a launch template's word goes before the subnet's."""
    reference = environment.resources.get("launchTemplate")
    template = surroundings.launch_templates.find(reference) if reference else None
    if template is not None and template.public_address is not None:
        return template.public_address
    return subnet.public_addresses


def out_of_reach(
    subnet: Subnet,
    needed: frozenset[str],
    groups: tuple[str, ...],
    surroundings: Surroundings,
    *,
    public: bool,
) -> list[str]:
    """Services that routes and endpoints do not lead to. `public`: with a public address."""
    network = surroundings.network
    if not network.resolves_names(subnet):
        return sorted(needed)
    if network.reaches_internet(subnet, public_address=public):
        return []
    return sorted(needed - network.endpoints(subnet, surroundings.region, groups))


def target(subnet: Subnet, surroundings: Surroundings, *, public: bool) -> str:
    """An address that stands for where requests go: out, or to endpoints inside the VPC."""
    outward = surroundings.network.reaches_internet(subnet, public_address=public)
    return AN_ENDPOINT if outward else subnet.address
