from __future__ import annotations

from typing import Any

import pytest

from batchdeck.local.batch import routes
from tests.local.batch.contract import problems
from tests.local.cloud import Cloud

JOB = {"jobArn": "arn", "jobQueueArn": "arn", "jobName": "a", "jobStatus": "RUNNING"}


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ({"jobs": []}, []),
        ({}, [".jobs is missing"]),
        ({"jobs": {}}, [".jobs is not of type list: {}"]),
        ({"jobs": [], "more": 1}, [".more is unknown"]),
        ({"jobs": [], "nextToken": None}, [".nextToken is not of type string: None"]),
        (
            {"jobs": [{**JOB, "quantity": True, "createdAt": 1}]},
            [
                ".jobs[].consumableResourceProperties is missing",
                ".jobs[].quantity is not of type long: True",
            ],
        ),
    ],
)
def test_what_the_model_does_not_promise_is_found(answer: Any, found: list[str]) -> None:
    shape = routes.model().operation_model("ListJobsByConsumableResource").output_shape
    assert list(problems(answer, shape)) == found


def test_every_answer_to_a_tests_client_is_checked(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    from batchdeck.local.batch.operations import OPERATIONS

    monkeypatch.setitem(OPERATIONS, "DescribeJobQueues", lambda *_: {"queues": []})
    with pytest.raises(AssertionError, match=r"queues is unknown"):
        cloud.batch.describe_job_queues()
