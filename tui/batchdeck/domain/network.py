"""What a VPC is made of, as far as it decides whether AWS can be reached from a subnet."""

from __future__ import annotations

from dataclasses import dataclass

from batchdeck.domain.policy import Policy

ANYWHERE = "0.0.0.0/0"
HTTPS = 443


@dataclass(frozen=True, slots=True)
class Subnet:
    """A subnet (`DescribeSubnets`)."""

    id: str
    vpc: str
    zone: str = ""
    cidr: str = ""
    free_addresses: int | None = None
    maps_public_ip: bool = False
    """`MapPublicIpOnLaunch`."""
    block_mode: str = "off"
    """How VPC Block Public Access cuts it off: off, block-ingress, block-bidirectional."""


@dataclass(frozen=True, slots=True)
class Route:
    """One route of a table."""

    destination: str
    target: str
    """Id of what it leads to; `local` inside the VPC."""
    state: str = "active"
    """active, or blackhole when its target is gone."""


@dataclass(frozen=True, slots=True)
class RouteTable:
    """A route table (`DescribeRouteTables`)."""

    id: str
    vpc: str
    main: bool = False
    subnets: tuple[str, ...] = ()
    routes: tuple[Route, ...] = ()

    @property
    def default(self) -> Route | None:
        """The route for everything that no other route is for."""
        return next((route for route in self.routes if route.destination == ANYWHERE), None)


@dataclass(frozen=True, slots=True)
class NatGateway:
    """A NAT gateway (`DescribeNatGateways`)."""

    id: str
    vpc: str
    subnet: str
    state: str
    connectivity: str = "public"


@dataclass(frozen=True, slots=True)
class InternetGateway:
    """An internet gateway (`DescribeInternetGateways`)."""

    id: str
    vpcs: tuple[str, ...] = ()
    """VPCs it is attached to."""


@dataclass(frozen=True, slots=True)
class VpcEndpoint:
    """An endpoint for an AWS service (`DescribeVpcEndpoints`)."""

    id: str
    vpc: str
    service: str
    """Without `com.amazonaws.<region>.`: `ecr.api`, `s3`."""
    type: str = "Interface"
    state: str = "available"
    private_dns: bool = True
    route_tables: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    policy: Policy | None = None
    """None where the answer does not tell it."""
    error: str = ""
    """Why it is not available, in AWS's words."""


@dataclass(frozen=True, slots=True)
class NameResolution:
    """How a VPC resolves names (`DescribeVpcAttribute`); None where it was not asked for."""

    supported: bool | None = None
    """`EnableDnsSupport`."""
    hostnames: bool | None = None
    """`EnableDnsHostnames`."""


@dataclass(frozen=True, slots=True)
class AccessExclusion:
    """What VPC Block Public Access leaves alone."""

    resource: str
    """ARN of a subnet or a VPC."""
    mode: str
    """allow-bidirectional or allow-egress."""


@dataclass(frozen=True, slots=True)
class GroupRule:
    """One permission of a security group."""

    protocol: str
    """tcp, udp, icmp, a number, or -1 for all."""
    first_port: int | None = None
    last_port: int | None = None
    cidrs: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    prefix_lists: tuple[str, ...] = ()

    def covers(self, port: int) -> bool:
        """Whether it is for TCP on this port."""
        if self.protocol in {"-1", "all"}:
            return True
        if self.protocol not in {"tcp", "6"}:
            return False
        return (
            (self.first_port or 0) <= port <= (65535 if self.last_port is None else self.last_port)
        )


@dataclass(frozen=True, slots=True)
class SecurityGroup:
    """A security group (`DescribeSecurityGroups`)."""

    id: str
    vpc: str
    egress: tuple[GroupRule, ...] = ()
    ingress: tuple[GroupRule, ...] = ()


@dataclass(frozen=True, slots=True)
class AclEntry:
    """One rule of a network ACL; the one with the lowest number that matches decides."""

    number: int
    egress: bool
    allows: bool
    protocol: str = "-1"
    cidr: str = ANYWHERE
    first_port: int | None = None
    last_port: int | None = None

    def covers(self, first: int, last: int) -> bool:
        """Whether it is for all of TCP between two ports, from or to anywhere."""
        if self.cidr != ANYWHERE or self.protocol not in {"-1", "6"}:
            return False
        if self.protocol == "-1" or self.first_port is None or self.last_port is None:
            return True
        return self.first_port <= first and last <= self.last_port


@dataclass(frozen=True, slots=True)
class NetworkAcl:
    """A network ACL (`DescribeNetworkAcls`)."""

    id: str
    subnets: tuple[str, ...] = ()
    entries: tuple[AclEntry, ...] = ()
