from dataclasses import replace

from batchdeck.domain.job import Job
from batchdeck.domain.milestone import Milestone, reached

NEW = Job("a", "a", "etl", "SUBMITTED", 100)


def test_a_job_seen_from_its_beginning() -> None:
    milestones = reached((), NEW, 101)
    milestones = reached(milestones, NEW, 102)
    milestones = reached(milestones, replace(NEW, status="RUNNABLE"), 103)
    running = replace(NEW, status="RUNNING", started_at=104)
    milestones = reached(milestones, running, 110)
    ended = replace(running, status="FAILED", stopped_at=120)
    milestones = reached(milestones, ended, 130)
    assert reached(milestones, ended, 140) == milestones
    assert milestones == (
        Milestone("SUBMITTED", 100, exact=True),
        Milestone("RUNNABLE", 103, exact=False),
        Milestone("RUNNING", 104, exact=True),
        Milestone("FAILED", 120, exact=True),
    )


def test_a_job_seen_at_its_end_has_the_times_aws_tells() -> None:
    ended = replace(NEW, status="SUCCEEDED", started_at=150, stopped_at=190)
    assert [(each.status, each.at) for each in reached((), ended, 999)] == [
        ("SUBMITTED", 100),
        ("RUNNING", 150),
        ("SUCCEEDED", 190),
    ]


def test_a_job_that_ended_before_it_started() -> None:
    cancelled = replace(NEW, status="FAILED", stopped_at=110)
    assert [each.status for each in reached((), cancelled, 999)] == ["SUBMITTED", "FAILED"]
    untold = reached((), replace(cancelled, stopped_at=None), 999)
    assert untold[-1] == Milestone("FAILED", 999, exact=False)


def test_a_retry_goes_back_and_starts_again() -> None:
    running = replace(NEW, status="RUNNING", started_at=104)
    milestones = reached((), running, 105)
    milestones = reached(milestones, replace(running, status="RUNNABLE"), 110)
    milestones = reached(milestones, replace(running, started_at=120), 121)
    assert [(each.status, each.at) for each in milestones] == [
        ("SUBMITTED", 100),
        ("RUNNING", 104),
        ("RUNNABLE", 110),
        ("RUNNING", 120),
    ]
