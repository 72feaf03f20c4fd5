from __future__ import annotations

from batchdeck.local.placement.reach import (
    AN_ENDPOINT,
    FOR_TASKS,
    groups_of,
    out_of_reach,
    subnets_of,
    target,
)
from tests.local.batch.builders import environment
from tests.local.cloud import Cloud
from tests.local.placement.places import SURROUNDINGS


def test_subnets_that_are_gone_are_left_out(cloud: Cloud) -> None:
    subnet = cloud.subnet()
    record = environment(subnets=["subnet-gone", subnet])
    assert [one.id for one in subnets_of(record, SURROUNDINGS)] == [subnet]


def test_groups_may_stand_in_the_launch_template(cloud: Cloud) -> None:
    name = cloud.name("template")
    cloud.ec2.create_launch_template(
        LaunchTemplateName=name, LaunchTemplateData={"SecurityGroupIds": ["sg-1"]}
    )
    template = {"launchTemplateName": name}
    assert groups_of(environment(launchTemplate=template), SURROUNDINGS) == ("sg-1",)
    both = environment(launchTemplate=template, securityGroupIds=["sg-2"])
    assert groups_of(both, SURROUNDINGS) == ("sg-2",)
    assert groups_of(environment(), SURROUNDINGS) == ()


def test_without_a_way_out_requests_stay_inside(cloud: Cloud) -> None:
    record = environment(subnets=[cloud.subnet()])
    (subnet,) = subnets_of(record, SURROUNDINGS)
    assert out_of_reach(subnet, FOR_TASKS, (), SURROUNDINGS, public=True) == []
    assert out_of_reach(subnet, FOR_TASKS, (), SURROUNDINGS, public=False) == sorted(FOR_TASKS)
    assert target(subnet, SURROUNDINGS, public=True) == AN_ENDPOINT
    assert target(subnet, SURROUNDINGS, public=False) == subnet.address
