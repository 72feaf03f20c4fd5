from __future__ import annotations

import time
from itertools import pairwise

from batchdeck.local.batch import reasons
from batchdeck.local.batch.records import JobRecord
from batchdeck.local.demo.account import Demo
from batchdeck.local.demo.habits import NIGHTLY
from batchdeck.local.demo.history import DAYS
from batchdeck.local.demo.pipelines import ARCHIVES
from tests.local.demo.conftest import JOBS

DAY = 24 * 60 * 60 * 1000


def finished(demo: Demo) -> list[JobRecord]:
    """Jobs that have ended, without those of arrays and pipelines."""
    staged = {stage.definition for stage in ARCHIVES.stages}
    ended = [
        job
        for job in demo.service.account.jobs
        if job.stopped_at is not None and job.definition.name not in staged
    ]
    return [job for job in ended if job.array_size is None and not job.depends_on]


def test_hundreds_of_jobs_ended_in_the_last_days(demo: Demo) -> None:
    past = finished(demo)
    now = time.time() * 1000
    assert len(past) == JOBS
    assert all(0 < now - (job.stopped_at or 0) < (DAYS + 2) * DAY for job in past)
    assert 0.05 < sum(job.status == "FAILED" for job in past) / JOBS < 0.25


def test_the_nights_report_and_back_up_at_their_hours(demo: Demo) -> None:
    for habit in NIGHTLY:
        mine = [job for job in finished(demo) if job.definition.name == habit.definition]
        assert len(mine) == DAYS
        created = sorted(job.created_at for job in mine)
        assert {later - earlier for earlier, later in pairwise(created)} == {DAY}
        assert all(at % DAY == int((habit.hour or 0) * 3_600_000) for at in created)


def test_only_spot_loses_its_hosts(demo: Demo) -> None:
    account = demo.service.account
    lost = [
        account.environments[job.environment_arn].kind
        for job in finished(demo)
        for attempt in job.attempts
        if attempt.status_reason.startswith("Host EC2")
    ]
    assert set(lost) == {"SPOT"}


def test_times_come_in_their_order(demo: Demo) -> None:
    for job in finished(demo):
        times = [job.created_at, job.runnable_at]
        for attempt in job.attempts:
            times += [attempt.started_at, attempt.stopped_at]
        known = [*(at for at in times if at is not None), job.stopped_at or 0]
        assert known == sorted(known), job


def test_a_job_tells_what_its_newest_attempt_tells(demo: Demo) -> None:
    for job in finished(demo):
        if job.attempts:
            newest = job.attempts[-1]
            assert (job.exit_code, job.log_stream) == (newest.exit_code, newest.log_stream)
        assert (job.status == "SUCCEEDED") == (job.exit_code == 0)


def test_jobs_failed_in_every_way(demo: Demo) -> None:
    failed = [job for job in finished(demo) if job.status == "FAILED"]
    assert {1, 137, 139, 143, None} <= {job.exit_code for job in failed}
    told = " ".join(job.status_reason + job.container_reason for job in failed)
    for words in ("OutOfMemoryError", "CannotPullContainerError", "terminated.", reasons.TIMED_OUT):
        assert words in told
    assert any(job.is_cancelled for job in failed)
    assert any(job.is_terminated for job in failed)


def test_what_timed_out_ran_as_long_as_it_might(demo: Demo) -> None:
    timed_out = [job for job in finished(demo) if job.status_reason == reasons.TIMED_OUT]
    assert timed_out
    for job in timed_out:
        allowed = job.definition.document["timeout"]["attemptDurationSeconds"]
        assert (job.stopped_at or 0) - (job.started_at or 0) == allowed * 1000


def test_fargate_has_no_hosts_to_lose(demo: Demo) -> None:
    hosts = [
        attempt.container_instance_arn
        for job in finished(demo)
        for attempt in job.attempts
        if job.environment_arn.endswith("/fargate")
    ]
    assert hosts
    assert set(hosts) == {""}
