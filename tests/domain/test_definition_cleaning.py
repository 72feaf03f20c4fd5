from __future__ import annotations

from batchdeck.domain.definition_cleaning import fates, uses
from batchdeck.domain.job import Job
from batchdeck.domain.resources import JobDefinition

REVISIONS = [
    JobDefinition("etl", number, f"arn:{number}", "container", "ACTIVE") for number in range(1, 10)
]


def job(revision: int, status: str) -> Job:
    return Job(f"{revision}-{status}", "job", "q", status, 1, definition=f"etl:{revision}")


def removed(jobs: list[Job], keep: int) -> list[int]:
    return [one.revision.revision for one in fates(REVISIONS, jobs, keep) if not one.kept]


def test_the_newest_ones_are_kept() -> None:
    assert removed([], 5) == [4, 3, 2, 1]
    assert removed([], 9) == []
    assert removed([], 100) == []


def test_one_is_always_kept() -> None:
    assert removed([], 0) == removed([], 1) == [8, 7, 6, 5, 4, 3, 2, 1]


def test_what_a_job_still_has_is_kept_whatever_its_state() -> None:
    states = ("SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING", "SOMETHING_NEW")
    jobs = [job(number, status) for number, status in enumerate(states, 1)]
    assert removed(jobs, 1) == [8, 7]


def test_what_only_finished_jobs_had_is_removed() -> None:
    assert removed([job(1, "SUCCEEDED"), job(2, "FAILED")], 8) == [1]


def test_the_reasons() -> None:
    jobs = [job(2, "RUNNING"), job(9, "RUNNABLE"), job(2, "RUNNABLE"), job(2, "RUNNABLE")]
    why = {one.revision.revision: one.why for one in fates(REVISIONS, jobs, 2)}
    assert why[9] == "one of the newest 2, 1 job has it: 1 RUNNABLE"
    assert why[8] == "one of the newest 2"
    assert why[2] == "3 jobs have it: 1 RUNNING, 2 RUNNABLE"
    assert why[1] == "older, and no job waits or runs with it"
    assert fates(REVISIONS, [], 1)[0].why == "the newest"


def test_inactive_revisions_are_gone_already() -> None:
    gone = JobDefinition("etl", 10, "arn:10", "container", "INACTIVE")
    assert fates([gone, *REVISIONS], [], 5)[0].revision.revision == 9


def test_uses_by_revision_and_state() -> None:
    assert uses([job(1, "RUNNING"), job(1, "FAILED")]) == {"etl:1": {"RUNNING": 1}}
