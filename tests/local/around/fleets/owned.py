"""Unmanaged environments and the instances that are registered with them."""

from __future__ import annotations

import json
from typing import Any

from tests.local.cloud import Cloud, eventually


def unmanaged(cloud: Cloud) -> str:
    """The name of a new UNMANAGED environment, once it has its cluster."""
    name = cloud.name("unmanaged")
    cloud.batch.create_compute_environment(
        computeEnvironmentName=name, type="UNMANAGED", serviceRole=cloud.service_role()
    )
    ecs, arn = cloud.client("ecs"), cluster(cloud, name)
    eventually(lambda: ecs.describe_clusters(clusters=[arn])["clusters"])
    return name


def cluster(cloud: Cloud, environment: str) -> str:
    """The ARN of an environment's cluster."""
    answer = cloud.batch.describe_compute_environments(computeEnvironments=[environment])
    return str(answer["computeEnvironments"][0]["ecsClusterArn"])


def join(cloud: Cloud, environment: str, kind: str) -> Any:
    """A new instance of a type, as a container instance of the environment's cluster."""
    image = cloud.ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    started = cloud.ec2.run_instances(ImageId=image, InstanceType=kind, MinCount=1, MaxCount=1)
    document = json.dumps({"instanceId": started["Instances"][0]["InstanceId"]})
    return cloud.client("ecs").register_container_instance(
        cluster=cluster(cloud, environment), instanceIdentityDocument=document
    )["containerInstance"]
