from __future__ import annotations

import pytest

from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import MAX_RESOURCE
from batchdeck.local.placement.rules.max_vcpus import max_vcpus
from tests.local.batch.builders import environment
from tests.local.placement.places import SURROUNDINGS


@pytest.mark.parametrize("kind", ["EC2", "FARGATE"])
def test_a_job_must_not_need_more_than_the_maximum(kind: str) -> None:
    record = environment(kind, maxvCpus=4)
    record.used_vcpus = 4
    assert max_vcpus(record, Demand(4, 64), SURROUNDINGS) is None
    found = max_vcpus(record, Demand(4.25, 64), SURROUNDINGS)
    assert found is not None
    assert found.reason == MAX_RESOURCE
