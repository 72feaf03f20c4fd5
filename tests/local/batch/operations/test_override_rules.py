from __future__ import annotations

from typing import Any

import pytest

from tests.local.batch.operations.refusals import refused
from tests.local.cloud import Cloud

SIZES = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "2048"}]
CONTAINER: dict[str, Any] = {"image": "busybox", "resourceRequirements": SIZES}
OVERRIDE: dict[str, Any] = {"containerOverrides": {"command": ["x"]}}


def nodes(cloud: Cloud, target: str = "0:") -> str:
    name = cloud.name("definition")
    cloud.batch.register_job_definition(
        jobDefinitionName=name,
        type="multinode",
        nodeProperties={
            "numNodes": 3,
            "mainNode": 1,
            "nodeRangeProperties": [{"targetNodes": target, "container": CONTAINER}],
        },
    )
    return name


def task(cloud: Cloud, **members: Any) -> str:
    name = cloud.name("definition")
    containers = [{**CONTAINER, "name": "a"}, {**CONTAINER, "name": "b"}]
    properties = {"containers": containers, **members.pop("task", {})}
    cloud.batch.register_job_definition(
        jobDefinitionName=name,
        type="container",
        ecsProperties={"taskProperties": [properties]},
        **members,
    )
    return name


def test_overrides_are_for_one_kind_of_definition(cloud: Cloud) -> None:
    queue = cloud.queue()
    for definition in (nodes(cloud), task(cloud)):
        with refused("containerOverrides is not applicable"):
            cloud.submit(queue, definition, **OVERRIDE)
    with refused("nodeOverrides is not applicable"):
        cloud.submit(queue, nodeOverrides={"numNodes": 2})


@pytest.mark.parametrize("number", [1, 1001])
def test_a_number_of_nodes_has_the_main_node_and_a_limit(cloud: Cloud, number: int) -> None:
    with refused(f"numNodes {number} does not fit"):
        cloud.submit(cloud.queue(), nodes(cloud), nodeOverrides={"numNodes": number})


def test_closed_ranges_have_no_other_number_of_nodes(cloud: Cloud) -> None:
    with refused("numNodes 4 does not fit"):
        cloud.submit(cloud.queue(), nodes(cloud, "0:2"), nodeOverrides={"numNodes": 4})


def test_nodes_are_no_array(cloud: Cloud) -> None:
    with refused("cannot be an array job"):
        cloud.submit(cloud.queue(), nodes(cloud), arrayProperties={"size": 2})


def test_nobody_sets_the_variables_of_batch(cloud: Cloud) -> None:
    forged = {"environment": [{"name": "AWS_BATCH_JOB_ID", "value": "x"}]}
    queue = cloud.queue()
    with refused("cannot start with AWS_BATCH"):
        cloud.submit(queue, containerOverrides=forged)
    with refused("cannot start with AWS_BATCH"):
        overrides = {"taskProperties": [{"containers": [{"name": "a", **forged}]}]}
        cloud.submit(queue, task(cloud), ecsPropertiesOverride=overrides)
    with refused("cannot start with AWS_BATCH"):
        entry = {"targetNodes": "0", "containerOverrides": forged}
        cloud.submit(queue, nodes(cloud), nodeOverrides={"nodePropertyOverrides": [entry]})


def test_a_task_on_fargate_has_one_of_fargates_sizes(cloud: Cloud) -> None:
    definition = task(
        cloud,
        platformCapabilities=["FARGATE"],
        task={"executionRoleArn": "arn:aws:iam::123456789012:role/execution"},
    )
    large = [{"type": "MEMORY", "value": "30000"}]
    containers = [{"name": "a", "resourceRequirements": large}]
    with refused("Fargate resource requirements (2.00 vCPU, 32048 MiB) not valid."):
        cloud.submit(
            cloud.queue(cloud.environment("FARGATE")),
            definition,
            ecsPropertiesOverride={"taskProperties": [{"containers": containers}]},
        )


@pytest.mark.parametrize(
    ("members", "text"),
    [
        (
            {"containerOverrides": {"command": ["x" * 8192]}},
            "Container Overrides length must be at most 8192",
        ),
        (
            {"parameters": {"long": "x" * 30_720}},
            "Job size must be less than 30 KiB, got",
        ),
        (
            {"consumableResourcePropertiesOverride": {"consumableResourceList": [{}]}},
            "consumableResource is required.",
        ),
    ],
)
def test_requests_have_limits(cloud: Cloud, members: Any, text: str) -> None:
    with refused(text):
        cloud.submit(cloud.queue(), **members)


def test_no_word_of_a_command_is_empty(cloud: Cloud) -> None:
    with refused("command of overrides cannot contain an empty string."):
        cloud.submit(cloud.queue(), containerOverrides={"command": ["echo", ""]})


def test_overrides_of_a_task_are_for_its_containers(cloud: Cloud) -> None:
    queue, name = cloud.queue(), cloud.name("task")
    sizes = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "64"}]
    container = {"name": "main", "image": "busybox", "resourceRequirements": sizes}
    cloud.batch.register_job_definition(
        jobDefinitionName=name,
        type="container",
        ecsProperties={"taskProperties": [{"containers": [container]}]},
    )
    with refused("Override for container named other is not a container in the TaskDefinition."):
        tasks = [{"containers": [{"name": "other", "command": ["x"]}]}]
        cloud.submit(queue, name, ecsPropertiesOverride={"taskProperties": tasks})
    with refused("taskProperties must have exactly one element."):
        cloud.submit(queue, name, ecsPropertiesOverride={"taskProperties": [{}, {}]})
    tasks = [{"containers": [{"name": "main", "command": ["x"]}]}]
    assert cloud.submit(queue, name, ecsPropertiesOverride={"taskProperties": tasks})
