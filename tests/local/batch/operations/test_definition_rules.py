from __future__ import annotations

from typing import Any

import pytest

from tests.local.batch.operations.definition_requests import CONTAINER, NODES, POD, TASK
from tests.local.batch.operations.refusals import refused
from tests.local.cloud import Cloud

NEEDS = {"consumableResourceList": [{"consumableResource": "licence", "quantity": 0}]}


def register(cloud: Cloud, **members: Any) -> Any:
    request = {"jobDefinitionName": "etl", "type": "container"}
    return cloud.batch.register_job_definition(**request | members)


@pytest.mark.parametrize(
    ("members", "text"),
    [
        ({"jobDefinitionName": "a b"}, "Provided name a b is not supported pattern"),
        ({"retryStrategy": {}}, "RetryAttempts must be provided with retry strategy"),
        ({"retryStrategy": {"attempts": 11}}, "RetryAttempts must be between 1 and 10."),
        ({"timeout": {"attemptDurationSeconds": 59}}, "at least 60 seconds"),
        ({"tags": {"aws:mine": "x"}}, "Tag key aws:mine is reserved."),
        ({"tags": {str(n): "" for n in range(51)}}, "at most 50"),
        ({"schedulingPriority": 10_000}, "schedulingPriority must be between 0 and 9999."),
        ({"consumableResourceProperties": NEEDS}, "must be at least 1."),
        ({"parameters": {"long": "x" * 25_000}}, "length must be at most 24576"),
        ({"platformCapabilities": ["MANAGED_INSTANCES"]}, "no managed instances"),
    ],
)
def test_definitions_that_cannot_be(cloud: Cloud, members: Any, text: str) -> None:
    with refused(text):
        register(cloud, **{"containerProperties": CONTAINER} | members)


@pytest.mark.parametrize(
    ("members", "text"),
    [
        ({}, "Container properties is required."),
        ({"containerProperties": CONTAINER, "ecsProperties": TASK}, "cannot be in a definition"),
        ({"nodeProperties": NODES}, "cannot be in a definition of type container"),
        ({"type": "multinode", "containerProperties": CONTAINER}, "nodeProperties, and no other,"),
        (
            {"type": "multinode", "nodeProperties": NODES, "platformCapabilities": ["FARGATE"]},
            "multinode is not applicable for Fargate.",
        ),
        (
            {"eksProperties": POD, "platformCapabilities": ["EC2"]},
            "platformCapabilities is not applicable for EKS.",
        ),
        ({"eksProperties": POD, "propagateTags": True}, "propagateTags is not applicable for EKS."),
    ],
)
def test_a_definition_has_one_shape(cloud: Cloud, members: Any, text: str) -> None:
    with refused(text):
        register(cloud, **members)


def test_a_definition_of_just_24_kib_is_kept(cloud: Cloud) -> None:
    assert register(cloud, containerProperties=CONTAINER, parameters={"long": "x" * 24_000})
