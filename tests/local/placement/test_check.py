from __future__ import annotations

from batchdeck.local.batch.records import ComputeEnvironmentRecord
from batchdeck.local.placement.check import obstacle
from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.surroundings import Surroundings
from tests.local.cloud import ACCOUNT, REGION, Cloud

SMALL = Demand(vcpus=1, memory=64)


def of(cloud: Cloud, name: str) -> ComputeEnvironmentRecord:
    record = cloud.backend.account.environment(name)
    assert record is not None
    return record


def test_nothing_stands_in_the_way_of_a_job_that_fits(cloud: Cloud) -> None:
    surroundings = Surroundings(ACCOUNT, REGION)
    assert obstacle(of(cloud, cloud.environment()), SMALL, surroundings) is None
    assert obstacle(of(cloud, cloud.environment("SPOT")), SMALL, surroundings) is None


def test_of_several_obstacles_the_nearest_is_told(cloud: Cloud) -> None:
    record = of(cloud, cloud.environment(instanceRole="missing", maxvCpus=2))
    large = Demand(vcpus=64, memory=64)
    found = obstacle(record, large, Surroundings(ACCOUNT, REGION))
    assert found is not None
    assert "maxvCpus" in found.detail
    record.state = "DISABLED"
    found = obstacle(record, large, Surroundings(ACCOUNT, REGION))
    assert found is not None
    assert "DISABLED" in found.detail
