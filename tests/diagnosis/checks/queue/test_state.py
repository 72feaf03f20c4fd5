from __future__ import annotations

from dataclasses import replace

from batchdeck.diagnosis.checks.queue.state import (
    queue_enabled,
    queue_valid,
    usable_environment,
)
from tests.diagnosis.things import QUEUE, environment, status_of


def test_a_disabled_queue_fails() -> None:
    assert status_of(queue_enabled(QUEUE)) == "PASS"
    verdict = queue_enabled(replace(QUEUE, state="DISABLED"))
    assert status_of(verdict) == "FAIL"
    assert dict(verdict.values) == {"queue": "etl"}


def test_an_invalid_queue_fails_and_one_that_is_updated_does_not() -> None:
    assert status_of(queue_valid(replace(QUEUE, status="UPDATING"))) == "PASS"
    assert status_of(queue_valid(replace(QUEUE, status="INVALID"))) == "FAIL"


def test_one_usable_environment_is_enough() -> None:
    off, on = environment("a", state="DISABLED"), environment("b")
    assert status_of(usable_environment(QUEUE, (off, on))) == "PASS"
    assert status_of(usable_environment(QUEUE, (off,))) == "FAIL"
    assert status_of(usable_environment(QUEUE, ())) == "FAIL"
    invalid = environment("c", status="INVALID")
    assert len(usable_environment(QUEUE, (off, invalid)).evidence) == 2
