from __future__ import annotations

from batchdeck.local.batch import job_container
from batchdeck.local.batch.run_request import run_request
from tests.local.batch.builders import definition, environment, job


def test_a_request_carries_all_that_the_container_needs() -> None:
    container = {
        "command": ["echo", "Ref::word"],
        "vcpus": 2,
        "memory": 256,
        "user": "nobody",
        "privileged": True,
    }
    record = job(definition=definition(container=container), parameters={"word": "hello"})
    request = run_request(record, job_container.container(record), 2)
    assert request.image == "busybox"
    assert request.command == ("echo", "hello")
    assert (request.vcpus, request.memory) == (2, 256)
    assert request.user == "nobody"
    assert request.privileged
    assert request.attempt == 2


def test_batch_adds_its_own_variables_and_lets_nobody_change_them() -> None:
    variables = [{"name": "MINE", "value": "1"}, {"name": "AWS_BATCH_JOB_ID", "value": "forged"}]
    record = job("the-id", overrides={"environment": variables})
    record.environment_arn = environment().arn
    assert dict(run_request(record, job_container.container(record), 3).environment) == {
        "MINE": "1",
        "AWS_BATCH_JOB_ID": "the-id",
        "AWS_BATCH_JQ_NAME": "queue",
        "AWS_BATCH_CE_NAME": "environment",
        "AWS_BATCH_JOB_ATTEMPT": "3",
    }
