import random
from collections import Counter
from dataclasses import replace

from batchdeck.domain.job import Job
from batchdeck.domain.job_status import STATUSES
from batchdeck.jobs.roster import Roster
from tests.jobs.scripted_batch import NOON, job


def statuses(roster: Roster) -> dict[str, str]:
    return {each.id: each.status for each in roster.jobs}


def test_jobs_are_newest_first_whatever_the_order_of_pages() -> None:
    jobs = [job(f"j{number:03}", age=number // 3) for number in range(300)]
    pages = [jobs[at : at + 50] for at in range(0, 300, 50)]
    random.Random(1).shuffle(pages)
    roster = Roster()
    for page in pages:
        roster.merge(page, roster.tick(), NOON)
    assert list(roster.jobs) == sorted(jobs, key=lambda each: (-each.created_at, each.id))
    assert roster.newest("etl") == NOON
    assert roster.newest("other") == 0


def test_what_did_not_change_stays_the_same_object() -> None:
    roster = Roster()
    roster.merge([job("a"), job("b")], roster.tick(), NOON)
    shown, first = roster.jobs, roster.version
    roster.merge([job("a"), job("b")], roster.tick(), NOON)
    assert roster.jobs is shown
    assert roster.version == first
    roster.merge([job("a", "STARTING")], roster.tick(), NOON)
    assert roster.version > first
    assert roster.jobs[1] is shown[1]


def test_those_that_wait_are_known_without_a_look_at_the_others() -> None:
    roster = Roster()
    roster.merge([job(status.lower(), status) for status in STATUSES], roster.tick(), NOON)
    assert [each.id for each in roster.runnable] == ["runnable"]
    roster.merge([job("runnable", "RUNNING")], roster.tick(), NOON)
    assert roster.runnable == ()


def test_of_two_overlapping_answers_the_more_advanced_holds() -> None:
    roster = Roster()
    early, late = roster.tick(), roster.tick()
    roster.merge([job("a", "RUNNING"), job("b", "RUNNABLE")], late, NOON)
    roster.merge([job("a", "RUNNABLE"), job("b", "RUNNING")], early, NOON)
    assert statuses(roster) == {"a": "RUNNING", "b": "RUNNING"}


def test_a_later_answer_may_lead_back_because_of_a_retry() -> None:
    roster = Roster()
    roster.merge([job("a", "RUNNING")], roster.tick(), NOON)
    roster.merge([job("a", "RUNNABLE")], roster.tick(), NOON + 9)
    assert statuses(roster) == {"a": "RUNNABLE"}
    assert roster.changed_at == {"a": NOON + 9}


def test_what_has_ended_never_changes_again() -> None:
    roster = Roster()
    roster.merge([job("a", "FAILED")], roster.tick(), NOON)
    roster.merge([job("a", "RUNNING")], roster.tick(), NOON)
    assert statuses(roster) == {"a": "FAILED"}
    assert not roster.active("etl")


def test_the_same_job_twice_in_one_answer_is_one_job() -> None:
    roster = Roster()
    roster.merge([job("a", "RUNNABLE"), job("a", "RUNNING")], roster.tick(), NOON)
    assert statuses(roster) == {"a": "RUNNING"}
    assert roster.counts == {("etl", "RUNNING"): 1}


def test_a_job_whose_creation_is_corrected_moves_to_its_place() -> None:
    roster = Roster()
    roster.merge([job("a", age=1), job("b", age=2)], roster.tick(), NOON)
    roster.merge([job("a", age=3)], roster.tick(), NOON)
    assert [each.id for each in roster.jobs] == ["b", "a"]


def test_an_active_job_is_dropped_after_two_misses_in_a_row() -> None:
    roster = Roster()
    roster.merge([job("a"), job("b"), job("c", "FAILED")], roster.tick(), NOON)
    roster.miss(["a", "b", "c"])
    roster.merge([job("b")], roster.tick(), NOON)
    roster.miss(["a", "b", "c"])
    assert statuses(roster) == {"b": "RUNNABLE", "c": "FAILED"}
    assert roster.counts == {("etl", "RUNNABLE"): 1, ("etl", "FAILED"): 1}
    assert set(roster.active("etl")) == {"b"}


def test_jobs_that_no_later_answer_contained_are_named() -> None:
    roster = Roster()
    roster.merge([job("a"), job("b"), job("c", queue="other")], roster.tick(), NOON)
    since = roster.tick()
    roster.merge([job("b")], roster.tick(), NOON)
    assert roster.not_seen_since("etl", since) == ["a"]


def test_the_time_of_a_change_is_kept_until_aws_tells_a_better_one() -> None:
    roster = Roster()
    roster.merge([job("a", "SUBMITTED")], roster.tick(), NOON)
    assert roster.changed_at == {}, "when it came into this state nobody saw"
    roster.merge([job("a", "RUNNABLE")], roster.tick(), NOON + 3)
    assert roster.changed_at == {"a": NOON + 3}
    roster.merge([job("a", "RUNNING")], roster.tick(), NOON + 6)
    assert roster.changed_at == {}


def test_after_any_sequence_of_answers_everything_fits_together() -> None:
    chance = random.Random(20)
    roster = Roster()
    for _ in range(300):
        page = [
            replace(
                job(f"j{chance.randrange(200)}", chance.choice(STATUSES), age=5),
                created_at=NOON - chance.randrange(4),
                queue="etl",
            )
            for _ in range(chance.randrange(30))
        ]
        ended = {each.id for each in roster.jobs if each.finished}
        roster.merge(page, roster.tick() - chance.randrange(5), NOON)
        roster.miss(chance.sample(sorted(roster.active("etl")), min(2, len(roster.active("etl")))))
        check(roster, roster.jobs)
        assert ended <= {each.id for each in roster.jobs if each.finished}


def check(roster: Roster, jobs: tuple[Job, ...]) -> None:
    assert list(jobs) == sorted(jobs, key=lambda each: (-each.created_at, each.id))
    assert len({each.id for each in jobs}) == len(jobs)
    assert roster.counts == Counter((each.queue, each.status) for each in jobs)
    assert set(roster.active("etl")) == {each.id for each in jobs if not each.finished}


def test_a_job_that_is_known_again_was_not_forgotten() -> None:
    roster = Roster()
    roster.merge([job("a", "FAILED"), job("b", "FAILED")], roster.tick(), NOON)
    roster.miss(["a", "b"], ended=True)
    roster.still_there(["a"])
    roster.miss(["a", "b"], ended=True)
    assert statuses(roster) == {"a": "FAILED"}


def test_one_that_ended_while_it_was_asked_for_is_not_missing() -> None:
    roster = Roster()
    roster.merge([job("a", "FAILED"), job("b", "RUNNING")], roster.tick(), NOON)
    for _ in range(3):
        roster.miss(["a"])
        roster.miss(["b"], ended=True)
    assert statuses(roster) == {"a": "FAILED", "b": "RUNNING"}


def test_those_that_ended_first_are_found_whenever_they_were_created() -> None:
    roster = Roster()
    jobs = [job(f"j{age:02}", "SUCCEEDED", age=age) for age in range(50)]
    jobs[49] = replace(jobs[49], stopped_at=NOON)
    roster.merge([*jobs, job("r", "RUNNING", age=99)], roster.tick(), NOON)
    roster.merge([job("x", "FAILED", age=98, queue="other")], roster.tick(), NOON)
    assert roster.oldest_ended({"etl"}, 3) == ["j48", "j47", "j46"]
    assert roster.oldest_ended({"etl", "other"}, 2) == ["x", "j48"]
    assert roster.oldest_ended({"nobody"}, 2) == []
