from __future__ import annotations

from batchdeck.local.placement.rules.environment_enabled import environment_enabled
from tests.local.batch.builders import environment
from tests.local.placement.places import SMALL, SURROUNDINGS


def test_a_disabled_environment_takes_nothing_and_aws_does_not_say_why() -> None:
    record = environment()
    assert environment_enabled(record, SMALL, SURROUNDINGS) is None
    record.state = "DISABLED"
    found = environment_enabled(record, SMALL, SURROUNDINGS)
    assert found is not None
    assert found.reason == ""
