"""Who is given a place, and what a blocked head is told; every obstacle can be mended."""

from __future__ import annotations

import dataclasses

from batchdeck.local import settings
from batchdeck.local.placement.rules.capacity import NO_CAPACITY
from tests.local.cloud import ECS_POLICY, REGION, Cloud, eventually
from tests.local.placement.places import starts, stuck
from tests.local.placement.starting.failing import ECR_IMAGE
from tests.local.scripted_runner import ScriptedRunner

MAX_RESOURCE = "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE"
REQUIREMENT = "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT"
UNDETERMINED = "UNDETERMINED"


def test_a_disabled_environment(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = cloud.environment()
    cloud.batch.update_compute_environment(computeEnvironment=environment, state="DISABLED")
    job_id = stuck(cloud, environment)
    cloud.batch.update_compute_environment(computeEnvironment=environment, state="ENABLED")
    starts(runner, job_id)


def test_a_disabled_environment_gives_no_reason(cloud: Cloud) -> None:
    disabled = cloud.environment()
    cloud.batch.update_compute_environment(computeEnvironment=disabled, state="DISABLED")
    silent = stuck(cloud, disabled)
    told = stuck(cloud, cloud.environment(maxvCpus=1), vcpus="2")
    assert cloud.wait_for_reason(told).startswith(MAX_RESOURCE)
    assert "statusReason" not in cloud.job(silent)


def test_more_vcpus_than_the_maximum(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = cloud.environment(maxvCpus=2)
    job_id = stuck(cloud, environment, vcpus="4")
    assert cloud.wait_for_reason(job_id).startswith(MAX_RESOURCE)
    cloud.batch.update_compute_environment(
        computeEnvironment=environment, computeResources={"maxvCpus": 4}
    )
    starts(runner, job_id)
    assert "statusReason" not in cloud.job(job_id)


def test_more_memory_than_any_allowed_type_has(cloud: Cloud, runner: ScriptedRunner) -> None:
    environment = cloud.environment(instanceTypes=["m5.large"])
    job_id = stuck(cloud, environment, memory="8192")
    assert cloud.wait_for_reason(job_id).startswith(REQUIREMENT)
    cloud.batch.update_compute_environment(
        computeEnvironment=environment, computeResources={"instanceTypes": ["m5.xlarge"]}
    )
    starts(runner, job_id)


def test_an_instance_profile_that_is_missing(cloud: Cloud, runner: ScriptedRunner) -> None:
    profile = cloud.name("missing")
    job_id = stuck(cloud, cloud.environment(instanceRole=profile))
    assert cloud.wait_for_reason(job_id).startswith(UNDETERMINED)
    cloud.iam.create_instance_profile(InstanceProfileName=profile)
    role = cloud.role("ec2.amazonaws.com")
    cloud.iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=role)
    assert cloud.job(job_id)["status"] == "RUNNABLE"
    cloud.iam.attach_role_policy(RoleName=role, PolicyArn=ECS_POLICY)
    starts(runner, job_id)


def test_a_subnet_without_a_route(cloud: Cloud, runner: ScriptedRunner) -> None:
    subnet = cloud.subnet(routed=False)
    job_id = stuck(cloud, cloud.environment(subnets=[subnet]))
    assert cloud.wait_for_reason(job_id).startswith(UNDETERMINED)
    cloud.route_out(subnet)
    starts(runner, job_id)


def test_a_subnet_without_public_addresses(cloud: Cloud, runner: ScriptedRunner) -> None:
    subnet = cloud.subnet(public=False)
    job_id = stuck(cloud, cloud.environment(subnets=[subnet]))
    cloud.publish(subnet)
    starts(runner, job_id)


def test_a_nat_gateway_that_was_deleted(cloud: Cloud, runner: ScriptedRunner) -> None:
    subnet = cloud.subnet(public=False, routed=False)
    nat = cloud.ec2.create_nat_gateway(SubnetId=subnet, ConnectivityType="private")
    nat_id = nat["NatGateway"]["NatGatewayId"]
    cloud.route_out(subnet, NatGatewayId=nat_id)
    cloud.ec2.delete_nat_gateway(NatGatewayId=nat_id)
    job_id = stuck(cloud, cloud.environment(subnets=[subnet]))
    new = cloud.ec2.create_nat_gateway(SubnetId=subnet, ConnectivityType="private")
    cloud.ec2.replace_route(
        RouteTableId=cloud.route_table(subnet),
        DestinationCidrBlock="0.0.0.0/0",
        NatGatewayId=new["NatGateway"]["NatGatewayId"],
    )
    starts(runner, job_id)


def test_endpoints_are_a_way_out_once_all_are_there(cloud: Cloud, runner: ScriptedRunner) -> None:
    subnet = cloud.subnet(public=False, routed=False)
    vpc = cloud.vpc(subnet)
    job_id = stuck(cloud, cloud.environment(subnets=[subnet]), container={"image": ECR_IMAGE})
    cloud.ec2.create_vpc_endpoint(
        VpcId=vpc,
        ServiceName=f"com.amazonaws.{REGION}.s3",
        VpcEndpointType="Gateway",
        RouteTableIds=[cloud.route_table(subnet)],
    )
    services = ("logs", "ecr.api", "ecr.dkr", "ecs", "ecs-agent", "ecs-telemetry")
    for service in services:
        assert cloud.job(job_id)["status"] == "RUNNABLE"
        cloud.ec2.create_vpc_endpoint(
            VpcId=vpc,
            ServiceName=f"com.amazonaws.{REGION}.{service}",
            VpcEndpointType="Interface",
            SubnetIds=[subnet],
            PrivateDnsEnabled=True,
        )
    starts(runner, job_id)


def test_an_instance_job_never_starts_on_fargate(cloud: Cloud) -> None:
    job_id = stuck(cloud, cloud.environment("FARGATE"))
    assert cloud.wait_for_reason(job_id).startswith(REQUIREMENT)


def test_only_the_head_is_told(cloud: Cloud) -> None:
    queue = cloud.queue(cloud.environment(maxvCpus=1))
    definition = cloud.definition(vcpus="2")
    head, behind = cloud.submit(queue, definition), cloud.submit(queue, definition)
    cloud.wait_for_reason(head)
    assert "statusReason" not in cloud.job(behind)
    cloud.batch.cancel_job(jobId=head, reason="never mind")
    cloud.wait_for_reason(behind)


def test_nobody_is_told_before_the_pace_says_so(cloud: Cloud) -> None:
    now = settings.current()
    settings.configure(dataclasses.replace(now, pace=dataclasses.replace(now.pace, reason=3600.0)))
    job_id = stuck(cloud, cloud.environment(maxvCpus=1), vcpus="2")
    placer_has_looked = cloud.submit(cloud.queue())
    cloud.wait(placer_has_looked, "STARTING")
    assert "statusReason" not in cloud.job(job_id)


def test_a_place_that_is_lost_while_instances_boot(cloud: Cloud, runner: ScriptedRunner) -> None:
    now = settings.current()
    settings.configure(dataclasses.replace(now, pace=dataclasses.replace(now.pace, runnable=1.0)))
    name = cloud.environment()
    record = cloud.backend.account.environment(name)
    assert record is not None
    job_id = cloud.submit(cloud.queue(name))
    eventually(lambda: record.used_vcpus == 1)
    cloud.batch.update_compute_environment(computeEnvironment=name, state="DISABLED")
    eventually(lambda: record.used_vcpus == 0)
    assert cloud.job(job_id)["status"] == "RUNNABLE"
    cloud.batch.update_compute_environment(computeEnvironment=name, state="ENABLED")
    starts(runner, job_id)


def test_consumable_resources_that_are_used_up(cloud: Cloud, runner: ScriptedRunner) -> None:
    name = cloud.name("licences")
    cloud.batch.create_consumable_resource(consumableResourceName=name, totalQuantity=2)
    needs = {"consumableResourceList": [{"consumableResource": name, "quantity": 2}]}
    definition = cloud.definition(consumableResourceProperties=needs)
    queue = cloud.queue()
    first, second = cloud.submit(queue, definition), cloud.submit(queue, definition)
    behind = cloud.submit(queue)
    running = runner.next()
    assert running.request.job_id == first
    cloud.wait(second, "RUNNABLE")
    told = cloud.batch.describe_consumable_resource(consumableResource=name)
    assert (told["inUseQuantity"], told["availableQuantity"]) == (2, 0)
    assert "statusReason" not in cloud.job(second)
    assert cloud.job(behind)["status"] == "RUNNABLE"
    running.finish()
    assert {runner.next().request.job_id for _ in range(2)} == {second, behind}


def test_a_multi_node_job_waits_where_there_is_no_capacity(
    cloud: Cloud, runner: ScriptedRunner
) -> None:
    subnet, name = cloud.subnet(), cloud.name("nodes")
    cloud.ec2.create_tags(Resources=[subnet], Tags=[{"Key": NO_CAPACITY, "Value": "*"}])
    container = {"image": "busybox", "vcpus": 1, "memory": 64}
    ranges = [{"targetNodes": "0:", "container": container}]
    cloud.batch.register_job_definition(
        jobDefinitionName=name,
        type="multinode",
        nodeProperties={"numNodes": 2, "mainNode": 0, "nodeRangeProperties": ranges},
    )
    queue = cloud.queue(cloud.environment(subnets=[subnet]), cloud.environment())
    starts(runner, cloud.submit(queue))
    job_id = cloud.submit(queue, name)
    reason = cloud.wait_for_reason(job_id)
    assert reason.startswith("CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY")
    cloud.ec2.delete_tags(Resources=[subnet], Tags=[{"Key": NO_CAPACITY}])
    starts(runner, f"{job_id}#0")
