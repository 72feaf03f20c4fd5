"""Sizes of EC2 instances."""

from __future__ import annotations

from dataclasses import dataclass

BUNDLES = {
    "optimal": ("m6i", "c6i", "r6i", "c7i"),
    "default_x86_64": ("m6i", "c6i", "r6i", "c7i"),
    "default_arm64": ("m6g", "c6g", "r6g", "c7g"),
}
"""Families behind a word; AWS changes them. Source: Batch API, `ComputeResource.instanceTypes`."""
AGENT = 32
"""MiB that Batch's AMIs reserve for the ECS agent."""


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

        The kernel keeps about 4 %: m5.2xlarge is seen to register 31,431 of 32,768 MiB. The
        ECS agent keeps 32 MiB (`ECS_RESERVED_MEMORY`, Batch user guide, "Compute resource
        memory management"). What an instance registers is exact.
        """
        return self.memory * 96 // 100 - AGENT

    @property
    def sure_memory(self) -> int:
        """MiB that fit on every instance of the type, whatever its kernel keeps.

        AWS's Karpenter takes 7.5 % off what EC2 states (`vmMemoryOverheadPercent`). Small
        instances lose more of it: 512 MiB at least are taken off here.
        """
        return max(self.memory - max(self.memory * 75 // 1000, 512) - AGENT, 0)


def type_patterns(names: tuple[str, ...]) -> tuple[str, ...]:
    """`instanceTypes` as names of types, in which `*` stands for anything."""
    found: list[str] = []
    for name in names or ("default_x86_64",):
        if name in BUNDLES:
            found += [f"{family}.*" for family in BUNDLES[name]]
        else:
            found.append(name if "." in name else f"{name}.*")
    return tuple(dict.fromkeys(found))
