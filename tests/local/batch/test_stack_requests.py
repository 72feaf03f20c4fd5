"""Properties of templates as requests."""

from __future__ import annotations

from typing import Any

import pytest

from batchdeck.local.batch.errors import ClientError
from batchdeck.local.batch.stack_requests import as_request, call, input_of, wait
from tests.local.cloud import Cloud


@pytest.mark.parametrize(
    ("properties", "request_"),
    [
        ({"State": "ENABLED", "UpdateSomething": 1}, {"state": "ENABLED"}),
        ({"UnmanagedvCpus": "8"}, {"unmanagedvCpus": 8}),
        ({"Tags": {"Team": "x"}}, {"tags": {"Team": "x"}}),
        (
            {"ComputeResources": {"LaunchTemplate": {"LaunchTemplateId": "lt-1"}}},
            {"computeResources": {"launchTemplate": {"launchTemplateId": "lt-1"}}},
        ),
    ],
)
def test_properties_become_members(properties: Any, request_: Any) -> None:
    shape = input_of("CreateComputeEnvironment")
    assert as_request(properties, shape) == request_


def test_booleans_may_be_strings() -> None:
    shape = input_of("RegisterJobDefinition")
    assert as_request({"PropagateTags": "true"}, shape) == {"propagateTags": True}
    assert as_request({"PropagateTags": False}, shape) == {"propagateTags": False}


def test_an_operation_refuses_as_over_the_wire(cloud: Cloud) -> None:
    with pytest.raises(ClientError, match="Resource priority is required"):
        call(cloud.backend.service, "CreateJobQueue", {"JobQueueName": "queue"})


def test_waiting_ends_with_its_condition() -> None:
    answers = iter([False, True])
    wait(lambda: next(answers))
    assert next(answers, None) is None
