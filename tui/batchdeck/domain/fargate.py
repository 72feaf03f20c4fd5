"""The vCPU and memory pairs that Fargate accepts.

Source: AWS Batch API, `ResourceRequirement`, and the Fargate task size table.
"""

from __future__ import annotations

from itertools import pairwise

#: vCPUs -> the MiB that may go with them.
SIZES: dict[float, tuple[int, ...]] = {
    0.25: (512, 1024, 2048),
    0.5: tuple(range(1024, 4096 + 1, 1024)),
    1: tuple(range(2048, 8192 + 1, 1024)),
    2: tuple(range(4096, 16384 + 1, 1024)),
    4: tuple(range(8192, 30720 + 1, 1024)),
    8: tuple(range(16384, 61440 + 1, 4096)),
    16: tuple(range(32768, 122880 + 1, 8192)),
    32: (61440, 122880, 249856),
}


def valid_size(vcpus: float, memory: int) -> bool:
    """Whether Fargate runs a task of that many vCPUs and MiB."""
    return memory in SIZES.get(vcpus, ())


def sizes_text(vcpus: float) -> str:
    """What may go with `vcpus`, in words a form can show."""
    if vcpus not in SIZES:
        return "Fargate has " + ", ".join(f"{size:g}" for size in SIZES) + " vCPU"
    sizes = SIZES[vcpus]
    steps = {after - before for before, after in pairwise(sizes)}
    if len(steps) > 1:
        return f"{vcpus:g} vCPU goes with " + ", ".join(map(str, sizes)) + " MiB"
    step = steps.pop()
    return f"{vcpus:g} vCPU goes with {sizes[0]} to {sizes[-1]} MiB in steps of {step}"
