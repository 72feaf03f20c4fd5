from __future__ import annotations

from batchdeck.local.batch.records import JobQueueRecord
from batchdeck.local.batch.service import BatchService
from tests.local.batch.builders import QUEUE, job
from tests.local.cloud import ACCOUNT, REGION, eventually


def test_an_inserted_job_that_is_over_stays_as_it_is() -> None:
    service = BatchService(ACCOUNT, REGION)
    service.insert(job(status="FAILED", stopped_at=2000))
    found = service.account.job("job")
    assert found is not None
    assert (found.status, found.stopped_at) == ("FAILED", 2000)


def test_an_inserted_job_that_waits_is_scheduled() -> None:
    service = BatchService(ACCOUNT, REGION)
    service.account.queues[QUEUE] = JobQueueRecord("queue", QUEUE, 1, [], status="VALID")
    waiting = job(status="SUBMITTED")
    service.insert(waiting)
    eventually(lambda: waiting.status == "RUNNABLE")
    assert waiting.runnable_at is not None
    service.scheduler.stop()
    service.scheduler.engine.join(5)
