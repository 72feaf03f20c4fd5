"""Pieces of requests for job definitions of every shape."""

from __future__ import annotations

from typing import Any

SIZE = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "2048"}]
CONTAINER: dict[str, Any] = {"image": "busybox", "resourceRequirements": SIZE}
TASK: dict[str, Any] = {"taskProperties": [{"containers": [CONTAINER]}]}
NODES: dict[str, Any] = {
    "numNodes": 4,
    "mainNode": 0,
    "nodeRangeProperties": [{"targetNodes": "0:3", "container": CONTAINER}],
}
POD: dict[str, Any] = {
    "podProperties": {"containers": [{"image": "busybox", "command": ["true"]}]},
}


def size(vcpus: str, memory: str) -> dict[str, Any]:
    """`resourceRequirements` of so many vCPUs and MiB."""
    requirements = [{"type": "VCPU", "value": vcpus}, {"type": "MEMORY", "value": memory}]
    return {"resourceRequirements": requirements}
