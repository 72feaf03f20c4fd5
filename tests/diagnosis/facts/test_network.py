from __future__ import annotations

from tests.diagnosis.facts.asked import Gateway, ask
from tests.diagnosis.things import IGW, NAT, SUBNET, endpoint, environment, network

HERE = (environment(), environment("b", subnets=("subnet-0", "subnet-1"), security_groups=()))


async def test_each_subnet_and_group_is_asked_for_once() -> None:
    ec2 = Gateway(subnets=(SUBNET,), security_groups=(), network_acls=())
    assert await ask("subnets", ec2=ec2, managed=HERE) == (SUBNET,)
    await ask("security_groups", ec2=ec2, managed=HERE)
    await ask("network_acls", ec2=ec2, managed=HERE)
    assert ec2.calls == [
        ("subnets", ["subnet-0", "subnet-1"]),
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
