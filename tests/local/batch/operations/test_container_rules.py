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
        ({"image": "a", "memory": 64}, "Resource requirement VCPU is required."),
        ({"image": "a", "vcpus": 1}, "Resource requirement MEMORY is required."),
        ({**CONTAINER, **size("0", "64")}, "(0 vCPU, 64 MiB) not valid."),
        ({**CONTAINER, **size("0.5", "64")}, "(0.5 vCPU, 64 MiB) not valid."),
        ({**CONTAINER, **size("1", "3")}, "(1 vCPU, 3 MiB) not valid."),
        ({**CONTAINER, **size("many", "64")}, "VCPU (many) is not a number."),
        ({**CONTAINER, **size("nan", "64")}, "VCPU (nan) is not a number."),
        ({**CONTAINER, **size("inf", "64")}, "VCPU (inf) is not a number."),
        ({**CONTAINER, **size("1e3", "64")}, "VCPU (1e3) is not a number."),
        ({**CONTAINER, **size("1", "64.5")}, "not a number"),
        ({**CONTAINER, "resourceRequirements": [*SIZE, SIZE[0]]}, "can be given once."),
        (
            {**CONTAINER, "resourceRequirements": [*SIZE, {"type": "GPU", "value": "0.5"}]},
            "Resource requirement GPU (0.5) not valid.",
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
            "sharedMemorySize is not applicable for Fargate.",
        ),
        ({**FARGATE, "ephemeralStorage": {"sizeInGiB": 20}}, "must be between 21 and 200."),
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
