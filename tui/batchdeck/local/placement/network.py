"""The account's network as far as placement asks about it, read from the EC2 backend.

moto changes its dictionaries from other threads; `dict(...)` and `list(...)` copy them in
one step before they are walked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from batchdeck.local.placement.firewalls import Firewalls


@dataclass(frozen=True, slots=True)
class Subnet:
    """A subnet that exists."""

    id: str
    vpc_id: str
    public_addresses: bool
    """Whether instances in it get a public address (`MapPublicIpOnLaunch`)."""
    zone: str
    """Its availability zone, by name."""
    address: str
    """One that instances in it may have; stands for all of them."""
    free_addresses: int
    tags: tuple[tuple[str, str], ...] = ()


class Network:
    """Subnets, routes and endpoints of one account in one Region."""

    def __init__(self, ec2: Any) -> None:
        self._ec2 = ec2

    def subnet(self, subnet_id: str) -> Subnet | None:
        """The subnet of that id; None when it is gone."""
        for zone in list(self._ec2.subnets.values()):
            found = zone.get(subnet_id)
            if found is not None:
                return Subnet(
                    id=found.id,
                    vpc_id=found.vpc_id,
                    public_addresses=str(found.map_public_ip_on_launch).lower() == "true",
                    zone=found.availability_zone,
                    address=str(found.cidr[4]),
                    free_addresses=found.available_ip_address_count,
                    tags=tuple((tag["key"], tag["value"]) for tag in found.get_tags()),
                )
        return None

    def resolves_names(self, subnet: Subnet) -> bool:
        """Whether the VPC of a subnet has the resolver that finds AWS's endpoints."""
        vpc = self._ec2.vpcs.get(subnet.vpc_id)
        return vpc is None or str(vpc.enable_dns_support).lower() == "true"

    def reaches_internet(self, subnet: Subnet, *, public_address: bool) -> bool:
        """Whether the default route of a subnet leads out.

        An internet gateway serves public addresses only. A NAT gateway needs such a route
        in its own subnet, or is a private one that leads to somebody else's. A route whose
        target is gone (a blackhole) leads nowhere. Targets that cannot be followed from
        inside an account, such as a transit gateway, are taken to lead out.
        """
        for route in self._routes(subnet):
            if route.destination_cidr_block != "0.0.0.0/0":
                continue
            if route.nat_gateway is not None:
                return self._translates(route.nat_gateway.id)
            if route.gateway is not None and route.gateway.id.startswith("igw-"):
                return public_address and self._attached(route.gateway.id, subnet.vpc_id)
            targets = (route.gateway, route.transit_gateway, route.instance, route.interface)
            return any(target is not None for target in targets)
        return False

    def endpoints(
        self, subnet: Subnet, region: str, groups: tuple[str, ...] = ()
    ) -> frozenset[str]:
        """Short names of the AWS services that a subnet reaches by VPC endpoints.

        Interface endpoints count when they answer to the service's own name (private DNS)
        from a subnet that exists, and their security groups and the ACL of that subnet let in
        this subnet's addresses or those in `groups`; gateway endpoints when the subnet's route
        table is among theirs.
        """
        return frozenset(self.endpoint_policies(subnet, region, groups))

    def endpoint_policies(
        self, subnet: Subnet, region: str, groups: tuple[str, ...] = ()
    ) -> dict[str, str]:
        """The policies of those endpoints, by the services' short names."""
        table = self._route_table(subnet)
        found = {}
        for endpoint in list(self._ec2.vpc_end_points.values()):
            if endpoint.vpc_id != subnet.vpc_id or endpoint.state != "available":
                continue
            if endpoint.vpc_endpoint_type == "Interface":
                usable = self._answers(endpoint, subnet, groups)
            else:
                usable = table is not None and table.id in (endpoint.route_table_ids or ())
            if usable:
                service = endpoint.service_name.rpartition(f".{region}.")[2]
                found[service] = str(endpoint.policy_document)
        return found

    def _answers(self, endpoint: Any, subnet: Subnet, groups: tuple[str, ...]) -> bool:
        if str(endpoint.private_dns_enabled).lower() != "true":
            return False
        firewalls, own = Firewalls(self._ec2), endpoint.security_group_ids
        # moto gives an endpoint no group where AWS gives it the VPC's default one.
        if own and not firewalls.groups_let_in(own, groups, subnet.address):
            return False
        return any(
            home == subnet.id or firewalls.acl_lets_in(home, subnet.address)
            for home in endpoint.subnet_ids or ()
            if self.subnet(home) is not None
        )

    def _translates(self, nat_id: str) -> bool:
        nat = self._ec2.nat_gateways.get(nat_id)
        if nat is None or nat.state != "available":
            return False
        home = self.subnet(nat.subnet_id)
        if nat.connectivity_type == "private" or home is None:
            return home is not None
        return any(
            route.destination_cidr_block == "0.0.0.0/0"
            and str(route.gateway_id).startswith("igw-")
            and self._attached(route.gateway_id, home.vpc_id)
            for route in self._routes(home)
        )

    def _attached(self, gateway_id: str, vpc_id: str) -> bool:
        gateway = self._ec2.internet_gateways.get(gateway_id)
        return gateway is not None and gateway.vpc is not None and gateway.vpc.id == vpc_id

    def _routes(self, subnet: Subnet) -> list[Any]:
        table = self._route_table(subnet)
        return [] if table is None else list(table.routes)

    def _route_table(self, subnet: Subnet) -> Any:
        main = None
        for table in list(self._ec2.route_tables.values()):
            if table.vpc_id != subnet.vpc_id:
                continue
            if subnet.id in dict(table._associations).values():
                return table
            if table.main_association_id is not None:
                main = table
        return main
