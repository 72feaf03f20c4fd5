"""EC2's instance types, and which of them `instanceTypes` of an environment means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

#: Families behind a word instead of a type.
#: Source: Batch API, `ComputeResource.instanceTypes`.
_FAMILIES = {
    "optimal": ("m6i", "c6i", "r6i", "c7i"),
    "default_x86_64": ("m6i", "c6i", "r6i", "c7i"),
    "default_arm64": ("m6g", "c6g", "r6g", "c7g"),
}
_AGENT_RESERVE_MIB = 32
"""`ECS_RESERVED_MEMORY` on instances that Batch starts (user guide, memory management)."""


@dataclass(frozen=True, slots=True)
class InstanceType:
    """One size of one family."""

    name: str
    vcpus: int
    memory: int
    """MiB, as EC2 states it."""
    gpus: int = 0
    architecture: str = "x86_64"
    """Or `arm64`, the newest it supports."""

    @property
    def memory_for_jobs(self) -> int:
        """MiB that are left for jobs after the kernel's part and the ECS agent's reserve.

        The kernel's part is not documented; about 4 % is what instances are seen to
        register with, such as 31,431 of 32,768 MiB.
        """
        return self.memory * 96 // 100 - _AGENT_RESERVE_MIB


@cache
def _families() -> dict[str, tuple[InstanceType, ...]]:
    from moto.ec2.models.instance_types import INSTANCE_TYPES

    found: dict[str, list[InstanceType]] = {}
    for name, about in INSTANCE_TYPES.items():
        found.setdefault(name.split(".")[0], []).append(_instance_type(name, about))
    return {family: tuple(types) for family, types in found.items()}


def _instance_type(name: str, about: dict[str, Any]) -> InstanceType:
    return InstanceType(
        name,
        about["VCpuInfo"]["DefaultVCpus"],
        about["MemoryInfo"]["SizeInMiB"],
        sum(gpu.get("Count", 0) for gpu in about.get("GpuInfo", {}).get("Gpus", ())),
        about["ProcessorInfo"]["SupportedArchitectures"][-1],
    )


def expand(names: Iterable[str]) -> tuple[InstanceType, ...]:
    """Every type that `instanceTypes` allows; names that EC2 does not know give none."""
    return _expand(tuple(names))


@cache
def _expand(names: tuple[str, ...]) -> tuple[InstanceType, ...]:
    found: dict[str, InstanceType] = {}
    for name in names:
        family, _, size = name.partition(".")
        for one in _FAMILIES.get(name, (family,)):
            for candidate in _families().get(one, ()):
                if not size or candidate.name == name:
                    found[candidate.name] = candidate
    return tuple(found.values())


@cache
def offered(region: str, zone: str) -> frozenset[str]:
    """Names of the types that a zone has; empty for zones nothing is known of."""
    from moto.ec2.models.instance_types import INSTANCE_TYPE_OFFERINGS

    found = INSTANCE_TYPE_OFFERINGS["availability-zone"].get(region, ())
    return frozenset(one["InstanceType"] for one in found if one["Location"] == zone)
