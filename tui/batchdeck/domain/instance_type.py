"""Sizes of EC2 instances."""

from __future__ import annotations

from dataclasses import dataclass

BUNDLES = {
    "optimal": ("m6i", "c6i", "r6i", "c7i"),
    "default_x86_64": ("m6i", "c6i", "r6i", "c7i"),
    "default_arm64": ("m6g", "c6g", "r6g", "c7g"),
}
"""Families behind a word; AWS changes them. Source: Batch API, `ComputeResource.instanceTypes`."""


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


def type_patterns(names: tuple[str, ...]) -> tuple[str, ...]:
    """`instanceTypes` as names of types, in which `*` stands for anything."""
    found: list[str] = []
    for name in names or ("default_x86_64",):
        if name in BUNDLES:
            found += [f"{family}.*" for family in BUNDLES[name]]
        else:
            found.append(name if "." in name else f"{name}.*")
    return tuple(dict.fromkeys(found))
