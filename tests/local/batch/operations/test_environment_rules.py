from __future__ import annotations

from typing import Any

import pytest

from tests.local.batch.operations.refusals import refused
from tests.local.cloud import Cloud

EC2 = {
    "type": "EC2",
    "minvCpus": 0,
    "maxvCpus": 4,
    "subnets": ["subnet-1"],
    "securityGroupIds": ["sg-1"],
    "instanceTypes": ["m5.large"],
    "instanceRole": "profile",
}
FARGATE = {"type": "FARGATE", "maxvCpus": 4, "subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]}


def create(cloud: Cloud, resources: Any) -> None:
    cloud.batch.create_compute_environment(
        computeEnvironmentName=cloud.name("environment"), type="MANAGED", computeResources=resources
    )


def without(resources: dict[str, Any], member: str) -> dict[str, Any]:
    return {name: value for name, value in resources.items() if name != member}


@pytest.mark.parametrize(
    ("resources", "text"),
    [
        (without(EC2, "instanceRole"), "Instance role is required."),
        (without(EC2, "minvCpus"), "Resource minvCpus is required."),
        (without(EC2, "instanceTypes"), "Resource instanceTypes are required."),
        (without(EC2, "subnets"), "Resource subnets is required."),
        (without(EC2, "securityGroupIds"), "Security group ids are required."),
        (without(FARGATE, "securityGroupIds"), "Security group ids are required."),
        ({**EC2, "instanceTypes": ["m5.huge"]}, "Instance type m5.huge is not supported."),
        ({**EC2, "minvCpus": 5}, "maxvCpus should be greater than or equal to minvCpus."),
        ({**EC2, "desiredvCpus": 9}, "desiredvCpus should be between"),
        ({**EC2, "maxvCpus": -1}, "maxvCpus should be greater than or equal to 0."),
        ({**FARGATE, "minvCpus": 0}, "minvCpus is not applicable for Fargate."),
        ({**FARGATE, "tags": {"a": "b"}}, "tags is not applicable for Fargate."),
        ({**EC2, "type": "ECS_MANAGED_INSTANCES"}, "no managed instances"),
        ({**EC2, "capacityTags": {"a": "b"}}, "capacityTags is for type ECS_MANAGED_INSTANCES"),
        ({**FARGATE, "subnets": ["subnet-1"] * 17}, "supports a maximum of 16 subnets"),
        ({**FARGATE, "securityGroupIds": ["sg-1"] * 6}, "supports a maximum of 5 security groups"),
        ({**EC2, "type": "SPOT"}, "ComputeResources.spotIamFleetRole cannot not be null or empty"),
        (
            {**EC2, "allocationStrategy": "SPOT_CAPACITY_OPTIMIZED"},
            "SPOT_CAPACITY_OPTIMIZED is for type SPOT only.",
        ),
        ({**EC2, "launchTemplate": {"version": "1"}}, "Either launchTemplateId or"),
        ({**EC2, "bidPercentage": 101}, "Bid percentage must be between 0 to 100."),
        ({**EC2, "ec2Configuration": [{"imageType": "ECS_AL2023"}] * 3}, "at most 2 entries"),
        (
            {**EC2, "scalingPolicy": {"minScaleDownDelayMinutes": 19}},
            "minScaleDownDelayMinutes must be 0, or between 20 and 10080.",
        ),
    ],
)
def test_resources_that_cannot_be(cloud: Cloud, resources: Any, text: str) -> None:
    with refused(text):
        create(cloud, resources)


def test_a_managed_environment_needs_resources_and_an_unmanaged_one_has_none(cloud: Cloud) -> None:
    with refused("computeResources is required"):
        cloud.batch.create_compute_environment(computeEnvironmentName="a", type="MANAGED")
    with refused("ServiceRole is required."):
        cloud.batch.create_compute_environment(computeEnvironmentName="a", type="UNMANAGED")
    with refused("unmanagedvCpus is not applicable for managed"):
        cloud.batch.create_compute_environment(
            computeEnvironmentName="a", type="MANAGED", computeResources=EC2, unmanagedvCpus=1
        )
    with refused("computeResources must not be provided"):
        cloud.batch.create_compute_environment(
            computeEnvironmentName="a", type="UNMANAGED", computeResources=EC2
        )


@pytest.mark.parametrize("types", [["optimal"], ["m5"], ["c6g.large", "default_arm64"]])
def test_types_families_and_their_nicknames_are_known(cloud: Cloud, types: list[str]) -> None:
    create(cloud, {**EC2, "instanceTypes": types})
