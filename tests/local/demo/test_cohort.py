from __future__ import annotations

from batchdeck.local.batch import reasons
from batchdeck.local.demo.account import Demo
from batchdeck.local.demo.cohort import NAME, OUTCOMES, SIZE


def test_three_children_failed_and_took_the_array_with_them(demo: Demo) -> None:
    jobs = demo.service.account.jobs
    (parent,) = (job for job in jobs if job.name == NAME and job.is_array)
    assert (parent.status, parent.status_reason) == ("FAILED", reasons.CHILD_FAILED)
    summary = jobs.summary(parent)
    assert summary is not None
    assert (summary["SUCCEEDED"], summary["FAILED"]) == (SIZE - len(OUTCOMES), len(OUTCOMES))
    failed = jobs.children(parent, "FAILED")
    assert {child.index for child in failed} == OUTCOMES.keys()
    assert {child.exit_code for child in failed} == {1, 137}
    assert all(child.id == f"{parent.id}:{child.index}" for child in jobs.children(parent))
    for child in jobs.children(parent):
        assert parent.created_at <= (child.started_at or 0) < (child.stopped_at or 0)
        assert (child.stopped_at or 0) <= (parent.stopped_at or 0)


def test_what_depended_on_it_failed_too(demo: Demo) -> None:
    (job,) = (job for job in demo.service.account.jobs if job.name == "call-variants-1218")
    assert (job.status, job.status_reason) == ("FAILED", reasons.DEPENDENCY_FAILED)
    parent = demo.service.account.jobs.get(job.depends_on[0]["jobId"])
    assert parent is not None
    assert parent.name == NAME
    assert job.attempts == []
