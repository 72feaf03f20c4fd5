from __future__ import annotations

import json
from typing import Any

import pytest

from batchdeck.aws.translate_resources import compute_environment, job_definition, job_queue
from batchdeck.domain.clean import UNSAFE
from tests.aws.answers import CONTAINER, DEFINITION, ENVIRONMENT, QUEUE, hostile, spoiled

ALL = [(compute_environment, ENVIRONMENT), (job_queue, QUEUE), (job_definition, DEFINITION)]


def test_an_environment() -> None:
    found = compute_environment(ENVIRONMENT)
    assert (found.name, found.kind, found.state, found.status) == (
        "spot",
        "SPOT",
        "ENABLED",
        "INVALID",
    )
    assert found.reason == "CLIENT_ERROR - role"
    assert (found.min_vcpus, found.desired_vcpus, found.max_vcpus) == (0, 8, 64)
    assert found.instance_types == ("optimal",)
    assert (found.subnets, found.security_groups) == (("subnet-1",), ("sg-1",))
    assert (found.instance_role, found.service_role) == ("arn:instance", "arn:service")
    assert found.arn.endswith("compute-environment/spot")


def test_what_an_environment_launches_from() -> None:
    resources = {
        "imageId": "ami-1",
        "ec2Configuration": [
            {"imageType": "ECS_AL2023", "batchImageStatus": "UPDATE_AVAILABLE"},
            {"imageIdOverride": "ami-2"},
        ],
        "launchTemplate": {"launchTemplateName": "nodes", "version": "2"},
        "ec2KeyPair": "ops",
        "placementGroup": "near",
        "bidPercentage": 60,
    }
    found = compute_environment({"computeResources": resources})
    assert (found.image, found.image_overrides) == ("ami-1", ("ami-2",))
    assert found.image_statuses == ("UPDATE_AVAILABLE",)
    assert [one.key for one in found.launch_templates] == [("nodes", "2")]
    assert (found.key_pair, found.placement_group) == ("ops", "near")
    assert found.bid_percentage == 60


def test_an_unmanaged_environment() -> None:
    found = compute_environment({"type": "UNMANAGED", "unmanagedvCpus": 4})
    assert (found.kind, found.min_vcpus, found.max_vcpus) == ("UNMANAGED", None, 4)


def test_an_environment_on_eks_is_of_a_kind_of_its_own() -> None:
    source = {"eksConfiguration": {"eksClusterArn": "arn:c"}, "computeResources": {"type": "EC2"}}
    found = compute_environment(source)
    assert (found.kind, found.eks_cluster) == ("EKS", "arn:c")


def test_a_queue_has_its_environments_in_order_of_preference() -> None:
    found = job_queue(QUEUE)
    assert (found.name, found.priority, found.state, found.status) == (
        "genome",
        5,
        "ENABLED",
        "VALID",
    )
    assert found.environments == ("first", "second")
    assert found.reason == "JobQueue Healthy"
    assert (found.scheduling_policy, found.time_limits) == ("", ())
    actions = [{"reason": "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY", "action": "CANCEL"}]
    fair = job_queue({"schedulingPolicyArn": "arn:policy", "jobStateTimeLimitActions": actions})
    assert fair.scheduling_policy == "arn:policy"
    assert fair.time_limits == ("CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",)


def test_a_definition() -> None:
    found = job_definition(DEFINITION)
    assert (found.reference, found.type, found.status) == ("align:7", "container", "ACTIVE")
    assert found.is_fargate
    assert found.containers[0].image == CONTAINER["image"]
    assert (found.timeout_seconds, found.retry_attempts) == (60, 3)
    assert (found.parameters, found.tags) == ((("input", "x"),), (("a", "b"),))
    assert "hunter22" not in found.document


@pytest.mark.parametrize(("translate", "source"), ALL)
def test_no_answer_raises(translate: Any, source: dict[str, Any]) -> None:
    for variant in spoiled(source, 400):
        json.loads(translate(variant).document)


@pytest.mark.parametrize(("translate", "source"), ALL)
def test_every_string_is_clean(translate: Any, source: dict[str, Any]) -> None:
    found = translate(hostile(source))
    assert not UNSAFE.search(found.document.replace("\n", ""))
    assert not UNSAFE.search(repr(found).encode("ascii", "backslashreplace").decode())
    for name in ("\\x1b", "\\u202e", "\\x07", "\\x00"):
        assert name not in repr(found)
