from __future__ import annotations

from dataclasses import replace

from batchdeck.diagnosis.checks.job.waiting import (
    evaluated,
    has_timeout,
    not_too_long,
    retried_on_spot,
)
from batchdeck.domain.snapshot import Place, QueueSnapshot
from tests.diagnosis.things import NOW, QUEUE, attempt, environment, job, status_of

EC2 = frozenset({"EC2"})
MINUTE = 60_000
NOWHERE = QueueSnapshot()


def test_how_long_is_usual_depends_on_where_it_runs() -> None:
    mine = job(age=5 * MINUTE)
    assert status_of(not_too_long(mine, NOWHERE, EC2, NOW)) == "PASS"
    verdict = not_too_long(mine, NOWHERE, frozenset({"FARGATE"}), NOW)
    assert (status_of(verdict), verdict.summary) == (
        "WARN",
        "waits for 5m00s; up to 3m00s is usual",
    )
    both = frozenset({"SPOT", "EC2"})
    assert status_of(not_too_long(job(age=14 * MINUTE), NOWHERE, both, NOW)) == "PASS"
    assert status_of(not_too_long(job(age=15 * MINUTE), NOWHERE, both, NOW)) == "WARN"


def test_what_came_last_counts() -> None:
    lately = QueueSnapshot((Place("j-1", NOW - MINUTE),))
    assert status_of(not_too_long(job(), lately, EC2, NOW)) == "PASS"
    retried = job(attempts=(attempt(), replace(attempt(), stopped_at=NOW - MINUTE)))
    assert status_of(not_too_long(job(), NOWHERE, EC2, NOW)) == "WARN"
    assert status_of(not_too_long(retried, NOWHERE, EC2, NOW)) == "PASS"


def test_a_job_nobody_looked_at() -> None:
    assert status_of(evaluated(job("SUBMITTED", age=1000), QUEUE, NOW)) == "PASS"
    verdict = evaluated(job("SUBMITTED", age=5 * MINUTE), QUEUE, NOW)
    assert (status_of(verdict), verdict.estimated) == ("FAIL", True)
    assert dict(verdict.values) == {"queue": "etl"}
    assert status_of(evaluated(job(), QUEUE, NOW)) == "SKIP"


def test_a_job_without_a_timeout() -> None:
    assert status_of(has_timeout(job())) == "WARN"
    assert status_of(has_timeout(job(timeout_seconds=60))) == "PASS"


def test_one_attempt_on_spot() -> None:
    spot = (environment(kind="SPOT"),)
    assert status_of(retried_on_spot(job(), spot)) == "WARN"
    assert status_of(retried_on_spot(job(retry_attempts=3), spot)) == "PASS"
    assert status_of(retried_on_spot(job(), (environment(),))) == "SKIP"
