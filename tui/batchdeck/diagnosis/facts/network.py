"""What EC2 knows of the subnets of the environments."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from batchdeck.aws.ec2 import Ec2Gateway
from batchdeck.diagnosis.egress import Network
from batchdeck.diagnosis.fact import NotApplicableError, fact
from batchdeck.diagnosis.services import SERVICES
from batchdeck.domain.network import (
    AccessExclusion,
    InternetGateway,
    NameResolution,
    NatGateway,
    NetworkAcl,
    RouteTable,
    SecurityGroup,
    Subnet,
    VpcEndpoint,
)
from batchdeck.domain.resources import ComputeEnvironment


@fact
async def all_subnets(ec2: Ec2Gateway) -> tuple[Subnet, ...]:
    """All subnets, asked for before it is known which ones matter."""
    return await ec2.subnets()


@fact
async def subnets(
    all_subnets: tuple[Subnet, ...], managed: tuple[ComputeEnvironment, ...]
) -> tuple[Subnet, ...]:
    """The subnets of the environments that exist."""
    wanted = {one for each in managed for one in each.subnets}
    return tuple(one for one in all_subnets if one.id in wanted)


@fact
async def route_tables(
    ec2: Ec2Gateway, managed: tuple[ComputeEnvironment, ...]
) -> tuple[RouteTable, ...]:
    """All route tables."""
    return await ec2.route_tables()


@fact
async def nat_gateways(
    ec2: Ec2Gateway, managed: tuple[ComputeEnvironment, ...]
) -> tuple[NatGateway, ...]:
    """All NAT gateways."""
    return await ec2.nat_gateways()


@fact
async def internet_gateways(
    ec2: Ec2Gateway, managed: tuple[ComputeEnvironment, ...]
) -> tuple[InternetGateway, ...]:
    """All internet gateways."""
    return await ec2.internet_gateways()


@fact
async def endpoints(ec2: Ec2Gateway) -> tuple[VpcEndpoint, ...]:
    """All VPC endpoints."""
    return await ec2.endpoints()


@fact
async def network(
    route_tables: tuple[RouteTable, ...],
    nat_gateways: tuple[NatGateway, ...],
    internet_gateways: tuple[InternetGateway, ...],
    endpoints: tuple[VpcEndpoint, ...],
) -> Network:
    """Routes and what they lead to."""
    return Network(route_tables, nat_gateways, internet_gateways, endpoints)


@fact
async def security_groups(
    ec2: Ec2Gateway, managed: tuple[ComputeEnvironment, ...]
) -> tuple[SecurityGroup, ...]:
    """The security groups of the environments that exist."""
    return await ec2.security_groups(
        sorted({one for each in managed for one in each.security_groups})
    )


@fact
async def network_acls(
    ec2: Ec2Gateway, managed: tuple[ComputeEnvironment, ...]
) -> tuple[NetworkAcl, ...]:
    """The network ACLs of the environments' subnets."""
    return await ec2.network_acls(sorted({one for each in managed for one in each.subnets}))


@fact
async def endpoint_groups(
    ec2: Ec2Gateway, endpoints: tuple[VpcEndpoint, ...], subnets: tuple[Subnet, ...]
) -> tuple[SecurityGroup, ...]:
    """The security groups of the endpoints in the environments' VPCs."""
    vpcs = {one.vpc for one in subnets}
    wanted = (one for one in endpoints if one.vpc in vpcs and one.service in SERVICES)
    return await ec2.security_groups(sorted({group for one in wanted for group in one.groups}))


@fact
async def name_resolution(
    ec2: Ec2Gateway, endpoints: tuple[VpcEndpoint, ...], subnets: tuple[Subnet, ...]
) -> Mapping[str, NameResolution]:
    """How the environments' VPCs resolve names; of hostnames only where endpoints need them."""
    vpcs = sorted({one.vpc for one in subnets})
    naming = private_vpcs(endpoints)
    support, hostnames = await asyncio.gather(
        asyncio.gather(*map(ec2.has_dns_support, vpcs)),
        asyncio.gather(*(ec2.has_dns_hostnames(one) for one in vpcs if one in naming)),
    )
    asked = dict(zip((one for one in vpcs if one in naming), hostnames, strict=True))
    return {
        vpc: NameResolution(supported, asked.get(vpc))
        for vpc, supported in zip(vpcs, support, strict=True)
    }


@fact
async def name_servers(
    ec2: Ec2Gateway, endpoints: tuple[VpcEndpoint, ...], subnets: tuple[Subnet, ...]
) -> Mapping[str, tuple[str, ...]]:
    """The name servers that DHCP tells in those VPCs whose endpoints answer to private names."""
    vpcs = sorted({one.vpc for one in subnets} & private_vpcs(endpoints))
    if not vpcs:
        raise NotApplicableError("no endpoint with private DNS is concerned")
    options, servers = await asyncio.gather(ec2.dhcp_options(vpcs), ec2.name_servers())
    return {vpc: servers[name] for vpc, name in options.items() if name in servers}


@fact
async def access_exclusions(
    ec2: Ec2Gateway, subnets: tuple[Subnet, ...]
) -> tuple[AccessExclusion, ...]:
    """What VPC Block Public Access leaves alone, where it blocks anything."""
    if all(one.block_mode == "off" for one in subnets):
        raise NotApplicableError("VPC Block Public Access is off")
    return await ec2.access_exclusions()


def private_vpcs(endpoints: tuple[VpcEndpoint, ...]) -> set[str]:
    """VPCs in which a needed service has an endpoint that answers to the service's name."""
    return {
        one.vpc
        for one in endpoints
        if one.private_dns and one.type != "Gateway" and one.service in SERVICES
    }
