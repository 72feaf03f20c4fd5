from __future__ import annotations

from batchdeck.diagnosis.checks.network.endpoints import (
    ecs_endpoints,
    image_endpoints,
    private_dns,
)
from batchdeck.diagnosis.egress import IMAGES, JOINING
from tests.diagnosis.things import SUBNET, endpoint, environment, network, status_of

HERE, SUBNETS = (environment(),), (SUBNET,)


def test_all_three_of_ecs() -> None:
    part = network(endpoints=(endpoint("ecs"), endpoint("ecs-agent")))
    verdict = ecs_endpoints(HERE, SUBNETS, part)
    assert status_of(verdict) == "FAIL"
    assert dict(verdict.values)["service"] == "ecs-telemetry"
    assert dict(verdict.values)["region"] == "eu-west-1"
    whole = network(endpoints=tuple(endpoint(one) for one in JOINING))
    assert status_of(ecs_endpoints(HERE, SUBNETS, whole)) == "PASS"
    assert status_of(ecs_endpoints(HERE, SUBNETS, network())) == "SKIP"
    assert status_of(ecs_endpoints(HERE, SUBNETS, network("nat-1"))) == "SKIP"


def test_an_image_needs_s3_too() -> None:
    part = network(endpoints=(endpoint("ecr.api"), endpoint("ecr.dkr")))
    assert status_of(image_endpoints(SUBNETS, part)) == "FAIL"
    gateway = endpoint("s3", type="Gateway", route_tables=("rtb-1",))
    whole = network(endpoints=(*part.endpoints, gateway))
    assert status_of(image_endpoints(SUBNETS, whole)) == "PASS"
    elsewhere = endpoint("s3", type="Gateway", route_tables=("rtb-9",))
    aside = network(endpoints=(*part.endpoints, elsewhere))
    assert status_of(image_endpoints(SUBNETS, aside)) == "FAIL"
    assert status_of(image_endpoints(SUBNETS, network(endpoints=(gateway,)))) == "SKIP"


def test_private_dns() -> None:
    nameless = tuple(endpoint(one, private_dns=one != "ecs") for one in (*JOINING, *IMAGES))
    verdict = private_dns(SUBNETS, network(endpoints=nameless))
    assert (status_of(verdict), dict(verdict.values)) == ("FAIL", {"endpoint": "vpce-ecs"})
    assert status_of(private_dns(SUBNETS, network())) == "PASS"
    assert status_of(private_dns(SUBNETS, network("nat-1", endpoints=nameless))) == "SKIP"
