"""One instance of an environment, and what it has room for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from batchdeck.local.placement.demand import Demand
from batchdeck.local.placement.instance_types import InstanceType


@dataclass(slots=True)
class Host:
    """An instance that was launched for an environment."""

    type: InstanceType
    instance: Any
    """moto's."""
    container_instance: Any = None
    """moto's; None until it has joined the cluster."""
    jobs: dict[str, Demand] = field(default_factory=dict)
    """Placed on it, by job id."""
    idle_since: float = 0.0
    """When its last job left, in `time.monotonic()` seconds."""
    joins: bool = True
    """Whether it will ever join the cluster."""
    has_worked: bool = False
    """Whether it ever had a job."""
    leaves_at: float | None = None
    """By when it makes room for a new one, in `time.monotonic()` seconds; None: it stays."""
    free_vcpus: float = field(init=False)
    """vCPUs that no job was promised."""
    free_memory: int = field(init=False)
    """MiB that no job was promised."""
    free_gpus: int = field(init=False)
    """GPUs that no job was promised."""

    def __post_init__(self) -> None:
        self.free_vcpus = float(self.type.vcpus)
        self.free_memory = self.type.memory_for_jobs
        self.free_gpus = self.type.gpus

    @property
    def is_running(self) -> bool:
        """Whether nobody has stopped or terminated it."""
        return str(self.instance.state) in ("pending", "running")

    def take(self, job_id: str, demand: Demand) -> None:
        """Promise a job what it needs."""
        self.jobs[job_id] = demand
        self.has_worked = True
        self._add(demand, -1)

    def give_back(self, job_id: str) -> None:
        """A job is gone."""
        self._add(self.jobs.pop(job_id), 1)

    def holds(self, demand: Demand) -> bool:
        """Whether a job fits beside those that are there."""
        return (
            self.joins
            and self.leaves_at is None
            and self.free_vcpus >= demand.vcpus
            and self.free_memory >= demand.memory
            and self.free_gpus >= demand.gpus
            and demand.architecture in ("", self.type.architecture)
            and demand.instance_type in ("", self.type.name)
            and not (self.jobs and demand.alone)
            and not any(one.alone for one in self.jobs.values())
        )

    def _add(self, demand: Demand, sign: int) -> None:
        self.free_vcpus += sign * demand.vcpus
        self.free_memory += sign * demand.memory
        self.free_gpus += sign * demand.gpus


def smallest(types: Iterable[InstanceType]) -> InstanceType | None:
    """The smallest type of several; one without GPUs before one with them."""
    return min(types, key=_size, default=None)


def largest_within(types: Iterable[InstanceType], vcpus: float) -> InstanceType | None:
    """The type that brings most of the vCPUs that are wanted, or the smallest there is."""
    known = sorted(types, key=_size)
    within = [one for one in known if one.vcpus <= vcpus]
    return next(reversed(within or known[:1]), None)


def _size(one: InstanceType) -> tuple[int, int, int, str]:
    return one.gpus, one.vcpus, one.memory, one.name
