from __future__ import annotations

import pytest

from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.obstacle import MAX_RESOURCE, RESOURCE_REQUIREMENT
from batchdeck.local.placement.rules.instance_size import instance_size
from tests.local.batch.builders import environment
from tests.local.placement.places import SURROUNDINGS


@pytest.mark.parametrize(
    ("types", "vcpus", "memory", "reason"),
    [
        (["m5.large"], 2, 7000, None),
        (["m5.large"], 2, 8192, RESOURCE_REQUIREMENT),
        (["m5.large"], 2.5, 64, RESOURCE_REQUIREMENT),
        (["c5.large", "r5.large"], 2, 12000, None),
        (["m5"], 8, 200_000, MAX_RESOURCE),
        (["c5"], 8, 400_000, RESOURCE_REQUIREMENT),
        (["optimal"], 16, 64, None),
    ],
)
def test_some_type_must_hold_the_job_within_the_maximum(
    types: list[str], vcpus: float, memory: int, reason: str | None
) -> None:
    record = environment(instanceTypes=types, maxvCpus=16)
    found = instance_size(record, Demand(vcpus, memory), SURROUNDINGS)
    assert (found.reason if found else None) == reason


def test_fargate_has_no_types() -> None:
    assert instance_size(environment("FARGATE"), Demand(1, 2048), SURROUNDINGS) is None
