from __future__ import annotations

from dataclasses import replace

import pytest

from batchdeck.aws.errors import NotFoundError
from batchdeck.domain.resources import JobQueue
from batchdeck.headless.named_job import job_id_of
from tests.diagnosis.things import QUEUE
from tests.jobs.scripted_batch import ScriptedBatch, job

ID = "0a1b2c3d-0000-4000-8000-000000000001"


@pytest.mark.parametrize("name", [ID, f"{ID}:3", f"{ID}#1"])
async def test_an_id_is_one_without_asking(name: str) -> None:
    batch = ScriptedBatch()
    assert await job_id_of(batch, name) == name
    assert await job_id_of(batch, f"arn:aws:batch:eu-west-1:1:job/{name}") == name
    assert batch.calls == []


async def test_a_name_is_its_newest_job_and_one_that_has_not_ended_first() -> None:
    batch = ScriptedBatch()
    queue: JobQueue = replace(QUEUE, name="etl")
    batch.resources["queues"] = (queue,)
    each = {"old": "RUNNING", "older": "RUNNABLE", "new": "FAILED"}
    for age, (one, status) in enumerate(each.items(), 60):
        batch.put(replace(job(one, status, age=age if one != "new" else 1), name="align"))
    assert await job_id_of(batch, "align") == "old"
    with pytest.raises(NotFoundError, match="nobody is no id of a job"):
        await job_id_of(batch, "nobody")
