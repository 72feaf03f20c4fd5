"""What EC2 knows of the subnets of the environments."""

from __future__ import annotations

from batchdeck.aws.ec2 import Ec2Gateway
from batchdeck.diagnosis.egress import Network
from batchdeck.diagnosis.fact import fact
from batchdeck.domain.network import (
    InternetGateway,
    NatGateway,
    NetworkAcl,
    RouteTable,
    SecurityGroup,
    Subnet,
    VpcEndpoint,
)
from batchdeck.domain.resources import ComputeEnvironment


@fact
async def subnets(ec2: Ec2Gateway, managed: tuple[ComputeEnvironment, ...]) -> tuple[Subnet, ...]:
    """The subnets of the environments that exist."""
    return await ec2.subnets(sorted({one for each in managed for one in each.subnets}))


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
async def endpoints(
    ec2: Ec2Gateway, managed: tuple[ComputeEnvironment, ...]
) -> tuple[VpcEndpoint, ...]:
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
