from __future__ import annotations

from batchdeck.diagnosis.checks.job.dependencies import (
    array_parent,
    dependencies_succeeded,
    no_dependency_failed,
    not_stopped,
)
from tests.diagnosis.things import job, status_of


def test_a_failed_dependency_fails() -> None:
    assert status_of(no_dependency_failed((job("SUCCEEDED"),))) == "PASS"
    assert status_of(no_dependency_failed((job("SUCCEEDED"), job("FAILED")))) == "FAIL"


def test_an_open_dependency_is_waited_for() -> None:
    verdict = dependencies_succeeded(job("PENDING"), (job("SUCCEEDED"), job("RUNNING")))
    assert status_of(verdict) == "WARN"
    assert verdict.summary == "waiting for align (RUNNING)"
    child = job("RUNNING", array_index=4)
    assert (
        dependencies_succeeded(job("PENDING"), (child,)).summary == "waiting for align:4 (RUNNING)"
    )
    assert status_of(dependencies_succeeded(job("PENDING"), (job("SUCCEEDED"),))) == "PASS"
    assert status_of(dependencies_succeeded(job(), ())) == "SKIP"


def test_the_parent_of_an_array_is_pending_while_its_children_run() -> None:
    parent = job("PENDING", array_size=5, children=(("RUNNING", 2), ("FAILED", 0)))
    verdict = array_parent(parent)
    assert (status_of(verdict), verdict.summary) == (
        "WARN",
        "an array whose children are 2 RUNNING",
    )
    assert status_of(array_parent(job())) == "SKIP"
    assert status_of(array_parent(job("FAILED", array_size=5))) == "PASS"


def test_a_job_that_somebody_stopped() -> None:
    assert status_of(not_stopped(job())) == "PASS"
    verdict = not_stopped(job("FAILED", is_terminated=True, reason="too dear"))
    assert (status_of(verdict), verdict.summary) == ("FAIL", "the job was terminated: too dear")
    assert "cancelled" in not_stopped(job(is_cancelled=True)).summary
