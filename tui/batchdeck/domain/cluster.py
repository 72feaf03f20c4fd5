"""Instances that have joined an ECS cluster, and the groups that launch them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ContainerInstance:
    """An instance as ECS knows it (`DescribeContainerInstances`)."""

    arn: str
    cluster: str
    instance_id: str
    status: str = "ACTIVE"
    agent_connected: bool = True
    instance_type: str = ""
    subnet: str = ""
    memory: int | None = None
    """MiB it registered with."""
    free_memory: int | None = None
    free_cpu: int | None = None
    """1024 to a vCPU."""

    @property
    def usable(self) -> bool:
        """Whether tasks can be placed on it."""
        return self.agent_connected and self.status == "ACTIVE"


@dataclass(frozen=True, slots=True)
class AutoScalingGroup:
    """A group that Batch made for an environment (`DescribeAutoScalingGroups`)."""

    name: str
    desired: int = 0
    instances: tuple[str, ...] = ()
    suspended: tuple[str, ...] = ()
    """Names of suspended processes."""


@dataclass(frozen=True, slots=True)
class ScalingActivity:
    """One try to launch or end an instance (`DescribeScalingActivities`)."""

    group: str
    status: str
    """Successful, Failed, Cancelled, or a step on the way."""
    message: str = ""
    started_at: int = 0
    """ms since the epoch."""
