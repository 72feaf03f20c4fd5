from __future__ import annotations

import json

import pytest

from batchdeck.local.placement.starting.endpoint_policies import READ_LAYER
from batchdeck.local.placement.starting.image_access import LAYERS, LOG_IN
from batchdeck.local.placement.starting.log_group import CREATE_STREAM
from tests.local.cloud import REGION, Cloud
from tests.local.placement.places import starts
from tests.local.placement.starting.failing import ECR_IMAGE, on_fargate, on_instances, reason
from tests.local.scripted_runner import ScriptedRunner


def closed(cloud: Cloud, subnet: str, service: str, action: str) -> str:
    """The id of an endpoint of a subnet that does not let an action through."""
    where = (
        {"VpcEndpointType": "Gateway", "RouteTableIds": [cloud.route_table(subnet)]}
        if service == "s3"
        else {"VpcEndpointType": "Interface", "SubnetIds": [subnet], "PrivateDnsEnabled": True}
    )
    allow = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
    document = {"Statement": [allow, allow | {"Effect": "Deny", "Action": action}]}
    made = cloud.ec2.create_vpc_endpoint(
        VpcId=cloud.vpc(subnet),
        ServiceName=f"com.amazonaws.{REGION}.{service}",
        PolicyDocument=json.dumps(document),
        **where,
    )
    return str(made["VpcEndpoint"]["VpcEndpointId"])


CASES = [
    ("ecr.api", LOG_IN, "CannotPullECRContainerError", "ResourceInitializationError: unable to"),
    ("ecr.dkr", LAYERS[0], "CannotPullContainerError: Error response", "CannotPullContainerError"),
    ("s3", READ_LAYER, "CannotPullContainerError: error pulling", "CannotPullContainerError: ref"),
    ("logs", CREATE_STREAM, "CannotStartContainerError", "ResourceInitializationError: failed to"),
]


@pytest.mark.parametrize(("service", "action", "on_instance", "in_fargate"), CASES)
def test_an_endpoint_that_lets_it_not_through_though_there_is_a_way_out(
    cloud: Cloud,
    runner: ScriptedRunner,
    service: str,
    action: str,
    on_instance: str,
    in_fargate: str,
) -> None:
    subnet = cloud.subnet()
    endpoint = closed(cloud, subnet, service, action)
    instances = cloud.queue(cloud.environment(subnets=[subnet]))
    fargate = cloud.queue(cloud.environment("FARGATE", subnets=[subnet]))
    told = reason(cloud, on_instances(cloud, instances, image=ECR_IMAGE))
    assert told.startswith(on_instance)
    if service != "s3":
        assert f"because no VPC endpoint policy allows the {action} action" in told
    assert reason(cloud, on_fargate(cloud, fargate)).startswith(in_fargate)
    everything = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
    cloud.ec2.modify_vpc_endpoint(
        VpcEndpointId=endpoint, PolicyDocument=json.dumps({"Statement": [everything]})
    )
    starts(runner, on_instances(cloud, instances, image=ECR_IMAGE))
    starts(runner, on_fargate(cloud, fargate))


def test_an_image_of_another_registry_needs_nothing_of_ecr(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    subnet = cloud.subnet()
    closed(cloud, subnet, "ecr.api", "*")
    starts(runner, on_instances(cloud, cloud.queue(cloud.environment(subnets=[subnet]))))
