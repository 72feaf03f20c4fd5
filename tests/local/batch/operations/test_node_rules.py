from __future__ import annotations

from typing import Any

import pytest

from tests.local.batch.operations.definition_requests import CONTAINER, NODES, POD, TASK
from tests.local.batch.operations.refusals import refused
from tests.local.cloud import Cloud


def register(cloud: Cloud, **members: Any) -> None:
    cloud.batch.register_job_definition(
        jobDefinitionName="mpi", type="multinode", nodeProperties={**NODES, **members}
    )


def span(target: str, **members: Any) -> dict[str, Any]:
    return {"targetNodes": target, **(members or {"container": CONTAINER})}


@pytest.mark.parametrize(
    ("members", "text"),
    [
        ({"numNodes": 0}, "Number of nodes must be between 1 and 1000."),
        ({"mainNode": 4}, "Main node index is out of range, must be less than numNodes."),
        ({"nodeRangeProperties": []}, "must account for all nodes (0:3)."),
        ({"nodeRangeProperties": [span("0:1"), span("3:")]}, "must account for all nodes (0:3)."),
        ({"nodeRangeProperties": [span("x")]}, "targetNodes should contain only digits."),
        ({"nodeRangeProperties": [span("0:")] * 6}, "size of node range properties is 5"),
        ({"nodeRangeProperties": [span("0:4")]}, "targetNodes 0:4 is not a range of 4 nodes."),
        (
            {"nodeRangeProperties": [span("0:3", container=CONTAINER, ecsProperties=TASK)]},
            "can not use both ecsProperties and container fields",
        ),
        ({"nodeRangeProperties": [span("0:3", eksProperties=POD)]}, "has no EKS"),
        ({"nodeRangeProperties": [span("0:3", container={})]}, "Container image is required."),
        (
            {
                "nodeRangeProperties": [
                    span("0", container={**CONTAINER, "instanceType": "c5.large"}),
                    span("1:3", container={**CONTAINER, "instanceType": "m5.large"}),
                ]
            },
            "must use the same instance type.",
        ),
        (
            {"nodeRangeProperties": [span("0:", container=CONTAINER, instanceTypes=["a", "b"])]},
            "at most one element.",
        ),
    ],
)
def test_nodes_that_cannot_be(cloud: Cloud, members: Any, text: str) -> None:
    with refused(text):
        register(cloud, **members)


def test_nodes_are_kept_with_what_aws_fills_in(cloud: Cloud) -> None:
    register(cloud, nodeRangeProperties=[span("0:"), span("2:3", ecsProperties=TASK)])
    (told,) = cloud.batch.describe_job_definitions()["jobDefinitions"]
    assert told["type"] == "multinode"
    first, second = told["nodeProperties"]["nodeRangeProperties"]
    assert first["container"]["environment"] == []
    assert second == span("2:3", ecsProperties=TASK)
