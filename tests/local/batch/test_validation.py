from __future__ import annotations

from typing import Any

import pytest

from batchdeck.local.batch import routes
from batchdeck.local.batch.errors import ClientError
from batchdeck.local.batch.validation import validate

JOB = {"jobName": "a", "jobQueue": "b", "jobDefinition": "c"}


def check(operation: str, request: dict[str, Any]) -> None:
    validate(request, routes.model().operation_model(operation).input_shape)


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"tags": {"a": "b"}},
        {"fromTheFuture": 1},
        {"parameters": None},
        {"retryStrategy": {"attempts": 1, "evaluateOnExit": [{"action": "retry"}]}},
    ],
)
def test_requests_of_the_right_shape(members: dict[str, Any]) -> None:
    check("SubmitJob", {**JOB, **members})


@pytest.mark.parametrize(
    ("members", "text"),
    [
        ({"jobName": None}, "Resource jobName is required."),
        ({"jobName": 5}, "jobName must be of type string."),
        ({"propagateTags": 1}, "propagateTags must be of type boolean."),
        ({"schedulingPriorityOverride": True}, "must be of type integer."),
        ({"schedulingPriorityOverride": 1.5}, "must be of type integer."),
        ({"dependsOn": {}}, "dependsOn must be of type list."),
        ({"dependsOn": [1]}, r"dependsOn\[0\] must be of type structure."),
        ({"tags": {"a": 1}}, "tags.a must be of type string."),
        ({"containerOverrides": {"command": [1]}}, r"command\[0\] must be of type string."),
        (
            {"retryStrategy": {"evaluateOnExit": [{"action": "AGAIN"}]}},
            "action must be one of RETRY, EXIT.",
        ),
        (
            {"containerOverrides": {"resourceRequirements": [{"type": "GPU"}]}},
            "Resource value is required.",
        ),
    ],
)
def test_requests_of_the_wrong_shape(members: dict[str, Any], text: str) -> None:
    with pytest.raises(ClientError, match=f"^Error executing request, Exception : .*{text}"):
        check("SubmitJob", {**JOB, **members})


def test_case_matters_elsewhere() -> None:
    with pytest.raises(ClientError, match="state must be one of ENABLED, DISABLED"):
        check("UpdateComputeEnvironment", {"computeEnvironment": "a", "state": "enabled"})
