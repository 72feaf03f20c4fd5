from __future__ import annotations

from typing import Any

import pytest

from tests.local.cloud import Cloud


@pytest.fixture
def instance(cloud: Cloud) -> Any:
    """A tagged instance, and others beside it."""
    image = cloud.ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    tags = [{"ResourceType": "instance", "Tags": [{"Key": "team", "Value": "x"}]}]
    subnet = cloud.subnet()
    made = [
        cloud.ec2.run_instances(
            ImageId=image, MinCount=1, MaxCount=1, SubnetId=subnet, TagSpecifications=tags
        )["Instances"][0]
        for _ in range(3)
    ]
    return made[1]


def test_an_image_is_found_by_its_id_and_by_a_part_of_it(cloud: Cloud) -> None:
    images = cloud.ec2.describe_images()["Images"]
    wanted = images[7]["ImageId"]

    def found(**request: Any) -> list[str]:
        return [one["ImageId"] for one in cloud.ec2.describe_images(**request)["Images"]]

    by_id = [{"Name": "image-id", "Values": [wanted]}]
    assert found(Filters=by_id) == [wanted]
    assert found(Filters=[{"Name": "image-id", "Values": ["ami-0", wanted]}]) == [wanted]
    assert found(Filters=[{"Name": "image-id", "Values": ["ami-00000000000000000"]}]) == []
    assert wanted in found(Filters=[{"Name": "image-id", "Values": [f"{wanted[:12]}*"]}])
    other = "arm64" if images[7]["Architecture"] == "x86_64" else "x86_64"
    assert found(Filters=[*by_id, {"Name": "architecture", "Values": [other]}]) == []
    assert found(Filters=by_id, Owners=["self"]) == []


def test_an_instance_is_found_and_one_that_is_not_there_is_not(cloud: Cloud, instance: Any) -> None:
    attribute = cloud.ec2.describe_instance_attribute(
        InstanceId=instance["InstanceId"], Attribute="instanceType"
    )
    assert attribute["InstanceType"]["Value"] == instance["InstanceType"]
    with pytest.raises(cloud.ec2.exceptions.ClientError, match=r"InvalidInstanceID\.NotFound"):
        cloud.ec2.describe_instance_attribute(
            InstanceId="i-00000000000000000", Attribute="instanceType"
        )


def test_an_instance_has_its_own_tags_and_the_latest(cloud: Cloud, instance: Any) -> None:
    instance_id = instance["InstanceId"]

    def tags() -> Any:
        answer = cloud.ec2.describe_instances(InstanceIds=[instance_id])
        return answer["Reservations"][0]["Instances"][0].get("Tags", [])

    assert tags() == [{"Key": "team", "Value": "x"}]
    cloud.ec2.create_tags(Resources=[instance_id], Tags=[{"Key": "cost", "Value": "1"}])
    cloud.ec2.delete_tags(Resources=[instance_id], Tags=[{"Key": "team"}])
    assert tags() == [{"Key": "cost", "Value": "1"}]
    by_tag = [{"Name": "tag:team", "Values": ["x"]}]
    found = cloud.ec2.describe_instances(Filters=by_tag)["Reservations"]
    ids = {one["InstanceId"] for each in found for one in each["Instances"]}
    assert ids
    assert instance_id not in ids
