"""Compute environments, queues and definitions."""

from __future__ import annotations

from dataclasses import dataclass, field

from batchdeck.domain.job import Container
from batchdeck.domain.launch import LaunchTemplateReference


@dataclass(frozen=True, slots=True)
class ComputeEnvironment:
    """A compute environment (`DescribeComputeEnvironments`)."""

    name: str
    arn: str
    kind: str
    """`computeResources.type` (EC2, SPOT, FARGATE, FARGATE_SPOT), EKS, or UNMANAGED."""
    state: str
    """ENABLED or DISABLED."""
    status: str
    """VALID, INVALID, CREATING, UPDATING, DELETING."""
    reason: str = ""
    min_vcpus: int | None = None
    max_vcpus: int | None = None
    desired_vcpus: int | None = None
    instance_types: tuple[str, ...] = ()
    subnets: tuple[str, ...] = ()
    security_groups: tuple[str, ...] = ()
    instance_role: str = ""
    service_role: str = ""
    allocation_strategy: str = ""
    spot_fleet_role: str = ""
    """`computeResources.spotIamFleetRole`."""
    bid_percentage: int | None = None
    """The most it pays for Spot, in percent of the On-Demand price; None is all of it."""
    cluster: str = ""
    """ARN of the ECS cluster that Batch made for it."""
    eks_cluster: str = ""
    """ARN of the EKS cluster that its jobs run on."""
    uuid: str = ""
    """What the names of everything that Batch made for it contain."""
    image: str = ""
    """An AMI of the user's own."""
    image_overrides: tuple[str, ...] = ()
    """AMIs of the user's own in `ec2Configuration`."""
    image_statuses: tuple[str, ...] = ()
    """`ec2Configuration[].batchImageStatus`: LATEST or UPDATE_AVAILABLE."""
    launch_templates: tuple[LaunchTemplateReference, ...] = ()
    """Launch templates of the user's own: the one for most types first, then overrides."""
    key_pair: str = ""
    """`computeResources.ec2KeyPair`."""
    placement_group: str = ""
    document: str = field(default="", repr=False)

    @property
    def is_fargate(self) -> bool:
        """Whether its jobs run on Fargate (plain or Spot)."""
        return self.kind.startswith("FARGATE")


@dataclass(frozen=True, slots=True)
class ConsumableResource:
    """Something countable that jobs need beside a place, such as licences."""

    name: str
    arn: str
    total: int
    in_use: int

    @property
    def available(self) -> int:
        """What is left of it."""
        return self.total - self.in_use


@dataclass(frozen=True, slots=True)
class JobQueue:
    """A job queue (`DescribeJobQueues`)."""

    name: str
    arn: str
    state: str
    status: str
    priority: int
    environments: tuple[str, ...] = ()
    """Names of its environments, in order of preference."""
    reason: str = ""
    scheduling_policy: str = ""
    """ARN of its fair-share policy; without one its jobs go first in, first out."""
    time_limits: tuple[str, ...] = ()
    """The reasons of its `jobStateTimeLimitActions`."""
    document: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class JobDefinition:
    """One revision of a job definition (`DescribeJobDefinitions`)."""

    name: str
    revision: int
    arn: str
    type: str
    """container or multinode."""
    status: str
    """ACTIVE or INACTIVE."""
    platforms: tuple[str, ...] = ("EC2",)
    containers: tuple[Container, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()
    timeout_seconds: int | None = None
    retry_attempts: int | None = None
    tags: tuple[tuple[str, str], ...] = ()
    document: str = field(default="", repr=False)

    @property
    def reference(self) -> str:
        """`name:revision`, as `SubmitJob` takes it."""
        return f"{self.name}:{self.revision}"

    @property
    def is_fargate(self) -> bool:
        """Whether it can run on Fargate only."""
        return self.platforms == ("FARGATE",)
