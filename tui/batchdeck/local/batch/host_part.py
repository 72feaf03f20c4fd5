"""What a container wants of its host, as its runner is asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from batchdeck.local.batch.records import Document
from batchdeck.local.runners.runner import Limit, TmpfsMount, VolumeMount


def host_part(properties: Document, task: Document) -> dict[str, Any]:
    """Members of `RunRequest` by name.

    `task` has the volumes that the container's mount points name. Source: Batch API,
    `ContainerProperties.mountPoints`, `ulimits`, `linuxParameters`.
    """
    linux = properties.get("linuxParameters") or {}
    return {
        "read_only_root": bool(properties.get("readonlyRootFilesystem")),
        "init": bool(linux.get("initProcessEnabled")),
        "shared_memory": int(linux.get("sharedMemorySize") or 0),
        "mounts": tuple(_mounts(properties, task)),
        "tmpfs": tuple(
            TmpfsMount(one["containerPath"], one["size"], tuple(one.get("mountOptions") or ()))
            for one in linux.get("tmpfs") or ()
        ),
        "ulimits": tuple(
            Limit(one["name"], one["softLimit"], one["hardLimit"])
            for one in properties.get("ulimits") or ()
        ),
    }


def _mounts(properties: Document, task: Document) -> Iterator[VolumeMount]:
    sources = {one.get("name"): _source(one) for one in task.get("volumes") or ()}
    for point in properties.get("mountPoints") or ():
        yield VolumeMount(
            path=point.get("containerPath", ""),
            source=sources.get(point.get("sourceVolume"), ""),
            read_only=bool(point.get("readOnly")),
        )


def _source(volume: Document) -> str:
    """What tells a volume from others; empty for one that Docker makes and throws away."""
    file_system = (volume.get("efsVolumeConfiguration") or {}).get("fileSystemId", "")
    return str((volume.get("host") or {}).get("sourcePath") or file_system)
