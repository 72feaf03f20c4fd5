"""The Auto Scaling group that Batch keeps for an environment."""

from __future__ import annotations

import time
from typing import Any

from batchdeck.local.around.fleets.activities import record
from batchdeck.local.batch.records import ComputeEnvironmentRecord

#: Source: AWS Batch user guide, "Tag your AWS Batch resources": how Batch marks what it makes.
SERVICE_TAG = {"AWSBatchServiceTag": "batch"}
_REPEAT_SECONDS = 60.0
"""Between two failures of the same kind; Auto Scaling tries again with growing pauses."""


class ScalingGroup:
    """One group, in moto's Auto Scaling. It counts what others launch."""

    def __init__(
        self, autoscaling: Any, environment: ComputeEnvironmentRecord, template_id: str
    ) -> None:
        self._autoscaling = autoscaling
        self._failed: dict[str, float] = {}
        resources = environment.resources
        tags = [
            {"Key": key, "Value": value, "PropagateAtLaunch": True}
            for key, value in SERVICE_TAG.items()
        ]
        self._group = autoscaling.create_auto_scaling_group(
            name=f"{environment.name}-asg-{environment.uuid}",
            availability_zones=[f"{autoscaling.region_name}a"],
            desired_capacity=0,
            max_size=0,
            min_size=0,
            launch_config_name="",
            launch_template={"LaunchTemplateId": template_id, "Version": "1"},
            vpc_zone_identifier=None,
            default_cooldown=None,
            health_check_period=None,
            health_check_type="EC2",
            load_balancers=[],
            target_group_arns=[],
            placement_group=resources.get("placementGroup"),
            termination_policies=[],
            tags=tags,
        )
        self._group.vpc_zone_identifier = ",".join(resources.get("subnets") or [])
        # moto would launch instances of its own in the place of those that are terminated.
        self._group.replace_autoscaling_group_instances = lambda *_: None

    @property
    def name(self) -> str:
        """Its name, as the tag of its instances says it."""
        return str(self._group.name)

    def launched(self, instance: Any) -> None:
        """An instance was started."""
        from moto.autoscaling.models import InstanceState

        before = self._capacity()
        instance.autoscaling_group = self._group
        self._group.instance_states.append(InstanceState(instance, autoscaling_group=self._group))
        self._resize()
        self._note(
            f"Launching a new EC2 instance: {instance.id}",
            "an instance was started in response to a difference between desired and actual "
            f"capacity, increasing the capacity from {before} to {before + 1}.",
        )

    def failed(self, message: str) -> None:
        """No instance could be started. The same message is not repeated at once."""
        now = time.monotonic()
        if now - self._failed.get(message, -_REPEAT_SECONDS) < _REPEAT_SECONDS:
            return
        self._failed[message] = now
        before = self._capacity()
        self._note(
            "Launching a new EC2 instance",
            "an instance was started in response to a difference between desired and actual "
            f"capacity, increasing the capacity from {before} to {before + 1}.",
            failure=message,
        )

    def terminated(self, instance: Any) -> None:
        """An instance was taken away."""
        before = self._capacity()
        self._group.instance_states = [
            one for one in self._group.instance_states if one.instance is not instance
        ]
        self._resize()
        self._note(
            f"Terminating EC2 instance: {instance.id}",
            "an instance was taken out of service in response to a difference between desired "
            f"and actual capacity, shrinking the capacity from {before} to {before - 1}.",
        )

    def delete(self) -> None:
        """Remove the group, with its environment."""
        self._autoscaling.autoscaling_groups.pop(self.name, None)

    def _capacity(self) -> int:
        return len(self._group.instance_states)

    def _resize(self) -> None:
        self._group.desired_capacity = self._group.max_size = self._capacity()

    def _note(self, description: str, cause: str, *, failure: str = "") -> None:
        record(self._autoscaling, self._group, description, cause, failure=failure)
