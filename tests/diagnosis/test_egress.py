from __future__ import annotations

from dataclasses import replace

import pytest

from batchdeck.diagnosis.egress import Network, Way, way_out
from tests.diagnosis.things import IGW, NAT, SUBNET, endpoint, network


@pytest.mark.parametrize(
    ("target", "public", "way"),
    [
        ("igw-1", True, Way.INTERNET),
        ("igw-1", False, Way.NO_PUBLIC_IP),
        ("igw-9", True, Way.NONE),
        ("nat-1", False, Way.NAT),
        ("nat-9", False, Way.NONE),
        ("tgw-1", False, Way.OPAQUE),
        ("", True, Way.NONE),
    ],
)
def test_where_the_default_route_leads(target: str, public: bool, way: Way) -> None:
    out = way_out(SUBNET, network(target), public_ip=public)
    assert out.way is way
    assert out.leads_out is (way in {Way.INTERNET, Way.NAT})


def test_routes_that_lead_nowhere() -> None:
    for broken in (
        network("nat-1", state="blackhole"),
        network("nat-1", nat=replace(NAT, state="deleted")),
        network("nat-1", nat=replace(NAT, connectivity="private")),
        network("nat-1", nat_route=""),
        network("nat-1", nat_route="nat-2"),
        Network(),
    ):
        assert way_out(SUBNET, broken, public_ip=True).way is Way.NONE


def test_a_gateway_has_to_be_attached_to_the_vpc() -> None:
    detached = replace(network("igw-1"), gateways=(replace(IGW, vpcs=("vpc-2",)),))
    assert way_out(SUBNET, detached, public_ip=True).way is Way.NONE


def test_a_subnet_without_a_table_of_its_own_uses_the_main_one() -> None:
    out = way_out(replace(SUBNET, id="subnet-9"), network("nat-1"), public_ip=False)
    assert (out.way, out.table) == (Way.NONE, "rtb-main")


def test_endpoints_that_help() -> None:
    several = network(
        endpoints=(
            endpoint("ecs"),
            endpoint("logs", state="pending"),
            endpoint("ecr.api", private_dns=False),
            endpoint("s3", type="Gateway", route_tables=("rtb-1",), private_dns=False),
            endpoint("dynamodb", type="Gateway", route_tables=("rtb-9",)),
            replace(endpoint("ssm"), vpc="vpc-2"),
        )
    )
    assert several.reachable_services(SUBNET) == {"ecs", "s3"}
    assert several.nameless_services(SUBNET) == {"ecr.api"}
