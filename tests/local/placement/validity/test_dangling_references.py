from __future__ import annotations

from batchdeck.local.placement.validity.dangling_references import NO_CLUSTER, NO_IMAGE
from tests.local.around.fleets.owned import cluster
from tests.local.cloud import Cloud, eventually
from tests.local.placement.places import starts, told
from tests.local.placement.validity.conditions import becomes
from tests.local.scripted_runner import ScriptedRunner


def test_a_subnet_that_was_deleted(cloud: Cloud) -> None:
    subnet = cloud.subnet()
    environment = cloud.environment(subnets=[subnet, cloud.subnet_beside(subnet)])
    assert becomes(cloud, environment, "VALID")
    cloud.ec2.delete_subnet(SubnetId=subnet)
    reason = becomes(cloud, environment, "INVALID")
    assert reason.startswith(f"CLIENT_ERROR - The subnet ID '{subnet}' does not exist")


def test_a_security_group_that_was_deleted(cloud: Cloud, runner: ScriptedRunner) -> None:
    subnet = cloud.subnet()
    made = cloud.ec2.create_security_group(
        GroupName="jobs", Description="-", VpcId=cloud.vpc(subnet)
    )
    environment = cloud.environment(subnets=[subnet], securityGroupIds=[made["GroupId"]])
    queue = cloud.queue(environment)
    cloud.ec2.delete_security_group(GroupId=made["GroupId"])
    reason = becomes(cloud, environment, "INVALID")
    assert reason.startswith(f"CLIENT_ERROR - The security group '{made['GroupId']}'")
    job_id = cloud.submit(queue)
    assert told(cloud, job_id) == "ACTION_REQUIRED"
    cloud.batch.update_compute_environment(
        computeEnvironment=environment, computeResources={"securityGroupIds": [cloud.group(subnet)]}
    )
    starts(runner, job_id)


def test_a_key_pair_that_was_deleted_and_is_made_again(cloud: Cloud) -> None:
    name = cloud.name("key")
    cloud.ec2.create_key_pair(KeyName=name)
    environment = cloud.environment(ec2KeyPair=name)
    cloud.ec2.delete_key_pair(KeyName=name)
    reason = becomes(cloud, environment, "INVALID")
    assert reason.startswith(f"CLIENT_ERROR - The key pair '{name}' does not exist")
    cloud.ec2.create_key_pair(KeyName=name)
    becomes(cloud, environment, "VALID")


def test_an_image_that_was_deregistered(cloud: Cloud, runner: ScriptedRunner) -> None:
    image = cloud.ec2.register_image(Name=cloud.name("image"), Architecture="x86_64")["ImageId"]
    configuration = [{"imageType": "ECS_AL2023", "imageIdOverride": image}]
    environment = cloud.environment(ec2Configuration=configuration)
    queue = cloud.queue(environment)
    cloud.ec2.deregister_image(ImageId=image)
    assert becomes(cloud, environment, "INVALID") == NO_IMAGE
    job_id = cloud.submit(queue)
    assert told(cloud, job_id) == "ACTION_REQUIRED"
    cloud.batch.update_compute_environment(
        computeEnvironment=environment,
        computeResources={"ec2Configuration": [{"imageType": "ECS_AL2023"}]},
    )
    starts(runner, job_id)


def test_a_cluster_that_was_deleted(cloud: Cloud) -> None:
    environment = cloud.environment()
    ecs, arn = cloud.client("ecs"), cluster(cloud, environment)
    eventually(lambda: ecs.describe_clusters(clusters=[arn])["clusters"])
    becomes(cloud, environment, "VALID")
    ecs.delete_cluster(cluster=arn)
    assert becomes(cloud, environment, "INVALID") == NO_CLUSTER
