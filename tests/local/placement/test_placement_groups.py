from __future__ import annotations

from batchdeck.local.placement.placement_groups import groups_of_backend
from tests.local.cloud import Cloud
from tests.local.placement.places import SURROUNDINGS


def test_what_is_made_over_the_wire_is_kept_there(cloud: Cloud) -> None:
    name = cloud.name("group")
    assert name not in groups_of_backend(SURROUNDINGS.ec2)
    cloud.ec2.create_placement_group(GroupName=name, Strategy="cluster")
    assert groups_of_backend(SURROUNDINGS.ec2)[name]["Strategy"] == "cluster"
