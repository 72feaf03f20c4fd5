from __future__ import annotations

from dataclasses import replace

from batchdeck.diagnosis.checks.network.subnets import free_addresses, subnets_exist
from tests.diagnosis.things import SUBNET, environment, status_of

HERE = (environment(),)
TWO = (environment(subnets=("subnet-1", "subnet-2")),)


def test_subnets_exist() -> None:
    assert status_of(subnets_exist(HERE, (SUBNET,))) == "PASS"
    assert status_of(subnets_exist(HERE, ())) == "FAIL"
    partly = subnets_exist(TWO, (SUBNET,))
    assert (status_of(partly), dict(partly.values)["subnets"]) == ("WARN", "subnet-1")


def test_free_addresses() -> None:
    full = replace(SUBNET, free_addresses=0)
    assert status_of(free_addresses(HERE, (SUBNET,))) == "PASS"
    assert status_of(free_addresses(HERE, (full,))) == "FAIL"
    assert status_of(free_addresses(HERE, (replace(SUBNET, free_addresses=3),))) == "WARN"
    assert status_of(free_addresses(HERE, (replace(SUBNET, free_addresses=None),))) == "UNKNOWN"
    assert status_of(free_addresses(TWO, (full, replace(SUBNET, id="subnet-2")))) == "WARN"
    assert status_of(free_addresses(HERE, ())) == "SKIP"
