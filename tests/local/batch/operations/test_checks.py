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


@pytest.mark.parametrize("name", ["_a", "-a"])
def test_a_jobs_name_begins_with_a_letter_or_number(name: str) -> None:
    checks.check_name(name)
    with pytest.raises(ClientError, match="Job name should match valid pattern"):
        checks.check_job_name(name)
    checks.check_job_name("9-a_")


def test_a_reason_has_at_most_1024_characters() -> None:
    checks.check_reason("x" * 1024)
    with pytest.raises(ClientError, match="at most 1024"):
        checks.check_reason("x" * 1025)


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        ({}, "at least one of onExitCode, onReason or onStatusReason"),
        ({"onExitCode": "one"}, "contains restricted characters"),
        ({"onExitCode": "1*3"}, "contains restricted characters"),
        ({"onExitCode": "1" * 513}, "cannot exceed 512 characters"),
        ({"onReason": "x" * 513}, "cannot exceed 512 characters"),
        ({"onStatusReason": "x" * 513}, "cannot exceed 512 characters"),
    ],
)
def test_patterns_of_exit_conditions_have_limits(condition: dict[str, str], text: str) -> None:
    strategy = {"attempts": 2, "evaluateOnExit": [{**condition, "action": "RETRY"}]}
    with pytest.raises(ClientError, match=text):
        checks.check_retry_strategy(strategy)
    strategy["evaluateOnExit"] = [{"onExitCode": "13*", "onReason": "*", "action": "EXIT"}]
    checks.check_retry_strategy(strategy)


@pytest.mark.parametrize(("name", "value"), [("", "x"), ("x" * 129, ""), ("x", "y" * 257)])
def test_tags_have_lengths(name: str, value: str) -> None:
    with pytest.raises(ClientError, match="1 to 128 characters"):
        checks.check_tags({name: value})
    checks.check_tags({"x" * 128: "y" * 256})
