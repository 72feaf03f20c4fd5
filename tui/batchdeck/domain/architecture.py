"""Which images the machines of a compute environment can run."""

from __future__ import annotations

from collections.abc import Iterable

from batchdeck.domain.instance_type import InstanceType
from batchdeck.domain.resources import ComputeEnvironment

_NAMES = {"x86_64": "amd64", "arm64": "arm64"}
"""What images call the architectures of instance types and of Fargate."""


def architectures_of(
    environment: ComputeEnvironment, runtime: str, types: Iterable[InstanceType]
) -> frozenset[str]:
    """What the machines of an environment run, in the words of images: amd64, arm64.

    `runtime` is the container's `runtimePlatform.cpuArchitecture`, which decides on Fargate;
    `types` are the instance types of any other environment. Empty where it cannot be told.
    """
    if environment.is_fargate:
        names = [runtime or "X86_64"]
    else:
        names = [name for one in types for name in one.architectures]
    return frozenset(_NAMES.get(name.lower(), "") for name in names) - {""}
