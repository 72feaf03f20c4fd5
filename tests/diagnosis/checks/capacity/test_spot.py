from __future__ import annotations

from dataclasses import replace

from batchdeck.diagnosis.checks.capacity.spot import diversified, fleet_launches, spot_price
from batchdeck.diagnosis.need import Need
from batchdeck.domain.capacity import FleetEvent
from batchdeck.domain.instance_type import InstanceType
from tests.diagnosis.things import HOUR, NOW, SUBNET, activity, environment, job, status_of

CHEAP = (environment(kind="SPOT", bid_percentage=20),)
REFUSED = activity("Failed", "Could not launch Spot Instances. SpotMaxPriceTooLow - Your Spot")


def test_a_launch_that_was_refused_for_its_price() -> None:
    verdict = spot_price(job(), CHEAP, {"spot": (REFUSED,)}, NOW)
    assert status_of(verdict) == "FAIL"
    assert verdict.evidence[0].value == "20"
    assert dict(verdict.values) == {"ce": "spot"}
    both = (*CHEAP, environment("b"))
    assert status_of(spot_price(job(), both, {"spot": (REFUSED,)}, NOW)) == "WARN"


def test_a_low_price_alone_is_no_fault() -> None:
    assert status_of(spot_price(job(), CHEAP, {}, NOW)) == "PASS"
    old = {"spot": (replace(REFUSED, started_at=NOW - 2 * HOUR),)}
    assert status_of(spot_price(job(), CHEAP, old, NOW)) == "PASS"
    short = job(reason="CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - Service cannot fulfill")
    assert status_of(spot_price(short, CHEAP, {}, NOW)) == "WARN"


def test_the_full_price_is_never_too_low() -> None:
    for pays in (None, 0, 100):
        here = (environment(kind="SPOT", bid_percentage=pays),)
        assert status_of(spot_price(job(), here, {"spot": (REFUSED,)}, NOW)) == "PASS"
    assert status_of(spot_price(job(), (environment(),), {}, NOW)) == "SKIP"


def test_few_pools_are_a_hint() -> None:
    need = Need(2, 4096)
    types = tuple(InstanceType(f"m{number}.large", 2, 8192) for number in range(3))
    here = (environment(kind="SPOT", subnets=("subnet-1", "subnet-2")),)
    subnets = (SUBNET, replace(SUBNET, id="subnet-2", zone="eu-west-1b"))
    assert status_of(diversified(need, here, {"spot": types}, subnets)) == "PASS"
    assert status_of(diversified(need, here, {"spot": types[:2]}, subnets)) == "WARN"
    assert status_of(diversified(need, here, {"spot": types}, subnets[:1])) == "WARN"
    assert status_of(diversified(Need(8, 1), here, {"spot": types}, subnets)) == "SKIP"


def test_the_newest_event_of_a_spot_fleet_decides() -> None:
    here = (environment(kind="SPOT", allocation_strategy="BEST_FIT"),)
    error = FleetEvent("sfr-1", "error", "iamFleetRoleInvalid", "the role", NOW - 60_000)
    launched = FleetEvent("sfr-1", "instanceChange", "launched", "", NOW - 30_000)
    priced = FleetEvent("sfr-1", "information", "launchSpecUnusable", "", NOW)
    verdict = fleet_launches(here, {"spot": (error, priced)})
    assert status_of(verdict) == "FAIL"
    assert dict(verdict.values) == {"fleet": "sfr-1", "since": "2023-11-14T22:12:20Z"}
    assert "iamFleetRoleInvalid the role" in verdict.summary
    assert status_of(fleet_launches(here, {"spot": (error, launched)})) == "PASS"
    assert status_of(fleet_launches(here, {})) == "PASS"
    assert status_of(fleet_launches((environment(kind="SPOT"),), {})) == "SKIP"
