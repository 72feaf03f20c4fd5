from __future__ import annotations

import pytest

from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.rules.platform import platform
from tests.local.batch.builders import environment
from tests.local.placement.places import SURROUNDINGS


@pytest.mark.parametrize(
    ("kind", "platforms", "fits"),
    [
        ("EC2", ("EC2",), True),
        ("SPOT", ("EC2",), True),
        ("FARGATE_SPOT", ("FARGATE",), True),
        ("FARGATE", ("EC2",), False),
        ("EC2", ("FARGATE",), False),
        ("FARGATE", ("EC2", "FARGATE"), True),
    ],
)
def test_the_platforms_must_name_the_environments_kind(
    kind: str, platforms: tuple[str, ...], fits: bool
) -> None:
    demand = Demand(vcpus=1, memory=64, platforms=platforms)
    assert (platform(environment(kind), demand, SURROUNDINGS) is None) is fits
