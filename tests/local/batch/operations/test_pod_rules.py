from __future__ import annotations

from typing import Any

import pytest

from tests.local.batch.operations.definition_requests import POD
from tests.local.batch.operations.refusals import refused
from tests.local.cloud import Cloud

CONTAINER = {"image": "busybox"}


def register(cloud: Cloud, pod: Any) -> None:
    cloud.batch.register_job_definition(
        jobDefinitionName="pod", type="container", eksProperties={"podProperties": pod}
    )


@pytest.mark.parametrize(
    ("pod", "text"),
    [
        ({"hostNetwork": True}, "between 1 and 10 containers."),
        ({"containers": [CONTAINER], "initContainers": [CONTAINER] * 11}, "at most 10 init"),
        ({"containers": [CONTAINER, CONTAINER]}, "Container names must be unique."),
        ({"containers": [CONTAINER], "dnsPolicy": "None"}, "dnsPolicy must be one of"),
        ({"containers": [{**CONTAINER, "imagePullPolicy": "x"}]}, "imagePullPolicy must be one"),
        (
            {"containers": [{**CONTAINER, "env": [{"name": "AWS_BATCH_X"}]}]},
            "cannot start with AWS_BATCH",
        ),
    ],
)
def test_pods_that_cannot_be(cloud: Cloud, pod: Any, text: str) -> None:
    with refused(text):
        register(cloud, pod)


def test_a_pod_is_kept(cloud: Cloud) -> None:
    register(cloud, POD["podProperties"])
    (told,) = cloud.batch.describe_job_definitions()["jobDefinitions"]
    assert told["eksProperties"] == POD
    assert told["containerOrchestrationType"] == "EKS"
    assert "platformCapabilities" not in told
