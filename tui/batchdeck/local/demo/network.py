"""The demo's network: a VPC whose subnets have three kinds of ways out, one of them none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from batchdeck.local.placement.rules.capacity import NO_SPOT_CAPACITY

ANYWHERE = "0.0.0.0/0"


@dataclass(frozen=True, slots=True)
class Network:
    """What the rest of the demo refers to, by id."""

    public: tuple[str, ...]
    """Subnets with a route to the internet gateway, and public addresses."""
    private: tuple[str, ...]
    """Subnets with a route to the NAT gateway."""
    isolated: str
    """A private subnet that was never given a way out."""
    isolated_routes: str
    """Route table of `isolated`."""
    nat_gateway: str
    group: str
    """Security group of the instances and tasks; everything may leave."""
    closed_group: str
    """One that lets nothing leave any more."""


def build_network(account: str, region: str) -> Network:
    """Make the VPC and everything in it."""
    from moto.ec2.models import ec2_backends

    ec2: Any = ec2_backends[account][region]
    vpc = ec2.create_vpc("10.20.0.0/16")
    vpc.add_tag("Name", "shop")
    gateway = ec2.create_internet_gateway()
    ec2.attach_internet_gateway(gateway.id, vpc.id)
    public = _subnets(ec2, vpc.id, "public", (f"{region}a", f"{region}c"), 0)
    private = _subnets(ec2, vpc.id, "private", (f"{region}a", f"{region}c"), 10)
    isolated = _subnets(ec2, vpc.id, "warehouse", (f"{region}a",), 20)
    for subnet in public:
        ec2.modify_subnet_attribute(subnet, "map_public_ip_on_launch", "true")
    nat = ec2.create_nat_gateway(public[0], ec2.allocate_address("vpc").allocation_id)
    nat.add_tag("Name", "shop")
    open_routes = _route_table(ec2, vpc.id, "public", public)
    ec2.create_route(open_routes, ANYWHERE, gateway_id=gateway.id)
    nat_routes = _route_table(ec2, vpc.id, "private", private)
    ec2.create_route(nat_routes, ANYWHERE, nat_gateway_id=nat.id)
    isolated_routes = _route_table(ec2, vpc.id, "warehouse", isolated)
    # Takes the ECR layers' way, but without the interface endpoints it is not enough.
    s3 = f"com.amazonaws.{region}.s3"
    ec2.create_vpc_endpoint(vpc.id, s3, "Gateway", None, [isolated_routes])
    group = ec2.create_security_group("batch", "Instances and tasks of AWS Batch", vpc.id)
    closed = ec2.create_security_group("audit", "Instances of the auditors", vpc.id)
    ec2.revoke_security_group_egress(closed.id, "-1", None, None, [{"CidrIp": ANYWHERE}])
    for subnet in private:
        # EC2 has run out of the largest memory for Spot; the account is told so by a tag.
        ec2.get_subnet(subnet).add_tag(NO_SPOT_CAPACITY, "x2idn")
    return Network(public, private, isolated[0], isolated_routes, nat.id, group.id, closed.id)


def _subnets(ec2: Any, vpc: str, name: str, zones: tuple[str, ...], first: int) -> tuple[str, ...]:
    made = []
    for number, zone in enumerate(zones, start=first):
        subnet = ec2.create_subnet(vpc, f"10.20.{number}.0/24", availability_zone=zone)
        subnet.add_tag("Name", f"{name}-{zone[-1]}")
        made.append(subnet.id)
    return tuple(made)


def _route_table(ec2: Any, vpc: str, name: str, subnets: tuple[str, ...]) -> str:
    table = ec2.create_route_table(vpc)
    table.add_tag("Name", name)
    for subnet in subnets:
        ec2.associate_route_table(table.id, subnet_id=subnet)
    return str(table.id)
