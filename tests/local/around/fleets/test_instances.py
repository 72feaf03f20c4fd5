"""Instances as EC2 tells of them."""

from __future__ import annotations

from tests.local.around.fleets.seen import Seen
from tests.local.cloud import Cloud
from tests.local.scripted_runner import ScriptedRunner


def test_a_spot_instance_says_so(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = cloud.environment(
        "SPOT", allocationStrategy="SPOT_CAPACITY_OPTIMIZED", tags={"Name": "worker"}
    )
    cloud.submit(cloud.queue(environment))
    runner.next()
    (instance,) = Seen(cloud, environment).instances()
    assert instance["InstanceLifecycle"] == "spot"
    assert {"Key": "Name", "Value": "worker"} in instance["Tags"]


def test_it_starts_in_the_subnet_that_has_a_way_out(cloud: Cloud, runner: ScriptedRunner) -> None:
    alive = cloud.subnet()
    dead = cloud.subnet_beside(alive)
    table = cloud.ec2.create_route_table(VpcId=cloud.vpc(alive))["RouteTable"]["RouteTableId"]
    cloud.ec2.associate_route_table(RouteTableId=table, SubnetId=dead)
    environment = cloud.environment(subnets=[dead, alive], securityGroupIds=[cloud.group(alive)])
    cloud.submit(cloud.queue(environment))
    runner.next()
    (instance,) = Seen(cloud, environment).instances()
    assert instance["SubnetId"] == alive
    assert [group["GroupId"] for group in instance["SecurityGroups"]] == [cloud.group(alive)]


def test_the_image_is_ecs_own_for_the_architecture(cloud: Cloud, runner: ScriptedRunner) -> None:
    found = {}
    for family in ("m5.large", "m6g.large"):
        environment = cloud.environment(instanceTypes=[family])
        cloud.submit(cloud.queue(environment))
        runner.next()
        (instance,) = Seen(cloud, environment).instances()
        found[family] = cloud.ec2.describe_images(ImageIds=[instance["ImageId"]])["Images"][0]
    assert found["m5.large"]["Architecture"] == "x86_64"
    assert found["m6g.large"]["Architecture"] == "arm64"
    assert all("ecs" in image["Name"] for image in found.values())


def test_another_image_can_be_chosen(cloud: Cloud, runner: ScriptedRunner) -> None:
    image = cloud.ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    chosen = [{"imageType": "ECS_AL2", "imageIdOverride": image}]
    environment = cloud.environment(ec2Configuration=chosen)
    cloud.submit(cloud.queue(environment))
    runner.next()
    (instance,) = Seen(cloud, environment).instances()
    assert instance["ImageId"] == image
