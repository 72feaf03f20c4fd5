from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from batchdeck.local.batch import placer
from batchdeck.local.batch.records import JobQueueRecord
from batchdeck.local.batch.time_limits import overdue
from batchdeck.local.placement.obstacle import MAX_RESOURCE, UNDETERMINED
from tests.local.batch.builders import QUEUE, job
from tests.local.cloud import Cloud

CODE = "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE"
TEXT = f"Canceled by JobStateTimeLimit action due to reason: {CODE}"


def queue(reason: str) -> JobQueueRecord:
    action = {"reason": reason, "state": "RUNNABLE", "maxTimeSeconds": 600, "action": "CANCEL"}
    return JobQueueRecord("queue", QUEUE, 1, [], time_limit_actions=[action])


@pytest.mark.parametrize(
    ("limit", "blocked_by", "waited", "expected"),
    [
        (CODE, MAX_RESOURCE, 600, TEXT),
        (CODE, MAX_RESOURCE, 599, None),
        (CODE, "", 600, None),
        ("MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT", MAX_RESOURCE, 600, None),
        ("UNDETERMINED", UNDETERMINED, 600, None),
    ],
)
def test_only_the_reason_of_the_action_counts(
    limit: str, blocked_by: str, waited: int, expected: str | None
) -> None:
    head = job(status="RUNNABLE", status_reason=blocked_by)
    assert overdue(queue(limit), head, waited) == expected


def test_a_head_is_cancelled_when_it_was_blocked_at_the_head_for_too_long(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = 0.0
    clock = SimpleNamespace(monotonic=lambda: time.monotonic() + passed)
    monkeypatch.setattr(placer, "time", clock)
    name = cloud.queue(cloud.environment(maxvCpus=2))
    action = queue(CODE).time_limit_actions
    cloud.batch.update_job_queue(jobQueue=name, jobStateTimeLimitActions=action)
    definition = cloud.definition(vcpus="4")
    head, behind = cloud.submit(name, definition), cloud.submit(name, definition)
    for job_id in (head, behind):
        assert cloud.wait_for_reason(job_id).startswith(CODE)
        passed += 600
        told = cloud.wait(job_id, "FAILED")
        assert told["statusReason"] == TEXT
        assert told["isCancelled"]
        assert cloud.job(behind)["status"] == ("RUNNABLE" if job_id == head else "FAILED")
