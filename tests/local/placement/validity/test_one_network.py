from __future__ import annotations

from typing import Any

from batchdeck.local.placement.validity.one_network import NOT_LINKED
from tests.local.cloud import Cloud
from tests.local.placement.places import starts, told
from tests.local.placement.validity.conditions import becomes
from tests.local.scripted_runner import ScriptedRunner


def test_subnets_of_two_vpcs(cloud: Cloud, runner: ScriptedRunner) -> None:
    subnet = cloud.subnet()
    environment = cloud.environment(subnets=[subnet])
    queue = cloud.queue(environment)
    change(cloud, environment, subnets=[subnet, cloud.subnet()])
    assert becomes(cloud, environment, "INVALID") == NOT_LINKED
    job_id = cloud.submit(queue)
    assert told(cloud, job_id) == "ACTION_REQUIRED"
    change(cloud, environment, subnets=[subnet, cloud.subnet_beside(subnet)])
    starts(runner, job_id)


def test_a_security_group_of_another_vpc(cloud: Cloud, runner: ScriptedRunner) -> None:
    subnet = cloud.subnet()
    environment = cloud.environment(subnets=[subnet])
    queue = cloud.queue(environment)
    change(cloud, environment, securityGroupIds=[cloud.group(cloud.subnet())])
    assert becomes(cloud, environment, "INVALID") == NOT_LINKED
    change(cloud, environment, securityGroupIds=[cloud.group(subnet)])
    starts(runner, cloud.submit(queue))


def test_on_fargate_the_interface_cannot_be_made(cloud: Cloud) -> None:
    subnet, stranger = cloud.subnet(), cloud.group(cloud.subnet())
    environment = cloud.environment("FARGATE", subnets=[subnet], securityGroupIds=[stranger])
    reason = becomes(cloud, environment, "INVALID")
    wanted = f"Security group {stranger} and subnet {subnet} belong to different networks."
    assert reason.startswith(f"CLIENT_ERROR - {wanted} (Service: AmazonEC2;")


def change(cloud: Cloud, environment: str, **resources: Any) -> None:
    cloud.batch.update_compute_environment(
        computeEnvironment=environment, computeResources=resources
    )
