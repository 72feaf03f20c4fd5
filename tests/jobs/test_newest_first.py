from __future__ import annotations

import random
from dataclasses import replace

from batchdeck.domain.job import Job
from batchdeck.jobs.newest_first import BLOCK, NewestFirst, place
from tests.jobs.scripted_batch import job

MANY = 5 * BLOCK


def shuffled(count: int, seed: int = 1) -> list[Job]:
    """Jobs of which three were created at the same time each."""
    jobs = [job(f"j{number:05}", age=number // 3) for number in range(count)]
    random.Random(seed).shuffle(jobs)
    return jobs


def filled(jobs: list[Job]) -> NewestFirst:
    order = NewestFirst()
    for each in jobs:
        order.add(each)
    return order


def test_jobs_that_come_in_any_order_stand_newest_first() -> None:
    jobs = shuffled(MANY)
    order = filled(jobs)
    assert list(order) == sorted(jobs, key=place)
    assert list(reversed(order)) == sorted(jobs, key=place, reverse=True)


def test_jobs_that_come_in_order_and_against_it() -> None:
    jobs = sorted(shuffled(MANY), key=place)
    assert list(filled(jobs)) == jobs
    assert list(filled(jobs[::-1])) == jobs


def test_what_is_taken_out_is_gone_and_can_come_back() -> None:
    jobs = shuffled(MANY)
    order = filled(jobs)
    gone, left = jobs[: MANY // 2], jobs[MANY // 2 :]
    for each in gone:
        order.remove(each)
    assert list(order) == sorted(left, key=place)
    for each in left:
        order.remove(each)
    assert list(order) == []
    for each in jobs:
        order.add(each)
    assert list(order) == sorted(jobs, key=place)


def test_something_newer_of_a_job_stands_in_its_place_or_moves() -> None:
    jobs = shuffled(MANY)
    order = filled(jobs)
    dice = random.Random(2)
    newer = [
        replace(each, status="FAILED", created_at=each.created_at - dice.choice([0, 0, 70_000]))
        for each in jobs
    ]
    for old, new in zip(jobs, newer, strict=True):
        order.replace(old, new)
    assert list(order) == sorted(newer, key=place)
