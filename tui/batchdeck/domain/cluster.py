"""Instances that have joined an ECS cluster, and the groups that launch them."""

from __future__ import annotations

from dataclasses import dataclass, field


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
    cpu: int | None = None
    """1024 to a vCPU, as it registered."""
    gpus: int = 0
    """NVIDIA ones it registered."""
    free_gpus: int = 0
    attributes: frozenset[str] = field(default=frozenset(), repr=False)
    """Names: what its ECS agent can do, among other things."""
    agent_version: str = ""
    """Such as 1.98.0."""
    reason: str = ""
    """`statusReason`: why it could not register."""

    @property
    def usable(self) -> bool:
        """Whether tasks can be placed on it."""
        return self.agent_connected and self.status == "ACTIVE"


@dataclass(frozen=True, slots=True)
class Cluster:
    """An ECS cluster (`DescribeClusters`)."""

    arn: str
    status: str
    """ACTIVE, or INACTIVE after it was deleted."""
    instances: int | None = None
    """`registeredContainerInstancesCount`."""


@dataclass(frozen=True, slots=True)
class AutoScalingGroup:
    """A group that Batch made for an environment (`DescribeAutoScalingGroups`)."""

    name: str
    desired: int = 0
    instances: tuple[str, ...] = ()
    suspended: tuple[str, ...] = ()
    """Names of suspended processes."""
    subnets: tuple[str, ...] = ()
    status: str = ""
    """Empty unless the group is being deleted."""


@dataclass(frozen=True, slots=True)
class ScalingActivity:
    """One try to launch or end an instance (`DescribeScalingActivities`)."""

    group: str
    status: str
    """Successful, Failed, Cancelled, or a step on the way."""
    message: str = ""
    started_at: int = 0
    """ms since the epoch."""
    description: str = ""
    """What was tried: it names the instance where there is one."""
