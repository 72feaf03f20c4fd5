"""What instances are launched from, and the clusters they are to join."""

from __future__ import annotations

import base64
from typing import Any

from batchdeck.diagnosis.subject import Kind, Subject
from tests.diagnosis.e2e.capacities import launch_template
from tests.diagnosis.e2e.case import Case, healthy, stuck_in, work
from tests.local.around.fleets.owned import cluster, join, unmanaged
from tests.local.cloud import Cloud

ARCHIVE = """\
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="==B=="

--==B==
Content-Type: text/x-shellscript; charset="us-ascii"

#!/bin/bash
{script}

--==B==--
"""
HARMLESS = "yum install -y nfs-utils\nsystemctl enable --now --no-block ecs.service"


def image_deregistered(cloud: Cloud) -> Case:
    made = cloud.ec2.register_image(Name=cloud.name("image"), Architecture="x86_64")
    environment = cloud.environment(ec2Configuration=[own_image(made["ImageId"])])
    cloud.ec2.deregister_image(ImageId=made["ImageId"])
    return accused(environment, "ce-ami-available")


def agent_started_by_user_data(cloud: Cloud) -> Case:
    return accused(scripted(cloud, "systemctl start ecs"), "inst-userdata-risky")


def cluster_set_by_user_data(cloud: Cloud) -> Case:
    script = "echo ECS_CLUSTER=mine >> /etc/ecs/ecs.config"
    return accused(scripted(cloud, script), "inst-userdata-reserved-config")


def metadata_switched_off(cloud: Cloud) -> Case:
    environment = templated(cloud, {"MetadataOptions": {"HttpEndpoint": "disabled"}})
    return accused(environment, "inst-imds")


def groups_beside_interfaces(cloud: Cloud) -> Case:
    interface = {"DeviceIndex": 0, "AssociatePublicIpAddress": True}
    content = {"SecurityGroupIds": ["sg-1"], "NetworkInterfaces": [interface]}
    return accused(templated(cloud, content), "ce-launch-template-no-conflict")


def nobody_starts_instances(cloud: Cloud) -> Case:
    return stuck_in(cloud, cloud.queue(unmanaged(cloud)), "ce-unmanaged-has-instances")


def own_instance_drained(cloud: Cloud) -> Case:
    environment = unmanaged(cloud)
    instance = join(cloud, environment, "m5.large")
    cloud.client("ecs").update_container_instances_state(
        cluster=cluster(cloud, environment),
        containerInstances=[instance["containerInstanceArn"]],
        status="DRAINING",
    )
    return stuck_in(cloud, cloud.queue(environment), "inst-status-active", mended=True)


def own_instance_too_small(cloud: Cloud) -> Case:
    environment = unmanaged(cloud)
    join(cloud, environment, "m5.large")
    return stuck_in(cloud, cloud.queue(environment), "inst-remaining-resources", vcpus="4")


def cluster_deleted(cloud: Cloud) -> Case:
    environment = cloud.environment()
    (found,) = cloud.batch.describe_compute_environments(computeEnvironments=[environment])[
        "computeEnvironments"
    ]
    queue = cloud.queue(environment)
    cloud.client("ecs").delete_cluster(cluster=found["ecsClusterArn"])
    return stuck_in(cloud, queue, "ce-ecs-cluster-active", mended=True)


def template_with_everything(cloud: Cloud) -> Case:
    """User data, volumes, metadata, key pair: all of it as AWS's guides have it."""
    key = cloud.name("key")
    cloud.ec2.create_key_pair(KeyName=key)
    content = {
        "KeyName": key,
        "UserData": encoded(HARMLESS),
        "MetadataOptions": {"HttpTokens": "required", "HttpPutResponseHopLimit": 2},
        "BlockDeviceMappings": [
            {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 100, "VolumeType": "gp3"}},
            {"DeviceName": "/dev/sdb", "Ebs": {"VolumeSize": 500}},
        ],
    }
    return healthy(templated(cloud, content))


def image_of_their_own(cloud: Cloud) -> Case:
    made = cloud.ec2.register_image(Name=cloud.name("image"), Architecture="x86_64")
    return healthy(cloud.environment(ec2Configuration=[own_image(made["ImageId"])]))


def one_key_pair_of_two_deleted(cloud: Cloud) -> Case:
    """The job runs where the key pair is."""
    key = cloud.name("key")
    cloud.ec2.create_key_pair(KeyName=key)
    keyed = cloud.environment(ec2KeyPair=key)
    queue = cloud.queue(keyed, cloud.environment())
    cloud.ec2.delete_key_pair(KeyName=key)
    job = cloud.submit(queue, work(cloud))
    cloud.wait(job, "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED")
    return Case(Subject(Kind.QUEUE, queue))


def instances_of_their_own(cloud: Cloud) -> Case:
    """Nobody but their owner starts instances of an unmanaged environment."""
    environment = unmanaged(cloud)
    join(cloud, environment, "m5.large")
    return Case(Subject(Kind.QUEUE, cloud.queue(environment)))


def accused(environment: str, cause: str) -> Case:
    """An environment of which the diagnosis has to say that."""
    return Case(Subject(Kind.ENVIRONMENT, environment), cause)


def scripted(cloud: Cloud, script: str) -> str:
    """An environment whose instances run a script."""
    return templated(cloud, {"UserData": encoded(script)})


def encoded(script: str) -> str:
    """A script as the user data of a launch template."""
    return base64.b64encode(ARCHIVE.format(script=script).encode()).decode()


def templated(cloud: Cloud, content: Any) -> str:
    """An environment with a launch template."""
    template = launch_template(cloud, content)
    return cloud.environment(launchTemplate={"launchTemplateId": template})


def own_image(image: str) -> Any:
    """An entry of `ec2Configuration`."""
    return {"imageType": "ECS_AL2023", "imageIdOverride": image}


BROKEN = (
    image_deregistered,
    agent_started_by_user_data,
    cluster_set_by_user_data,
    metadata_switched_off,
    groups_beside_interfaces,
    nobody_starts_instances,
    own_instance_drained,
    own_instance_too_small,
    cluster_deleted,
)
HEALTHY = (
    template_with_everything,
    image_of_their_own,
    one_key_pair_of_two_deleted,
    instances_of_their_own,
)
