from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from tests.local.cloud import ACCOUNT, REGION, Cloud


def test_groups_are_made_told_and_deleted(cloud: Cloud) -> None:
    name, other = cloud.name("group"), cloud.name("group")
    made = cloud.ec2.create_placement_group(GroupName=name, Strategy="spread")["PlacementGroup"]
    cloud.ec2.create_placement_group(GroupName=other, Strategy="cluster")
    assert made["GroupArn"] == f"arn:aws:ec2:{REGION}:{ACCOUNT}:placement-group/{name}"
    (told,) = cloud.ec2.describe_placement_groups(GroupNames=[name])["PlacementGroups"]
    assert told == made
    assert (told["State"], told["Strategy"]) == ("available", "spread")
    names = {one["GroupName"] for one in cloud.ec2.describe_placement_groups()["PlacementGroups"]}
    assert {name, other} <= names
    cloud.ec2.delete_placement_group(GroupName=name)
    with pytest.raises(ClientError, match=r"InvalidPlacementGroup\.Unknown"):
        cloud.ec2.describe_placement_groups(GroupNames=[name])
    with pytest.raises(ClientError, match=f"The Placement Group '{name}' is unknown."):
        cloud.ec2.delete_placement_group(GroupName=name)


def test_groups_that_cannot_be(cloud: Cloud) -> None:
    name = cloud.name("group")
    cloud.ec2.create_placement_group(GroupName=name, Strategy="cluster")
    with pytest.raises(ClientError, match=r"InvalidPlacementGroup\.Duplicate"):
        cloud.ec2.create_placement_group(GroupName=name, Strategy="cluster")
    with pytest.raises(ClientError, match="must be one of cluster, spread, partition"):
        cloud.ec2.create_placement_group(GroupName=cloud.name("group"), Strategy="heap")
