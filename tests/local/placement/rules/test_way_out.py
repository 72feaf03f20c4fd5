from __future__ import annotations

from batchdeck.local.placement.obstacle import UNDETERMINED, Obstacle
from batchdeck.local.placement.reach import FOR_INSTANCES
from batchdeck.local.placement.rules.way_out import way_out
from tests.local.batch.builders import environment
from tests.local.cloud import REGION, Cloud
from tests.local.placement.places import SMALL, SURROUNDINGS, starts, stuck, told
from tests.local.placement.starting.failing import reason
from tests.local.scripted_runner import ScriptedRunner


def found(*subnets: str, kind: str = "EC2") -> Obstacle | None:
    return way_out(environment(kind, subnets=list(subnets)), SMALL, SURROUNDINGS)


def test_one_subnet_with_a_way_out_is_enough(cloud: Cloud) -> None:
    closed, open_ = cloud.subnet(routed=False), cloud.subnet()
    obstacle = found(closed)
    assert obstacle is not None
    assert obstacle.reason == UNDETERMINED
    assert "ecs-agent" in obstacle.detail
    assert found(closed, open_) is None


def test_without_a_subnet_there_is_no_way(cloud: Cloud) -> None:
    assert cloud
    obstacle = found("subnet-gone")
    assert obstacle == Obstacle("environment has no subnets", UNDETERMINED, joins=False)


def test_fargate_places_its_tasks_all_the_same(cloud: Cloud) -> None:
    closed = cloud.subnet(routed=False)
    assert found(closed, kind="FARGATE") is None
    assert found(closed) is not None


def test_an_endpoint_whose_group_lets_nobody_in(cloud: Cloud) -> None:
    subnet = cloud.subnet(routed=False)
    vpc, group = cloud.vpc(subnet), cloud.group(subnet)
    shut = cloud.ec2.create_security_group(GroupName="shut", Description="-", VpcId=vpc)["GroupId"]
    for service in FOR_INSTANCES:
        cloud.ec2.create_vpc_endpoint(
            VpcId=vpc,
            ServiceName=f"com.amazonaws.{REGION}.{service}",
            VpcEndpointType="Interface",
            SubnetIds=[subnet],
            SecurityGroupIds=[shut],
            PrivateDnsEnabled=True,
        )
    job_id = stuck(cloud, cloud.environment(subnets=[subnet]))
    assert told(cloud, job_id) == "UNDETERMINED"
    https = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}
    cloud.ec2.authorize_security_group_ingress(
        GroupId=shut, IpPermissions=[{**https, "UserIdGroupPairs": [{"GroupId": group}]}]
    )
    assert "registry-1.docker.io" in reason(cloud, job_id), "it starts, without an image"


def test_an_unmanaged_environment_is_its_owners_affair(cloud: Cloud) -> None:
    assert cloud
    record = environment()
    record.type = "UNMANAGED"
    assert way_out(record, SMALL, SURROUNDINGS) is None


def test_a_launch_template_may_give_public_addresses(cloud: Cloud, runner: ScriptedRunner) -> None:
    name, subnet = cloud.name("template"), cloud.subnet(public=False)
    interface = {"DeviceIndex": 0, "AssociatePublicIpAddress": False}
    data = {"NetworkInterfaces": [interface]}
    cloud.ec2.create_launch_template(LaunchTemplateName=name, LaunchTemplateData=data)
    template = {"launchTemplateName": name, "version": "$Latest"}
    job_id = stuck(cloud, cloud.environment(subnets=[subnet], launchTemplate=template))
    assert told(cloud, job_id) == "UNDETERMINED"
    interface["AssociatePublicIpAddress"] = True
    cloud.ec2.create_launch_template_version(LaunchTemplateName=name, LaunchTemplateData=data)
    starts(runner, job_id)


def test_a_vpc_without_names(cloud: Cloud, runner: ScriptedRunner) -> None:
    subnet = cloud.subnet()
    vpc = cloud.vpc(subnet)
    cloud.ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsSupport={"Value": False})
    job_id = stuck(cloud, cloud.environment(subnets=[subnet]))
    assert told(cloud, job_id) == "UNDETERMINED"
    cloud.ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsSupport={"Value": True})
    starts(runner, job_id)
