"""What a job needs of the place it runs in."""

from __future__ import annotations

from dataclasses import dataclass

from batchdeck.domain.instance_type import InstanceType
from batchdeck.domain.job import Container, JobDetail


@dataclass(frozen=True, slots=True)
class Need:
    """The resources of one placement unit: a container, a task, or a node."""

    vcpus: float
    memory: int
    """MiB."""
    gpus: int = 0

    @property
    def text(self) -> str:
        """In words."""
        gpus = f", {self.gpus} GPU" if self.gpus else ""
        return f"{self.vcpus:g} vCPU, {self.memory} MiB{gpus}"

    def may_fit(self, instance_type: InstanceType) -> bool:
        """Whether a type has all of it, before the system and the ECS agent take their part."""
        return (
            instance_type.vcpus >= self.vcpus
            and instance_type.memory >= self.memory
            and instance_type.gpus >= self.gpus
        )


def need_of(job: JobDetail) -> Need:
    """What a job needs at once. Nodes have an instance each, containers of a task share one."""
    if job.nodes is not None:
        needs = [_sum((container,)) for container in job.containers]
        return Need(
            max((need.vcpus for need in needs), default=0),
            max((need.memory for need in needs), default=0),
            max((need.gpus for need in needs), default=0),
        )
    return _sum(job.containers)


def _sum(containers: tuple[Container, ...]) -> Need:
    return Need(
        sum(container.vcpus or 0 for container in containers),
        sum(container.memory or 0 for container in containers),
        sum(container.gpus or 0 for container in containers),
    )
