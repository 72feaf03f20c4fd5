from dataclasses import replace

from batchdeck.domain.job import Job
from batchdeck.domain.waiting import in_state_since, usual_waits, waits_too_long

NOW = 1_700_000_000_000
MINUTE = 60_000
WAITING = Job("a", "a", "etl", "RUNNABLE", NOW - 20 * MINUTE)


def started_after(minutes: int, queue: str = "etl") -> Job:
    return Job("x", "x", queue, "RUNNING", NOW, started_at=NOW + minutes * MINUTE)


def test_the_age_in_a_state_begins_where_aws_or_the_console_saw_it_begin() -> None:
    assert in_state_since(WAITING) == WAITING.created_at
    assert in_state_since(WAITING, seen_at=NOW) == NOW
    running = replace(WAITING, status="RUNNING", started_at=NOW - 5)
    assert in_state_since(running, seen_at=NOW) == NOW - 5
    ended = replace(running, status="FAILED", stopped_at=NOW - 3)
    assert in_state_since(ended, seen_at=NOW) == NOW - 3
    assert in_state_since(replace(ended, stopped_at=None)) == NOW - 5


def test_ten_minutes_are_always_normal() -> None:
    assert waits_too_long(WAITING, NOW, None)
    assert waits_too_long(WAITING, NOW, 1)
    assert not waits_too_long(WAITING, WAITING.created_at + 10 * MINUTE, 1)
    assert not waits_too_long(WAITING, NOW, None, seen_at=NOW - 9 * MINUTE)


def test_three_times_the_usual_wait_is_normal() -> None:
    assert not waits_too_long(WAITING, NOW, 7 * MINUTE)
    assert waits_too_long(WAITING, NOW, 6 * MINUTE)


def test_only_runnable_jobs_wait_too_long() -> None:
    for status in ("SUBMITTED", "PENDING", "STARTING", "RUNNING", "FAILED", "NEWER"):
        assert not waits_too_long(replace(WAITING, status=status), NOW, None)


def test_the_usual_wait_is_the_median_of_the_queue() -> None:
    jobs = [WAITING, *map(started_after, (1, 90, 2)), started_after(5, "train")]
    assert usual_waits(jobs) == {"etl": 2 * MINUTE, "train": 5 * MINUTE}
    assert usual_waits([WAITING]) == {}


def test_only_a_bounded_number_of_jobs_is_looked_at() -> None:
    taken = 0

    def endless() -> object:
        nonlocal taken
        while True:
            taken += 1
            yield started_after(3)

    assert usual_waits(endless()) == {"etl": 3 * MINUTE}  # type: ignore[arg-type]
    assert taken <= 10_001
