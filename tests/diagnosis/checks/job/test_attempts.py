from __future__ import annotations

import pytest

from batchdeck.diagnosis.checks.job import attempts
from tests.diagnosis.things import NOW, attempt, job, status_of

SPOT = "Host EC2 (instance i-0abc) terminated."
TIMEOUT = "Job attempt duration exceeded timeout"
PULL = "CannotPullContainerError: manifest unknown"


@pytest.mark.parametrize("where", ["reason", "container_reason"])
def test_a_container_that_could_not_start(where: str) -> None:
    assert status_of(attempts.starts(job("FAILED", **{where: PULL}))) == "FAIL"
    assert status_of(attempts.starts(job("FAILED", reason="exited"))) == "PASS"


def test_out_of_memory_in_its_disguises() -> None:
    said = job("FAILED", container_reason="OutOfMemoryError: killed", exit_code=0)
    assert status_of(attempts.enough_memory(said)) == "FAIL"
    silent = attempts.enough_memory(job("FAILED", exit_code=137))
    assert (status_of(silent), silent.settled) == ("FAIL", False)
    assert dict(silent.values)["memory"] == "8192"
    for other in ({"is_terminated": True}, {"reason": SPOT}, {"reason": TIMEOUT}):
        killed = job("FAILED", exit_code=137, **other)
        assert status_of(attempts.enough_memory(killed)) == "PASS"
    assert status_of(attempts.enough_memory(job("FAILED", exit_code=1))) == "PASS"


def test_a_lost_spot_instance() -> None:
    lost = job("FAILED", attempts=(attempt(SPOT),))
    assert status_of(attempts.host_kept(lost)) == "FAIL"
    assert status_of(attempts.host_kept(job("FAILED", reason="exited"))) == "PASS"


def test_a_timeout() -> None:
    verdict = attempts.in_time(job("FAILED", reason=TIMEOUT, timeout_seconds=60))
    assert (status_of(verdict), dict(verdict.values)["seconds"]) == ("FAIL", "120")
    assert status_of(attempts.in_time(job("FAILED"))) == "PASS"


def test_the_exit_code() -> None:
    verdict = attempts.exit_code(job("FAILED", exit_code=3, container_reason="bad"))
    assert status_of(verdict) == "FAIL"
    assert verdict.summary == "the program ended with exit code 3 (bad): its log says why"
    assert "no reason" in attempts.exit_code(job("FAILED")).summary
    assert status_of(attempts.exit_code(job("RUNNING"))) == "SKIP"


def test_a_retry() -> None:
    again = job(attempts=(attempt("exited", exit_code=1),), retry_attempts=3)
    assert attempts.first_attempt(again).summary == "attempt 1 of 3 failed: exited"
    assert status_of(attempts.first_attempt(again)) == "WARN"
    assert status_of(attempts.first_attempt(job())) == "PASS"


def test_too_long_in_starting() -> None:
    assert status_of(attempts.starting(job("STARTING"), NOW)) == "WARN"
    assert status_of(attempts.starting(job("STARTING", age=1), NOW)) == "PASS"
    assert status_of(attempts.starting(job(), NOW)) == "SKIP"


def test_a_reason_code() -> None:
    told = job(reason="UNDETERMINED - Batch job is blocked, root cause is undetermined.")
    assert status_of(attempts.no_reason_code(told)) == "FAIL"
    assert status_of(attempts.no_reason_code(job())) == "PASS"
