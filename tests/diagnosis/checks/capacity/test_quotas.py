from __future__ import annotations

from dataclasses import replace

from batchdeck.diagnosis.checks.capacity.quotas import (
    fargate_quota,
    on_demand_quota,
    spot_quota,
)
from batchdeck.diagnosis.need import Need
from batchdeck.domain.instance_type import InstanceType
from batchdeck.domain.quota import Quota
from tests.diagnosis.things import HOUR, NOW, activity, environment, status_of

NEED = Need(4, 8192)
ON_DEMAND = Quota("ec2", "L-1216C47A", "Running On-Demand Standard (C, M) instances", 32)
SPOT = Quota("ec2", "L-34B43A08", "All Standard (C, M) Spot Instance Requests", 32)
QUOTAS = (ON_DEMAND, SPOT)
TYPES = {
    name: (InstanceType("m6i.large", 2, 8192), InstanceType("m6i.xlarge", 4, 16384))
    for name in ("spot", "b")
}
HERE = (environment(),)
USED_UP = activity("Failed", "more vCPU capacity than your current vCPU limit of 32 allows")
SPOT_USED_UP = activity("Failed", "MaxSpotInstanceCountExceeded - Max spot instance count exceeded")


def test_an_account_that_may_have_none() -> None:
    none = (replace(ON_DEMAND, value=0),)
    verdict = on_demand_quota(NEED, HERE, TYPES, none, {}, NOW)
    assert status_of(verdict) == "FAIL"
    assert dict(verdict.values) == {"service": "ec2", "code": "L-1216C47A", "desired": "4"}
    assert "m6i.xlarge has 4 vCPUs" in verdict.summary
    assert status_of(on_demand_quota(NEED, HERE, TYPES, QUOTAS, {}, NOW)) == "PASS"


def test_a_quota_that_is_used_up_as_the_launches_tell() -> None:
    verdict = on_demand_quota(NEED, HERE, TYPES, QUOTAS, {"spot": (USED_UP,)}, NOW)
    assert (status_of(verdict), verdict.settled) == ("FAIL", True)
    assert dict(verdict.values)["desired"] == "64"
    assert verdict.evidence[0].value == "32, used up"
    for newest in (
        activity(),
        activity("Failed", "no such image"),
        activity("Failed", USED_UP.message, 2 * HOUR),
    ):
        launches = {"spot": (newest,)}
        assert status_of(on_demand_quota(NEED, HERE, TYPES, QUOTAS, launches, NOW)) == "PASS"


def test_what_cannot_be_told() -> None:
    assert status_of(on_demand_quota(NEED, HERE, TYPES, (), {}, NOW)) == "UNKNOWN"
    assert status_of(on_demand_quota(Need(64, 1), HERE, TYPES, QUOTAS, {}, NOW)) == "SKIP"


def test_another_family_has_room() -> None:
    g = Quota("ec2", "L-DB2E81BA", "Running On-Demand G and VT instances", 8)
    types = {"spot": (*TYPES["spot"], InstanceType("g5.2xlarge", 8, 32768, 1))}
    none = (replace(ON_DEMAND, value=0), g)
    assert status_of(on_demand_quota(NEED, HERE, types, none, {}, NOW)) == "PASS"
    assert status_of(on_demand_quota(NEED, HERE, types, none[:1], {}, NOW)) == "UNKNOWN"


def test_spot_has_a_quota_of_its_own_and_on_demand_is_a_way_out() -> None:
    spot = environment(kind="SPOT")
    none = (ON_DEMAND, replace(SPOT, value=2))
    assert status_of(spot_quota(NEED, (spot,), TYPES, none, {}, NOW)) == "FAIL"
    assert (
        status_of(spot_quota(NEED, (spot,), TYPES, QUOTAS, {"spot": (SPOT_USED_UP,)}, NOW))
        == "FAIL"
    )
    both = (spot, environment("b"))
    assert status_of(spot_quota(NEED, both, TYPES, none, {}, NOW)) == "WARN"
    assert status_of(on_demand_quota(NEED, both, TYPES, none, {}, NOW)) == "PASS"
    neither = (replace(ON_DEMAND, value=0), replace(SPOT, value=2))
    assert status_of(spot_quota(NEED, both, TYPES, neither, {}, NOW)) == "FAIL"
    assert status_of(on_demand_quota(NEED, both, TYPES, neither, {}, NOW)) == "FAIL"


def test_fargate() -> None:
    here = (environment(kind="FARGATE"),)
    quota = Quota("fargate", "L-3032A538", "Fargate On-Demand vCPU resource count", 6)
    assert status_of(fargate_quota(NEED, here, (quota,), 2)) == "PASS"
    assert status_of(fargate_quota(NEED, here, (quota,), 4)) == "WARN"
    assert status_of(fargate_quota(NEED, here, (), 4)) == "UNKNOWN"
    verdict = fargate_quota(Need(8, 16384), here, (quota,), 0)
    assert status_of(verdict) == "FAIL"
    assert dict(verdict.values)["desired"] == "12"
