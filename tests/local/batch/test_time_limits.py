from __future__ import annotations

import pytest

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
    head = job(runnable_at=5000, status="RUNNABLE", status_reason=blocked_by)
    assert overdue(queue(limit), head, 5000 + waited * 1000) == expected


def test_a_head_that_is_blocked_for_too_long_is_cancelled(cloud: Cloud) -> None:
    name = cloud.queue(cloud.environment(maxvCpus=2))
    action = queue(CODE).time_limit_actions
    cloud.batch.update_job_queue(jobQueue=name, jobStateTimeLimitActions=action)
    definition = cloud.definition(vcpus="4")
    head, behind = cloud.submit(name, definition), cloud.submit(name, definition)
    assert cloud.wait_for_reason(head).startswith(CODE)
    with cloud.backend.account.lock:
        for job_id in (head, behind):
            record = cloud.backend.account.job(job_id)
            assert record is not None
            assert record.runnable_at is not None
            record.runnable_at -= 600_000
    for job_id in (head, behind):
        told = cloud.wait(job_id, "FAILED")
        assert told["statusReason"] == TEXT
        assert told["isCancelled"]
