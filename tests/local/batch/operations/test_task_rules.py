from __future__ import annotations

from typing import Any

import pytest

from tests.local.batch.operations.definition_requests import CONTAINER, size
from tests.local.batch.operations.refusals import refused
from tests.local.cloud import Cloud

COMPLETE = {"condition": "COMPLETE"}


def container(name: str, *waits_for: str, **members: Any) -> dict[str, Any]:
    waits = [{"containerName": other, "condition": "START"} for other in waits_for]
    return {**CONTAINER, "name": name, "dependsOn": waits, **members}


def register(cloud: Cloud, task: Any, *more: Any, **members: Any) -> None:
    cloud.batch.register_job_definition(
        jobDefinitionName="etl",
        type="container",
        ecsProperties={"taskProperties": [task, *more]},
        **members,
    )


@pytest.mark.parametrize(
    ("containers", "text"),
    [
        ([], "Number of containers must be between 1 and 10"),
        ([container(str(n)) for n in range(11)], "Number of containers must be between 1 and 10"),
        ([container("a"), container("a")], "Container names must be unique."),
        ([container("a"), CONTAINER], "Container name is required."),
        ([container("a", image="")], "Container image is required."),
        ([container("a", resourceRequirements=[])], "vCPU is required."),
        ([container("a", essential=False)], "At least one container must be set as essential"),
        ([container("a", "b")], "can not be used in a single-container job."),
        (
            [container("a", "b"), container("c")],
            "containerName b must reference a defined container.",
        ),
        ([container("a", "b"), container("b", "a")], "Containers a, b depend on each other."),
        (
            [container("a"), container("b", dependsOn=[{"containerName": "a", "condition": "X"}])],
            "TaskContainer dependency X is not valid. Valid values are: [START, COMPLETE, SUCCESS]",
        ),
        (
            [container("a"), container("b", dependsOn=[{"containerName": "a", **COMPLETE}])],
            "can not have condition COMPLETE if the target is essential",
        ),
        ([container("a", startTimeout=1)], "startTimeout must be at least 2 seconds."),
        (
            [container("a", mountPoints=[{"sourceVolume": "v", "containerPath": "/v"}])],
            "sourceVolume v of a mount point is not among the volumes.",
        ),
    ],
)
def test_containers_that_make_no_task(cloud: Cloud, containers: Any, text: str) -> None:
    with refused(text):
        register(cloud, {"containers": containers})


def test_a_definition_has_one_task(cloud: Cloud) -> None:
    task = {"containers": [CONTAINER]}
    with refused("exactly one element"):
        register(cloud, task, task)


def test_a_task_of_containers_that_wait_for_each_other_is_kept(cloud: Cloud) -> None:
    containers = [container("a"), container("b", "a", essential=False), container("c", "a", "b")]
    register(cloud, {"containers": containers})
    (told,) = cloud.batch.describe_job_definitions()["jobDefinitions"]
    (task,) = told["ecsProperties"]["taskProperties"]
    assert [one["name"] for one in task["containers"]] == ["a", "b", "c"]
    assert "containerProperties" not in told


def test_fargate_looks_at_the_whole_task(cloud: Cloud) -> None:
    halves = [container("a", **size("0.25", "512")), container("b", **size("0.25", "512"))]
    task = {"containers": halves, "executionRoleArn": "arn:aws:iam::123456789012:role/execution"}
    register(cloud, task, platformCapabilities=["FARGATE"])
    with refused("executionRoleArn is required for Fargate."):
        register(cloud, {"containers": halves}, platformCapabilities=["FARGATE"])
    with refused("Fargate resource requirements (0.25 vCPU, 4096 MiB) not valid."):
        register(
            cloud,
            {**task, "containers": [container("a", **size("0.25", "4096"))]},
            platformCapabilities=["FARGATE"],
        )
    for member in ("startTimeout", "stopTimeout"):
        slow = container("a", **size("0.5", "1024"), **{member: 121})
        with refused(f"{member} must be at most 120 seconds on Fargate."):
            register(cloud, {**task, "containers": [slow]}, platformCapabilities=["FARGATE"])
    with refused("networkConfiguration not applicable for EC2."):
        register(cloud, {**task, "networkConfiguration": {"assignPublicIp": "ENABLED"}})
