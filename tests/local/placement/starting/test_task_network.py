from __future__ import annotations

from batchdeck.local.placement.reach import FOR_INSTANCES
from tests.local.cloud import ACCOUNT, REGION, Cloud
from tests.local.placement.places import starts
from tests.local.placement.starting.failing import ECR_IMAGE, on_fargate, on_instances, reason
from tests.local.scripted_runner import ScriptedRunner

DAEMON = "CannotPullContainerError: Error response from daemon: "


def endpoint(cloud: Cloud, subnet: str, service: str) -> None:
    cloud.ec2.create_vpc_endpoint(
        VpcId=cloud.vpc(subnet),
        ServiceName=f"com.amazonaws.{REGION}.{service}",
        VpcEndpointType="Interface",
        SubnetIds=[subnet],
        PrivateDnsEnabled=True,
    )


def test_a_task_without_a_public_address(cloud: Cloud, runner: ScriptedRunner) -> None:
    queue = cloud.queue(cloud.environment("FARGATE"))
    told = reason(cloud, on_fargate(cloud, queue, public_ip=False))
    assert told.startswith("ResourceInitializationError: unable to pull secrets or registry auth")
    assert f"api.ecr.{REGION}.amazonaws.com" in told
    starts(runner, on_fargate(cloud, queue))


def test_endpoints_help_one_by_one(cloud: Cloud, runner: ScriptedRunner) -> None:
    subnet = cloud.subnet(routed=False)
    queue = cloud.queue(cloud.environment("FARGATE", subnets=[subnet]))
    for service in ("ecr.api", "ecr.dkr"):
        endpoint(cloud, subnet, service)
    told = reason(cloud, on_fargate(cloud, queue))
    assert told.startswith("CannotPullContainerError")
    assert "starport-layer-bucket" in told
    cloud.ec2.create_vpc_endpoint(
        VpcId=cloud.vpc(subnet),
        ServiceName=f"com.amazonaws.{REGION}.s3",
        VpcEndpointType="Gateway",
        RouteTableIds=[cloud.route_table(subnet)],
    )
    told = reason(cloud, on_fargate(cloud, queue))
    assert told.startswith("ResourceInitializationError: failed to validate logger args")
    endpoint(cloud, subnet, "logs")
    starts(runner, on_fargate(cloud, queue))


def test_endpoints_are_no_way_to_another_registry(cloud: Cloud) -> None:
    subnet = cloud.subnet(routed=False)
    queue = cloud.queue(cloud.environment("FARGATE", subnets=[subnet]))
    told = reason(cloud, on_fargate(cloud, queue, image="busybox"))
    assert told.startswith("CannotPullContainerError: pull image manifest has been retried")


def test_a_group_that_lets_nothing_out(cloud: Cloud) -> None:
    subnet = cloud.subnet()
    everything = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
    cloud.ec2.revoke_security_group_egress(GroupId=cloud.group(subnet), IpPermissions=everything)
    queue = cloud.queue(cloud.environment("FARGATE", subnets=[subnet]))
    assert reason(cloud, on_fargate(cloud, queue)).startswith("ResourceInitializationError")


def test_on_instances_it_is_the_agent_that_fetches(cloud: Cloud, runner: ScriptedRunner) -> None:
    subnet = cloud.subnet(routed=False)
    queue = cloud.queue(cloud.environment(subnets=[subnet]))
    for service in FOR_INSTANCES:
        endpoint(cloud, subnet, service)
    told = reason(cloud, on_instances(cloud, queue, image=ECR_IMAGE))
    assert told.startswith("CannotPullECRContainerError: RequestError: send request failed")
    endpoint(cloud, subnet, "ecr.api")
    told = reason(cloud, on_instances(cloud, queue, image=ECR_IMAGE))
    assert told.startswith(f'{DAEMON}Get "https://{ACCOUNT}.dkr.ecr.')
    endpoint(cloud, subnet, "ecr.dkr")
    told = reason(cloud, on_instances(cloud, queue, image=ECR_IMAGE))
    assert "starport-layer-bucket" in told
    endpoint(cloud, subnet, "s3")
    told = reason(cloud, on_instances(cloud, queue, image=ECR_IMAGE))
    assert f"https://logs.{REGION}.amazonaws.com/" in told
    endpoint(cloud, subnet, "logs")
    starts(runner, on_instances(cloud, queue, image=ECR_IMAGE))
    told = reason(cloud, on_instances(cloud, queue))
    assert told.startswith(f'{DAEMON}Get "https://registry-1.docker.io/v2/"')
