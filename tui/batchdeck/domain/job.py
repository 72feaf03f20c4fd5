"""Jobs as the console knows them. All times are milliseconds since the epoch, UTC."""

from __future__ import annotations

from dataclasses import dataclass, field

from batchdeck.domain.job_status import is_finished
from batchdeck.domain.secret import Secret


@dataclass(frozen=True, slots=True)
class Job:
    """One line of a job list (`ListJobs`, or the same fields of `DescribeJobs`)."""

    id: str
    name: str
    queue: str
    """Name of the queue, without its ARN."""
    status: str
    created_at: int
    started_at: int | None = None
    stopped_at: int | None = None
    reason: str = ""
    """`statusReason`; empty where AWS gives none."""
    definition: str = ""
    """`name:revision`."""
    exit_code: int | None = None
    container_reason: str = ""
    array_size: int | None = None
    array_index: int | None = None
    arn_prefix: str = ""
    """The ARN without the id, shared by all jobs of an account and Region."""

    @property
    def arn(self) -> str:
        """The job's ARN."""
        return self.arn_prefix + self.id

    @property
    def finished(self) -> bool:
        """Whether the job has SUCCEEDED or FAILED."""
        return is_finished(self.status)


@dataclass(frozen=True, slots=True)
class LogLocation:
    """Where in CloudWatch Logs the lines of one attempt are."""

    group: str
    stream: str


@dataclass(frozen=True, slots=True)
class EnvironmentVariable:
    """A variable of a container; its value stays masked until it is asked for."""

    name: str
    value: Secret


@dataclass(frozen=True, slots=True)
class Container:
    """One container of a job or definition, whichever of AWS's four shapes it came in.

    The shapes are `container`, `ecsProperties`, `nodeProperties` and `eksProperties`.
    """

    name: str = ""
    image: str = ""
    command: tuple[str, ...] = ()
    vcpus: float | None = None
    memory: int | None = None
    """MiB."""
    gpus: int | None = None
    environment: tuple[EnvironmentVariable, ...] = ()
    user: str = ""
    """Whom its process runs as; empty: as the image says."""
    job_role: str = ""
    execution_role: str = ""
    public_ip: bool = False
    """`networkConfiguration.assignPublicIp`, which only Fargate looks at."""
    log_driver: str = "awslogs"
    log_group: str = ""
    """Group of the `awslogs` driver; empty when another driver is used."""
    creates_log_group: bool = False
    """`awslogs-create-group`."""
    secrets: tuple[str, ...] = ()
    """`valueFrom` of its secrets, those of its log driver included."""
    registry_secret: str = ""
    """ARN of the credentials of a private registry."""
    file_systems: tuple[str, ...] = ()
    """Ids of EFS file systems among its volumes."""
    architecture: str = ""
    """`runtimePlatform.cpuArchitecture`: X86_64 or ARM64; empty where it is not said."""
    operating_system: str = ""
    """`runtimePlatform.operatingSystemFamily`: LINUX, or WINDOWS_SERVER_... and a version."""
    platform_version: str = ""
    """Version of Fargate, such as 1.4.0 or LATEST; empty where it is not said."""
    ephemeral_storage: int | None = None
    """GiB of disk on Fargate."""
    instance_only: tuple[str, ...] = ()
    """Parameters in use that only instances have, as AWS spells them."""
    exit_code: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ContainerRun:
    """What became of one container in one attempt."""

    name: str = ""
    """Empty in a job of one container."""
    exit_code: int | None = None
    reason: str = ""
    log: LogLocation | None = None
    """None before RUNNING or when the log is elsewhere."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of a job."""

    started_at: int | None = None
    stopped_at: int | None = None
    reason: str = ""
    """`attempts[].statusReason`."""
    container_reason: str = ""
    """`attempts[].container.reason`: usually the text that helps."""
    exit_code: int | None = None
    log: LogLocation | None = None
    containers: tuple[ContainerRun, ...] = ()
    """All of them; those above are of the one that failed, or the first."""


@dataclass(frozen=True, slots=True)
class JobDetail:
    """Everything `DescribeJobs` tells of one job."""

    job: Job
    containers: tuple[Container, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    log: LogLocation | None = None
    """Of the newest attempt; None before RUNNING or when the log is elsewhere."""
    runs: tuple[ContainerRun, ...] = ()
    """Its containers in the newest attempt, which `attempts` may not have yet."""
    parameters: tuple[tuple[str, str], ...] = ()
    depends_on: tuple[str, ...] = ()
    dependency_types: tuple[str, ...] = ()
    """SEQUENTIAL, N_TO_N or nothing, for each of `depends_on`."""
    retry_attempts: int = 1
    timeout_seconds: int | None = None
    tags: tuple[tuple[str, str], ...] = ()
    platform: str = ""
    children: tuple[tuple[str, int], ...] = ()
    """`arrayProperties.statusSummary` of an array parent."""
    consumables: tuple[tuple[str, int], ...] = ()
    """Consumable resources it needs, by name or ARN, and how much of each."""
    nodes: int | None = None
    """How many nodes a multi-node job has."""
    main_node: int | None = None
    """Index of the node whose end is the end of all."""
    share: str = ""
    """`shareIdentifier`, in a queue with a fair-share policy."""
    is_cancelled: bool = False
    is_terminated: bool = False
    document: str = field(default="", repr=False)
    """The whole answer as indented JSON, cleaned, values of variables masked."""
