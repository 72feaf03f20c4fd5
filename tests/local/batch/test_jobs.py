from __future__ import annotations

import random

from batchdeck.local.batch.jobs import STATUSES, Jobs, Position, position
from tests.local.batch.builders import QUEUE, job


def ids(jobs: object) -> list[str]:
    return [one.id for one in jobs]  # type: ignore[attr-defined]


def test_jobs_are_listed_newest_first_whatever_the_order_of_insertion() -> None:
    jobs = Jobs()
    for number in random.Random(1).sample(range(50), 50):
        jobs.insert(job(str(number), number))
    assert ids(jobs.newest_first(QUEUE)) == [str(number) for number in range(49, -1, -1)]
    assert ids(jobs.oldest_first(QUEUE, "SUBMITTED")) == [str(number) for number in range(50)]


def test_jobs_of_one_millisecond_keep_the_order_of_insertion() -> None:
    jobs = Jobs()
    for name in "abc":
        jobs.insert(job(name, 7))
    assert ids(jobs.newest_first(QUEUE)) == ["c", "b", "a"]


def test_a_moved_job_is_in_the_list_of_its_new_status_only() -> None:
    jobs = Jobs()
    first, second = job("first", 1), job("second", 2)
    jobs.insert(first)
    jobs.insert(second)
    jobs.move(first, "RUNNING")
    assert first.status == "RUNNING"
    assert ids(jobs.newest_first(QUEUE, "RUNNING")) == ["first"]
    assert ids(jobs.newest_first(QUEUE, "SUBMITTED")) == ["second"]
    assert ids(jobs.newest_first(QUEUE)) == ["second", "first"]


def test_a_list_goes_on_just_below_a_position() -> None:
    jobs = Jobs()
    inserted = [job(str(number), 5) for number in range(6)]
    for one in inserted:
        jobs.insert(one)
    assert ids(jobs.newest_first(QUEUE, before=position(inserted[2]))) == ["1", "0"]


def test_queues_do_not_see_each_other() -> None:
    jobs = Jobs()
    jobs.insert(job("mine"))
    jobs.insert(job("theirs", queue_arn="other"))
    assert ids(jobs.newest_first(QUEUE)) == ["mine"]
    assert len(jobs) == 2
    assert {one.id for one in jobs} == {"mine", "theirs"}
    assert jobs.get("theirs") is not None
    assert jobs.get("nobody's") is None


def test_a_forgotten_job_takes_its_children_with_it() -> None:
    jobs = Jobs()
    parent, other = job("parent", array_size=2, status="FAILED"), job("other", status="FAILED")
    children = [job(f"parent:{n}", parent_id="parent", index=n, status="FAILED") for n in range(2)]
    for one in (parent, other, *children):
        jobs.insert(one)
    assert jobs.summary(parent) == dict.fromkeys(STATUSES, 0) | {"FAILED": 2}
    assert jobs.summary(other) is None
    jobs.forget(parent)
    assert list(jobs) == [other]
    assert list(jobs.newest_first(QUEUE)) == [other]
    assert jobs.children(parent) == []


def test_names_are_found_whatever_came_in_between_and_went() -> None:
    jobs = Jobs()
    made = [job(f"id-{number}", number, status="FAILED") for number in (3, 1, 2, 5, 4)]
    for one in made:
        one.name = f"Night-{one.created_at}"
        jobs.insert(one)
    jobs.insert(job("id-3:0", 3, parent_id="id-3", index=0, array_size=2))

    def found(*names: str, before: Position | None = None) -> list[str]:
        def any_is_meant(text: str) -> bool:
            return any(f"\n{name}\n" in text for name in names)

        named = jobs.named(QUEUE, any_is_meant, lambda name: name in names, before=before)
        return [one.id for one in named]

    everything = [f"night-{number}" for number in range(1, 6)]
    assert found(*everything) == ["id-5", "id-4", "id-3", "id-2", "id-1"]
    assert found("Night-3") == []
    jobs.forget(made[0])
    assert found(*everything) == ["id-5", "id-4", "id-2", "id-1"]
    assert found("night-4", "night-1", before=(4, 0)) == ["id-1"]
    assert found("night-3") == []
