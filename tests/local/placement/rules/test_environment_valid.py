from __future__ import annotations

import pytest

from batchdeck.local.placement.obstacle import ACTION_REQUIRED
from batchdeck.local.placement.rules.environment_valid import environment_valid
from tests.local.batch.builders import environment
from tests.local.placement.places import SMALL, SURROUNDINGS


@pytest.mark.parametrize("status", ["VALID", "UPDATING"])
def test_states_in_which_jobs_are_taken(status: str) -> None:
    record = environment()
    record.status = status
    assert environment_valid(record, SMALL, SURROUNDINGS) is None


@pytest.mark.parametrize(
    ("status", "reason"), [("INVALID", ACTION_REQUIRED), ("CREATING", ""), ("DELETING", "")]
)
def test_states_in_which_they_are_not(status: str, reason: str) -> None:
    record = environment()
    record.status = status
    found = environment_valid(record, SMALL, SURROUNDINGS)
    assert found is not None
    assert found.reason == reason
