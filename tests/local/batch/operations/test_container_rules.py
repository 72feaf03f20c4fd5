from __future__ import annotations

from typing import Any

import pytest

from tests.local.batch.operations.definition_requests import CONTAINER, SIZE, size
from tests.local.batch.operations.refusals import refused
from tests.local.cloud import Cloud

FARGATE = {**CONTAINER, "executionRoleArn": "arn:aws:iam::123456789012:role/execution"}
GPU = {"type": "GPU", "value": "1"}


def register(cloud: Cloud, container: Any, **members: Any) -> None:
    cloud.batch.register_job_definition(
        jobDefinitionName="etl", type="container", containerProperties=container, **members
    )


@pytest.mark.parametrize(
    ("container", "text"),
    [
        ({"resourceRequirements": SIZE}, "Container image is required."),
        ({"image": "a", "memory": 64}, "vCPU is required."),
        ({"image": "a", "vcpus": 1}, "Memory is required."),
        ({**CONTAINER, **size("0", "64")}, "vCPU must be at least 1, got 0."),
        ({**CONTAINER, **size("0.5", "64")}, "vCPU must be at least 1, got 0.5."),
        ({**CONTAINER, **size("1", "3")}, "(1 vCPU, 3 MiB) not valid."),
        (
            {**CONTAINER, **size("many", "64")},
            "Value many for type VCPU in resourceRequirement is not valid.",
        ),
        (
            {**CONTAINER, **size("nan", "64")},
            "Value nan for type VCPU in resourceRequirement is not valid.",
        ),
        (
            {**CONTAINER, **size("inf", "64")},
            "Value inf for type VCPU in resourceRequirement is not valid.",
        ),
        (
            {**CONTAINER, **size("1e3", "64")},
            "Value 1e3 for type VCPU in resourceRequirement is not valid.",
        ),
        ({**CONTAINER, **size("1", "64.5")}, "not a number"),
        (
            {**CONTAINER, "resourceRequirements": [*SIZE, SIZE[0]]},
            "Cannot provide duplicates in resourceRequirements.",
        ),
        (
            {**CONTAINER, "resourceRequirements": [*SIZE, {"type": "GPU", "value": "0.5"}]},
            "Value 0.5 for type GPU in resourceRequirement is not valid.",
        ),
        (
            {**CONTAINER, "networkConfiguration": {"assignPublicIp": "ENABLED"}},
            "networkConfiguration not applicable for EC2.",
        ),
        (
            {**CONTAINER, "ephemeralStorage": {"sizeInGiB": 30}},
            "ephemeralStorage not applicable for EC2.",
        ),
        (
            {**CONTAINER, "environment": [{"name": "AWS_BATCH_MINE", "value": "x"}]},
            "Environment variable AWS_BATCH_MINE cannot start with AWS_BATCH.",
        ),
    ],
)
def test_containers_that_cannot_be(cloud: Cloud, container: Any, text: str) -> None:
    with refused(text):
        register(cloud, container)


@pytest.mark.parametrize(
    ("container", "text"),
    [
        (CONTAINER, "executionRoleArn is required for Fargate."),
        ({**FARGATE, "privileged": True}, "privileged is not applicable for Fargate."),
        ({**FARGATE, "memory": 2048}, "memory is not applicable for Fargate."),
        ({**FARGATE, "resourceRequirements": [*SIZE, GPU]}, "GPU is not applicable for Fargate."),
        (
            {**FARGATE, "linuxParameters": {"sharedMemorySize": 64}},
            "linuxParameter.sharedMemorySize is not allowed for Fargate.",
        ),
        ({**FARGATE, "ephemeralStorage": {"sizeInGiB": 20}}, "between range 21 GiB to 200 GiB"),
        (
            {**FARGATE, **size("1", "512")},
            "Fargate resource requirements (1.00 vCPU, 512 MiB) not valid.",
        ),
    ],
)
def test_containers_that_cannot_be_on_fargate(cloud: Cloud, container: Any, text: str) -> None:
    with refused(text):
        register(cloud, container, platformCapabilities=["FARGATE"])


def test_what_only_one_platform_has_is_kept_there(cloud: Cloud) -> None:
    instances = {
        **CONTAINER,
        "resourceRequirements": [*SIZE, GPU],
        "privileged": True,
        "linuxParameters": {"sharedMemorySize": 64},
    }
    register(cloud, instances)
    register(
        cloud,
        {**FARGATE, "ephemeralStorage": {"sizeInGiB": 21}},
        platformCapabilities=["FARGATE"],
    )
