"""What an environment's instances look like through the other services."""

from __future__ import annotations

from typing import Any

from tests.local.cloud import Cloud


class Seen:
    """The services around one environment."""

    def __init__(self, cloud: Cloud, environment: str) -> None:
        self._ec2 = cloud.ec2
        self._ecs = cloud.client("ecs")
        self._scaling = cloud.client("autoscaling")
        self.environment = environment
        (told,) = cloud.batch.describe_compute_environments(computeEnvironments=[environment])[
            "computeEnvironments"
        ]
        self.cluster = told["ecsClusterArn"]

    def group(self) -> Any:
        """Its Auto Scaling group."""
        pages = self._scaling.get_paginator("describe_auto_scaling_groups").paginate()
        groups = [one for page in pages for one in page["AutoScalingGroups"]]
        prefix = f"{self.environment}-asg-"
        return next(one for one in groups if one["AutoScalingGroupName"].startswith(prefix))

    def instances(self) -> list[Any]:
        """Its instances that are running."""
        filters = [
            {"Name": "tag:aws:autoscaling:groupName", "Values": [f"{self.environment}-asg-*"]},
            {"Name": "instance-state-name", "Values": ["running"]},
        ]
        reservations = self._ec2.describe_instances(Filters=filters)["Reservations"]
        return [one for reservation in reservations for one in reservation["Instances"]]

    def joined(self) -> list[Any]:
        """Its container instances."""
        listed = self._ecs.list_container_instances(cluster=self.cluster)["containerInstanceArns"]
        if not listed:
            return []
        described = self._ecs.describe_container_instances(
            cluster=self.cluster, containerInstances=listed
        )
        return list(described["containerInstances"])

    def clusters(self) -> list[Any]:
        """Its cluster, as long as it exists."""
        described = self._ecs.describe_clusters(clusters=[self.cluster])["clusters"]
        return list(described)

    def activities(self) -> list[Any]:
        """What its group did, newest first."""
        name = self.group()["AutoScalingGroupName"]
        answer = self._scaling.describe_scaling_activities(AutoScalingGroupName=name)
        return list(answer["Activities"])


def integer(resources: list[Any], name: str) -> int:
    """The value of one of a container instance's resources."""
    return next(int(one["integerValue"]) for one in resources if one["name"] == name)
