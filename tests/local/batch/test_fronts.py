from __future__ import annotations

import time

import pytest

from batchdeck.local.batch.fronts import Front, Fronts
from batchdeck.local.batch.records import JobRecord
from tests.local.batch.builders import QUEUE, job


def front(*jobs: JobRecord) -> Front:
    made = Front()
    for one in jobs:
        made.join(one)
    return made


def test_jobs_stand_in_the_order_they_came_since_they_came() -> None:
    first, second = job("first", runnable_at=5), job("second", 7)
    assert list(front(first, second).places()) == [(first, 5), (second, 7)]


def test_who_leaves_moves_those_behind_up(monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = [job(str(number), runnable_at=10 + number) for number in range(5)]
    made = front(*jobs)
    now = iter((100, 200, 300))
    monkeypatch.setattr(time, "time_ns", lambda: next(now) * 1_000_000)
    made.leave(jobs[3])
    made.leave(jobs[1])
    assert [since for _, since in made.places()] == [10, 200, 200]
    made.leave(jobs[2])
    assert list(made.places()) == [(jobs[0], 10), (jobs[4], 300)]
    assert len(made) == 2


def test_who_comes_back_stands_at_the_end() -> None:
    first, second = job("first", 1), job("second", 2)
    made = front(first, second)
    made.leave(first)
    made.join(first)
    assert [one for one, _ in made.places()] == [second, first]


def test_every_queue_has_a_front_of_its_own() -> None:
    fronts = Fronts()
    fronts.of(QUEUE).join(job())
    assert len(fronts.of(QUEUE)) == 1
    assert len(fronts.of("another")) == 0
