from __future__ import annotations

from dataclasses import replace

from batchdeck.diagnosis.checks.network.routes import (
    gateway_attached,
    nat_works,
    no_blackhole,
    nodes_reach_out,
)
from batchdeck.domain.network import InternetGateway
from tests.diagnosis.things import (
    NAT,
    SUBNET,
    container,
    endpoint,
    environment,
    job,
    network,
    status_of,
)

HERE = (SUBNET,)


def test_a_blackhole() -> None:
    assert status_of(no_blackhole(HERE, network("nat-1", state="blackhole"))) == "FAIL"
    assert status_of(no_blackhole(HERE, network("nat-1"))) == "PASS"
    assert status_of(no_blackhole(HERE, network())) == "SKIP"


def test_a_nat_gateway_and_its_own_route() -> None:
    assert status_of(nat_works(HERE, network("nat-1"))) == "PASS"
    assert status_of(nat_works(HERE, network("igw-1"))) == "SKIP"
    failed = replace(NAT, state="failed")
    assert status_of(nat_works(HERE, network("nat-1", nat=failed))) == "FAIL"
    private = replace(NAT, connectivity="private")
    assert status_of(nat_works(HERE, network("nat-1", nat=private))) == "FAIL"
    verdict = nat_works(HERE, network("nat-1", nat_route=""))
    assert (status_of(verdict), dict(verdict.values)) == ("FAIL", {"table": "rtb-public"})


def test_an_internet_gateway_has_to_be_attached() -> None:
    away = (InternetGateway("igw-1", ("vpc-9",)),)
    for target in ("igw-1", "nat-1"):
        assert status_of(gateway_attached(HERE, network(target))) == "PASS"
        verdict = gateway_attached(HERE, replace(network(target), gateways=away))
        assert status_of(verdict) == "FAIL"
        assert dict(verdict.values) == {"internet_gateway": "igw-1", "vpc": "vpc-1"}
    assert status_of(gateway_attached(HERE, network("igw-9"))) == "SKIP"
    assert status_of(gateway_attached(HERE, network())) == "SKIP"


def test_nodes_have_no_public_address() -> None:
    nodes = job(nodes=4, containers=(container(log_group="/a"),))
    here = (environment(),)
    verdict = nodes_reach_out(nodes, here, HERE, network("igw-1"))
    assert (status_of(verdict), dict(verdict.values)) == ("FAIL", {"ce": "spot"})
    assert status_of(nodes_reach_out(nodes, here, HERE, network("nat-1"))) == "PASS"
    logged = network("igw-1", endpoints=(endpoint("logs"),))
    assert status_of(nodes_reach_out(nodes, here, HERE, logged)) == "PASS"
    assert status_of(nodes_reach_out(job(), here, HERE, network("igw-1"))) == "SKIP"
