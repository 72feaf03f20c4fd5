from __future__ import annotations

import pytest

from batchdeck.local.batch.errors import ClientError
from batchdeck.local.batch.operations import checks


@pytest.mark.parametrize("name", ["a", "A-b_9", "x" * 128])
def test_names_that_batch_takes(name: str) -> None:
    checks.check_name(name)


@pytest.mark.parametrize("name", ["", "a.b", "ä", "x" * 129, "a\n"])
def test_names_that_it_does_not(name: str) -> None:
    with pytest.raises(ClientError, match="is not supported pattern"):
        checks.check_name(name)


@pytest.mark.parametrize("status", ["CREATING", "UPDATING", "DELETING"])
def test_a_change_waits_for_the_one_before(status: str) -> None:
    with pytest.raises(ClientError, match="Cannot delete, resource is being modified"):
        checks.check_idle(status, "delete")
    checks.check_idle("VALID", "delete")


def test_a_strategy_has_at_most_five_conditions() -> None:
    condition = {"onExitCode": "1", "action": "RETRY"}
    checks.check_retry_strategy({"attempts": 1, "evaluateOnExit": [condition] * 5})
    with pytest.raises(ClientError, match="at most 5"):
        checks.check_retry_strategy({"attempts": 1, "evaluateOnExit": [condition] * 6})
    checks.check_retry_strategy(None)


def test_sixty_seconds_are_the_shortest_timeout() -> None:
    checks.check_timeout({"attemptDurationSeconds": 60})
    checks.check_timeout({})
    checks.check_timeout(None)
