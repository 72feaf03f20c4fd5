from __future__ import annotations

from batchdeck.local.demo.account import Demo


def ways_out(demo: Demo, environment: str) -> set[bool]:
    """For each subnet of an environment, whether it reaches the internet."""
    record = demo.service.account.environment(environment)
    assert record
    network = demo.service.surroundings.network
    found = set()
    for subnet_id in record.resources["subnets"]:
        subnet = network.subnet(subnet_id)
        assert subnet
        found.add(network.reaches_internet(subnet, public_address=subnet.public_addresses))
    return found


def test_public_and_private_subnets_have_a_way_out_the_warehouse_has_none(demo: Demo) -> None:
    assert ways_out(demo, "fargate") == {True}
    assert ways_out(demo, "ondemand") == {True}
    assert ways_out(demo, "warehouse-private") == {False}


def test_the_warehouse_reaches_only_s3(demo: Demo) -> None:
    service = demo.service
    record = service.account.environment("warehouse-private")
    assert record
    subnet = service.surroundings.network.subnet(record.resources["subnets"][0])
    assert subnet
    assert service.surroundings.network.endpoints(subnet, service.account.region) == {"s3"}
