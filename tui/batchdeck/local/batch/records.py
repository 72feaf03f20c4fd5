"""What the local account remembers of Batch.

These are the only mutable objects of the backend. They are read and changed under
`Account.lock` alone. Times are milliseconds since the epoch; parts of a request that
nothing here interprets are kept as AWS's own JSON.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

#: A piece of a request or an answer, with AWS's member names.
Document = dict[str, Any]
#: What most of a hundred thousand jobs have of something that nobody changes.
_NOTHING: Document = {}

_MOST_TAGS = 50


@dataclass(slots=True)
class ComputeEnvironmentRecord:
    """A compute environment."""

    name: str
    arn: str
    resources: Document
    """`computeResources` as requested; empty for an UNMANAGED environment."""
    type: str = "MANAGED"
    state: str = "ENABLED"
    status: str = "CREATING"
    status_reason: str = ""
    service_role: str = ""
    cluster_arn: str = ""
    uuid: str = ""
    unmanaged_vcpus: int | None = None
    update_policy: Document | None = None
    ecs_settings: Document | None = None
    context: str = ""
    tags: dict[str, str] = field(default_factory=dict)
    desired_vcpus: float = 0
    """vCPUs of the instances that are up or booting."""
    ready_vcpus: float = 0
    """vCPUs of the instances that are up."""
    host_vcpus: float = 0
    """vCPUs of the instances that have jobs, or are kept for more: their fleet tells."""
    instances: dict[str, int] = field(default_factory=dict)
    """How many instances of a type run: their fleet tells."""
    used_vcpus: float = 0
    """vCPUs promised to jobs that were placed and have not ended."""
    deletion_failed: bool = False
    """Whether somebody tried to delete it while its jobs ran on Fargate."""

    @property
    def kind(self) -> str:
        """EC2, SPOT, FARGATE, FARGATE_SPOT, or UNMANAGED."""
        return str(self.resources.get("type", self.type))

    @property
    def is_fargate(self) -> bool:
        """Whether it has no instances of its own."""
        return self.kind.startswith("FARGATE")


@dataclass(slots=True)
class JobQueueRecord:
    """A job queue."""

    name: str
    arn: str
    priority: int
    environments: list[str]
    """ARNs of its environments in their order."""
    state: str = "ENABLED"
    status: str = "CREATING"
    status_reason: str = ""
    scheduling_policy_arn: str = ""
    time_limit_actions: list[Document] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)
    kind: str = ""
    """`jobQueueType`, by its environments."""


@dataclass(slots=True)
class SchedulingPolicyRecord:
    """How a queue that has it orders its jobs."""

    name: str
    arn: str
    fairshare: Document | None = None
    """`fairsharePolicy`; None: shares of quotas, which only service jobs have."""
    tags: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class ConsumableResourceRecord:
    """Something jobs need a number of, such as licences."""

    name: str
    arn: str
    total: int
    created_at: int
    replenishable: bool = True
    """Whether a job gives back what it had."""
    in_use: int = 0
    """Held by jobs that were placed and have not ended."""
    tags: dict[str, str] = field(default_factory=dict)
    update_tokens: set[str] = field(default_factory=set)
    """`clientToken` of every update that was made: none is made twice."""

    @property
    def available(self) -> int:
        """What is left for jobs to come; below nothing is nothing."""
        return max(0, self.total - self.in_use)


@dataclass(slots=True)
class JobDefinitionRecord:
    """One revision of a job definition."""

    name: str
    revision: int
    arn: str
    document: Document
    """All other members of `RegisterJobDefinition`, such as `containerProperties`."""
    type: str = "container"
    status: str = "ACTIVE"
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def container(self) -> Document:
        """`containerProperties`; empty when the definition is of another shape."""
        properties: Document = self.document.get("containerProperties") or {}
        return properties

    @property
    def platforms(self) -> list[str]:
        """`platformCapabilities`, EC2 unless said otherwise."""
        return list(self.document.get("platformCapabilities") or ["EC2"])


@dataclass(slots=True)
class ContainerRecord:
    """A container of a task that has several."""

    name: str
    exit_code: int | None = None
    reason: str = ""
    log_stream: str = ""


@dataclass(slots=True)
class AttemptRecord:
    """One try of a job, once it is over."""

    started_at: int | None = None
    stopped_at: int | None = None
    exit_code: int | None = None
    reason: str = ""
    """`container.reason`, such as `OutOfMemoryError: Container killed due to memory usage`."""
    status_reason: str = ""
    log_stream: str = ""
    task_arn: str = ""
    container_instance_arn: str = ""
    containers: tuple[ContainerRecord, ...] = ()
    """Of a job with `ecsProperties`."""


@dataclass(slots=True)
class JobRecord:
    """A job. `Jobs.insert` takes one in any state."""

    id: str
    name: str
    queue_arn: str
    definition: JobDefinitionRecord
    created_at: int
    status: str = "SUBMITTED"
    """Changed by `Jobs.move` only, which keeps the lists by status."""
    status_reason: str = ""
    started_at: int | None = None
    stopped_at: int | None = None
    attempts: list[AttemptRecord] = field(default_factory=list)
    overrides: Document = field(default_factory=lambda: _NOTHING)
    """`containerOverrides` as submitted, or `ecsPropertiesOverride`, or `nodeOverrides`."""
    parameters: dict[str, str] = field(default_factory=lambda: _NOTHING)
    """As submitted; those of the definition are the defaults."""
    retry_strategy: Document | None = None
    """As submitted; None: the definition's."""
    timeout_seconds: int | None = None
    """As submitted; None: the definition's."""
    depends_on: Sequence[Document] = ()
    tags: dict[str, str] = field(default_factory=lambda: _NOTHING)
    """Jobs may share them: whoever changes them sets others."""
    propagate_tags: bool = False
    share_identifier: str = ""
    scheduling_priority: int | None = None
    environment_arn: str = ""
    """Where it was placed; empty while it waits."""
    exit_code: int | None = None
    """Of the newest attempt."""
    container_reason: str = ""
    """Of the newest attempt."""
    log_stream: str = ""
    """Of the newest attempt; empty before it runs."""
    task_arn: str = ""
    container_instance_arn: str = ""
    is_cancelled: bool = False
    is_terminated: bool = False
    stop_reason: str | None = None
    """The caller's reason, once it is to be ended."""
    runnable_at: int | None = None
    """When it became RUNNABLE this time."""
    parent_id: str = ""
    """Of an array's child or a node: the job it is a part of."""
    index: int | None = None
    """Of an array's child or a node: its number, from 0."""
    array_size: int | None = None
    """Of an array and its children: how many they are."""
    summary_at: int | None = None
    """Of an array: when one of its children was last in another state."""
    nodes: int | None = None
    """Of a multi-node parallel job and its nodes: how many they are."""
    node: Document | None = None
    """Of a node: its `NodeRangeProperty`, which takes the place of a definition's container."""
    containers: tuple[ContainerRecord, ...] = ()
    """Of the newest attempt of a job with `ecsProperties`."""
    consumable_resources: Document | None = None
    """`consumableResourcePropertiesOverride` as submitted; None: the definition's."""
    sequence: int = 0
    """Order of insertion, given by `Jobs.insert`: separates jobs of the same millisecond."""

    @property
    def has_too_many_tags(self) -> bool:
        """Whether its task would get more tags than AWS allows.

        Source: Batch API, `JobDefinition.propagateTags`: such a job fails.
        """
        return self.propagate_tags and len({**self.definition.tags, **self.tags}) > _MOST_TAGS

    @property
    def is_array(self) -> bool:
        """Whether it is the parent of an array."""
        return self.array_size is not None and self.index is None

    @property
    def is_multi_node(self) -> bool:
        """Whether it is a multi-node parallel job; its nodes are not."""
        return self.nodes is not None and self.index is None

    @property
    def is_over(self) -> bool:
        """Whether it has ended, well or not."""
        return self.status in ("SUCCEEDED", "FAILED")
