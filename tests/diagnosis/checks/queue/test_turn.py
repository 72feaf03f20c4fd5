from __future__ import annotations

from batchdeck.diagnosis.checks.queue.turn import head_blocked, waiting_turn
from batchdeck.diagnosis.need import need_of
from tests.diagnosis.things import HOUR, NOW, QUEUE, environment, job, status_of

BLOCKED = "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - too large"
MINE = job()


def test_the_head_itself_is_not_held_by_the_head() -> None:
    assert status_of(head_blocked(MINE, QUEUE, ("j-1",), MINE.job, NOW)) == "PASS"


def test_a_blocked_head_holds_everything_behind_it() -> None:
    head = job(reason=BLOCKED).job
    verdict = head_blocked(MINE, QUEUE, ("other", "j-1"), head, NOW)
    assert status_of(verdict) == "FAIL"
    assert verdict.settled


def test_a_code_that_may_be_wrong_at_first_is_not_believed_at_first() -> None:
    head = job(reason=BLOCKED, age=180_000).job
    verdict = head_blocked(MINE, QUEUE, ("other", "j-1"), head, NOW)
    assert status_of(verdict) == "PASS"
    assert "position 2" in verdict.summary
    assert status_of(head_blocked(MINE, QUEUE, ("o", "j-1"), job(age=HOUR).job, NOW)) == "PASS"


def test_a_full_environment_is_a_reason_to_wait_and_no_failure() -> None:
    front = (*map(str, range(7)), "j-1")
    full = waiting_turn(MINE, need_of(MINE), front, (environment(max_vcpus=256),), 256)
    assert status_of(full) == "WARN"
    assert full.summary == "waiting, position 8, environment full 256/256"
    free = waiting_turn(MINE, need_of(MINE), front, (environment(max_vcpus=256),), 200)
    assert status_of(free) == "PASS"
    beyond = waiting_turn(MINE, need_of(MINE), ("a",), (environment(),), 64)
    assert "position beyond 1" in beyond.summary
    unlimited = (environment(max_vcpus=None),)
    assert status_of(waiting_turn(MINE, need_of(MINE), front, unlimited, 9)) == "UNKNOWN"


def test_an_empty_environment_that_is_too_small_makes_nobody_wait() -> None:
    small = (environment(max_vcpus=1),)
    assert status_of(waiting_turn(MINE, need_of(MINE), ("j-1",), small, 0)) == "PASS"
