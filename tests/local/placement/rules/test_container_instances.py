from __future__ import annotations

from batchdeck.local.placement.rules.container_instances import container_instances
from tests.local.batch.builders import environment
from tests.local.placement.places import SMALL, SURROUNDINGS


def test_an_unmanaged_environment_waits_for_instances() -> None:
    record = environment()
    assert container_instances(record, SMALL, SURROUNDINGS) is None
    record.type = "UNMANAGED"
    found = container_instances(record, SMALL, SURROUNDINGS)
    assert found is not None
    assert found.reason == ""
