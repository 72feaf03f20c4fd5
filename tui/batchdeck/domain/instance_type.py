"""Sizes of EC2 instances."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InstanceType:
    """One size of one family (`DescribeInstanceTypes`)."""

    name: str
    vcpus: int
    memory: int
    """MiB, as EC2 states it."""
    gpus: int = 0
    """NVIDIA ones."""
    architectures: tuple[str, ...] = ("x86_64",)

    @property
    def schedulable_memory(self) -> int:
        """MiB that jobs can have: an estimate.

        The kernel keeps about 3 %, the ECS agent 32 MiB (`ECS_RESERVED_MEMORY`, Batch user
        guide, "Compute resource memory management"). What an instance registers is exact.
        """
        return self.memory * 97 // 100 - 32
