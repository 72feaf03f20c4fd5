from __future__ import annotations

from dataclasses import replace

from batchdeck.diagnosis.checks.capacity.quotas import (
    fargate_quota,
    on_demand_quota,
    spot_quota,
)
from batchdeck.diagnosis.need import Need
from batchdeck.domain.capacity import RunningInstance
from batchdeck.domain.instance_type import InstanceType
from batchdeck.domain.quota import Quota
from tests.diagnosis.things import environment, group, status_of

NEED = Need(4, 8192)
ON_DEMAND = Quota("ec2", "L-1216C47A", "Running On-Demand Standard (C, M) instances", 32)
SPOT = Quota("ec2", "L-34B43A08", "All Standard (C, M) Spot Instance Requests", 32)
QUOTAS = (ON_DEMAND, SPOT)
TYPES = {
    name: (InstanceType("m6i.large", 2, 8192), InstanceType("m6i.xlarge", 4, 16384))
    for name in ("spot", "b")
}
HERE = (environment(),)
EMPTY = (group(),)


def running(vcpus: int | None, type: str = "m6i.xlarge", **more: bool) -> RunningInstance:  # noqa: A002
    return RunningInstance("i-1", type, vcpus=vcpus, **more)


def test_an_account_that_may_have_none() -> None:
    none = (replace(ON_DEMAND, value=0),)
    verdict = on_demand_quota(NEED, HERE, TYPES, none, (), EMPTY)
    assert status_of(verdict) == "FAIL"
    assert dict(verdict.values) == {"service": "ec2", "code": "L-1216C47A", "desired": "4"}
    assert "m6i.xlarge has 4 vCPUs" in verdict.summary
    assert status_of(on_demand_quota(NEED, HERE, TYPES, QUOTAS, (), EMPTY)) == "PASS"


def test_what_others_run_counts() -> None:
    others = (running(29), running(100, is_spot=True), running(100, "p4d.24xlarge"))
    verdict = on_demand_quota(NEED, HERE, TYPES, QUOTAS, others, EMPTY)
    assert status_of(verdict) == "FAIL"
    assert dict(verdict.values)["desired"] == "64"
    assert verdict.evidence[0].value == "32, 29 used"
    assert status_of(on_demand_quota(NEED, HERE, TYPES, QUOTAS, others[1:], EMPTY)) == "PASS"
    unknown_sizes = (running(None), running(None, "m6i.96xlarge"), running(25))
    assert status_of(on_demand_quota(NEED, HERE, TYPES, QUOTAS, unknown_sizes, EMPTY)) == "FAIL"
    assert status_of(on_demand_quota(NEED, HERE, TYPES, QUOTAS, unknown_sizes[:2], EMPTY)) == "PASS"


def test_where_its_own_instances_run_the_job_waits_for_them() -> None:
    own = (group("i-1"),)
    full = (running(32),)
    assert status_of(on_demand_quota(NEED, HERE, TYPES, QUOTAS, full, own)) == "WARN"
    assert status_of(on_demand_quota(NEED, HERE, TYPES, QUOTAS, full, ())) == "WARN"


def test_what_cannot_be_told() -> None:
    assert status_of(on_demand_quota(NEED, HERE, TYPES, (), (), EMPTY)) == "UNKNOWN"
    assert status_of(on_demand_quota(Need(64, 1), HERE, TYPES, QUOTAS, (), EMPTY)) == "SKIP"


def test_another_family_has_room() -> None:
    g = Quota("ec2", "L-DB2E81BA", "Running On-Demand G and VT instances", 8)
    types = {"spot": (*TYPES["spot"], InstanceType("g5.2xlarge", 8, 32768, 1))}
    none = (replace(ON_DEMAND, value=0), g)
    assert status_of(on_demand_quota(NEED, HERE, types, none, (), EMPTY)) == "PASS"
    assert status_of(on_demand_quota(Need(4, 1, 1), HERE, types, none, (running(1),), ())) == "PASS"


def test_spot_has_a_quota_of_its_own_and_on_demand_is_a_way_out() -> None:
    spot = environment(kind="SPOT")
    none = (ON_DEMAND, replace(SPOT, value=2))
    assert status_of(spot_quota(NEED, (spot,), TYPES, none, (), EMPTY)) == "FAIL"
    both = (spot, environment("b"))
    assert status_of(spot_quota(NEED, both, TYPES, none, (), EMPTY)) == "WARN"
    assert status_of(on_demand_quota(NEED, both, TYPES, none, (), EMPTY)) == "PASS"
    neither = (replace(ON_DEMAND, value=0), replace(SPOT, value=2))
    assert status_of(spot_quota(NEED, both, TYPES, neither, (), EMPTY)) == "FAIL"
    assert status_of(on_demand_quota(NEED, both, TYPES, neither, (), EMPTY)) == "FAIL"


def test_fargate() -> None:
    here = (environment(kind="FARGATE"),)
    quota = Quota("fargate", "L-3032A538", "Fargate On-Demand vCPU resource count", 6)
    assert status_of(fargate_quota(NEED, here, (quota,), 2)) == "PASS"
    assert status_of(fargate_quota(NEED, here, (quota,), 4)) == "WARN"
    assert status_of(fargate_quota(NEED, here, (), 4)) == "UNKNOWN"
    verdict = fargate_quota(Need(8, 16384), here, (quota,), 0)
    assert status_of(verdict) == "FAIL"
    assert dict(verdict.values)["desired"] == "12"
