"""Whether and how AWS can be reached from a subnet: pure rules on what EC2 told.

Source: AWS Batch user guide, "Compute environment networking"; Amazon VPC user guide,
"Configure route tables".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from batchdeck.diagnosis.verdict import Evidence
from batchdeck.domain.network import (
    InternetGateway,
    NatGateway,
    Route,
    RouteTable,
    Subnet,
    VpcEndpoint,
)

JOINING = ("ecs", "ecs-agent", "ecs-telemetry")
"""Services an instance must reach to join its cluster."""
IMAGES = ("ecr.api", "ecr.dkr", "s3")
"""Services an image of private ECR comes from; its layers lie in S3."""


class Way(StrEnum):
    """What a subnet's default route comes to."""

    INTERNET = "internet gateway"
    NAT = "NAT gateway"
    OPAQUE = "something that cannot be followed from inside the account"
    NO_PUBLIC_IP = "internet gateway, without a public address"
    NONE = "nowhere"


@dataclass(frozen=True, slots=True)
class Network:
    """The part of a Region's network that decides it."""

    tables: tuple[RouteTable, ...] = ()
    nats: tuple[NatGateway, ...] = ()
    gateways: tuple[InternetGateway, ...] = ()
    endpoints: tuple[VpcEndpoint, ...] = ()

    def table_of(self, subnet: str, vpc: str) -> RouteTable | None:
        """The table a subnet uses: its own, or its VPC's main one."""
        own = next((table for table in self.tables if subnet in table.subnets), None)
        return own or next(
            (table for table in self.tables if table.main and table.vpc == vpc), None
        )

    def reachable_services(self, subnet: Subnet) -> frozenset[str]:
        """Services that endpoints make reachable under their own names."""
        return frozenset(
            endpoint.service for endpoint in self._endpoints(subnet) if endpoint.private_dns
        )

    def nameless_services(self, subnet: Subnet) -> frozenset[str]:
        """Services whose endpoint does not answer to the service's own name."""
        nameless = {one.service for one in self._endpoints(subnet) if not one.private_dns}
        return frozenset(nameless - self.reachable_services(subnet))

    def _endpoints(self, subnet: Subnet) -> list[VpcEndpoint]:
        """Available ones; those of the gateway type need no name, but a route table."""
        table = self.table_of(subnet.id, subnet.vpc)
        found = []
        for endpoint in self.endpoints:
            if endpoint.vpc != subnet.vpc or endpoint.state != "available":
                continue
            if endpoint.type != "Gateway":
                found.append(endpoint)
            elif table is not None and table.id in endpoint.route_tables:
                found.append(VpcEndpoint(endpoint.id, endpoint.vpc, endpoint.service))
        return found


@dataclass(frozen=True, slots=True)
class WayOut:
    """Where a subnet's default route leads, and the field that says so."""

    way: Way
    words: str
    evidence: Evidence
    table: str = ""

    @property
    def leads_out(self) -> bool:
        """Whether everything on the internet can be reached."""
        return self.way in {Way.INTERNET, Way.NAT}


def way_out(subnet: Subnet, network: Network, *, public_ip: bool) -> WayOut:
    """Follow the default route; `public_ip` says whether what runs there gets an address."""
    table = network.table_of(subnet.id, subnet.vpc)
    if table is None:
        evidence = Evidence(subnet.id, "RouteTables[]", "none", "a route table")
        return WayOut(Way.NONE, "no route table", evidence)
    route = table.default
    if route is None:
        evidence = Evidence(table.id, "Routes[0.0.0.0/0]", "absent", "a NAT or internet gateway")
        return WayOut(Way.NONE, f"{table.id} has no default route", evidence, table.id)
    if route.state == "blackhole":
        return _dead(table, route, "blackhole", "active", "leads to something that is gone")
    if route.target.startswith("nat-"):
        return _through_nat(table, route, network)
    if route.target.startswith("igw-"):
        return _through_gateway(subnet, table, route, network, public_ip=public_ip)
    evidence = Evidence(table.id, "Routes[0.0.0.0/0]", route.target, "")
    return WayOut(Way.OPAQUE, f"leads to {route.target}", evidence, table.id)


def _through_nat(table: RouteTable, route: Route, network: Network) -> WayOut:
    nat = next((one for one in network.nats if one.id == route.target), None)
    if nat is None:
        return _dead(table, route, "absent", "a NAT gateway", f"{route.target} does not exist")
    if nat.state != "available":
        return _dead(table, route, nat.state, "available", f"{nat.id} is {nat.state}")
    if nat.connectivity != "public":
        return _dead(table, route, nat.connectivity, "public", f"{nat.id} is not a public one")
    own = network.table_of(nat.subnet, nat.vpc)
    default = own.default if own is not None else None
    if own is None or default is None or not default.target.startswith("igw-"):
        found = default.target if default else "absent"
        evidence = Evidence(own.id if own else nat.subnet, "Routes[0.0.0.0/0]", found, "igw-...")
        words = f"{nat.id} stands in a subnet without a route to an internet gateway"
        return WayOut(Way.NONE, words, evidence, own.id if own else "")
    evidence = Evidence(table.id, "Routes[0.0.0.0/0]", nat.id, "")
    return WayOut(Way.NAT, f"through {nat.id}", evidence, table.id)


def _through_gateway(
    subnet: Subnet, table: RouteTable, route: Route, network: Network, *, public_ip: bool
) -> WayOut:
    gateway = next((one for one in network.gateways if one.id == route.target), None)
    if gateway is None or subnet.vpc not in gateway.vpcs:
        words = f"{route.target} is not attached to {subnet.vpc}"
        return _dead(table, route, "detached", f"attached to {subnet.vpc}", words)
    if not public_ip:
        evidence = Evidence(table.id, "Routes[0.0.0.0/0]", route.target, "a NAT gateway")
        words = f"leads to {route.target}, which serves public addresses only"
        return WayOut(Way.NO_PUBLIC_IP, words, evidence, table.id)
    evidence = Evidence(table.id, "Routes[0.0.0.0/0]", route.target, "")
    return WayOut(Way.INTERNET, f"through {route.target}", evidence, table.id)


def _dead(table: RouteTable, route: Route, value: str, expected: str, words: str) -> WayOut:
    evidence = Evidence(f"{table.id} -> {route.target}", "State", value, expected)
    return WayOut(Way.NONE, f"the default route of {table.id}: {words}", evidence, table.id)
