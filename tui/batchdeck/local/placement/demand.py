"""What a job asks of the place it runs in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Demand:
    """The parts of a job that decide where it fits."""

    vcpus: float
    memory: int
    """MiB."""
    platforms: tuple[str, ...] = ("EC2",)
    """`platformCapabilities` of its definition."""
    public_ip: bool = False
    """`networkConfiguration.assignPublicIp`, which only Fargate looks at."""
    gpus: int = 0
    """Whole GPUs, of one instance."""
    architecture: str = ""
    """`x86_64` or `arm64` by `runtimePlatform`; empty when it does not say."""
    windows: bool = False
    """Whether its containers are of Windows, by `runtimePlatform`."""
    instance_type: str = ""
    """The type that nodes of a multi-node job must have; empty: any."""
    alone: bool = False
    """Whether it shares its instance with nobody, as nodes of a multi-node job."""
