from __future__ import annotations

from dataclasses import replace

from batchdeck.diagnosis.checks.network.routes import nat_works, no_blackhole
from tests.diagnosis.things import NAT, SUBNET, network, status_of

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
