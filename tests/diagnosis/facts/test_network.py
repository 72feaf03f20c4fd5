from __future__ import annotations

from dataclasses import replace

import pytest

from batchdeck.diagnosis.fact import NotApplicableError
from batchdeck.domain.network import NameResolution
from tests.diagnosis.facts.asked import Gateway, ask
from tests.diagnosis.things import IGW, NAT, SUBNET, endpoint, environment, network

HERE = (environment(), environment("b", subnets=("subnet-0", "subnet-1"), security_groups=()))
ELSEWHERE = replace(SUBNET, id="subnet-9", vpc="vpc-9")
ENDPOINTS = (
    endpoint("ecs", groups=("sg-2", "sg-1")),
    endpoint("execute-api", groups=("sg-3",)),
    replace(endpoint("logs", groups=("sg-4",)), vpc="vpc-9"),
)


async def test_subnets_and_groups_of_the_environments() -> None:
    ec2 = Gateway(subnets=(SUBNET, ELSEWHERE), security_groups=(), network_acls=())
    assert await ask("subnets", ec2=ec2, managed=HERE) == (SUBNET,)
    await ask("security_groups", ec2=ec2, managed=HERE)
    await ask("network_acls", ec2=ec2, managed=HERE)
    assert ec2.calls == [
        ("subnets",),
        ("security_groups", ["sg-1"]),
        ("network_acls", ["subnet-0", "subnet-1"]),
    ]


async def test_the_network_is_put_together() -> None:
    wanted = network("nat-1", endpoints=(endpoint("ecs"),))
    ec2 = Gateway(
        route_tables=wanted.tables,
        nat_gateways=(NAT,),
        internet_gateways=(IGW,),
        endpoints=wanted.endpoints,
    )
    assert await ask("network", ec2=ec2, managed=HERE) == wanted
    assert len(ec2.calls) == 4


async def test_groups_of_the_endpoints_that_matter() -> None:
    ec2 = Gateway(endpoints=ENDPOINTS, security_groups=("answer",))
    assert await ask("endpoint_groups", ec2=ec2, subnets=(SUBNET,)) == ("answer",)
    assert ec2.calls[-1] == ("security_groups", ["sg-1", "sg-2"])


async def test_names_are_asked_for_where_endpoints_need_them() -> None:
    ec2 = Gateway(has_dns_support=True, has_dns_hostnames=False)
    both = (SUBNET, replace(SUBNET, id="subnet-2"), ELSEWHERE)
    known = {"ec2": ec2, "subnets": both}
    found = await ask("name_resolution", endpoints=(endpoint("ecs"),), **known)
    assert found == {"vpc-1": NameResolution(True, False), "vpc-9": NameResolution(True, None)}
    assert [call[0] for call in ec2.calls].count("has_dns_hostnames") == 1
    assert len(ec2.calls) == 3


async def test_name_servers_of_vpcs_with_private_names() -> None:
    servers = {"dopt-1": ("10.0.0.53",), "dopt-2": ()}
    ec2 = Gateway(dhcp_options={"vpc-1": "dopt-1", "vpc-2": "gone"}, name_servers=servers)
    known = {"ec2": ec2, "subnets": (SUBNET,)}
    found = await ask("name_servers", endpoints=(endpoint("ecs"),), **known)
    assert found == {"vpc-1": ("10.0.0.53",)}
    nameless = (endpoint("ecs", private_dns=False), endpoint("s3", type="Gateway"))
    with pytest.raises(NotApplicableError):
        await ask("name_servers", endpoints=nameless, **known)


async def test_exclusions_only_where_public_access_is_blocked() -> None:
    ec2 = Gateway(access_exclusions=("answer",))
    blocked = replace(SUBNET, block_mode="block-ingress")
    assert await ask("access_exclusions", ec2=ec2, subnets=(blocked,)) == ("answer",)
    with pytest.raises(NotApplicableError):
        await ask("access_exclusions", ec2=ec2, subnets=(SUBNET,))
