"""What a container gets of its host: limits, mounts, and small things of Linux."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from batchdeck.local.runners.docker_engine import DockerEngine
from batchdeck.local.runners.engine_api import EngineApi
from batchdeck.local.runners.owner import Owner
from batchdeck.local.runners.runner import RunRequest

if TYPE_CHECKING:
    from docker.types import HostConfig

#: MiB; the engine takes no less. Source: Docker Engine API, `HostConfig.Memory`.
_LEAST_MEMORY = 6
#: CPU shares of a vCPU, as ECS counts them, and the most that Linux takes.
_SHARES = 1024
_MOST_SHARES = 262_144


def host_config(
    engine: DockerEngine, request: RunRequest, volumes: Mapping[str, str], network_mode: str
) -> HostConfig:
    """`HostConfig` of an attempt; `volumes` are the names of those it mounts, by source."""
    from docker.types import LogConfig, Mount, Ulimit

    memory = max(request.memory, _LEAST_MEMORY) * 2**20
    mounts = [
        Mount(one.path, volumes.get(one.source), type="volume", read_only=one.read_only)
        for one in request.mounts
    ]
    limits = [Ulimit(name=one.name, soft=one.soft, hard=one.hard) for one in request.ulimits]
    return engine.client.create_host_config(
        mem_limit=memory,
        memswap_limit=memory,
        cpu_shares=max(2, min(int(request.vcpus * _SHARES), _MOST_SHARES)),
        nano_cpus=int(min(request.vcpus, engine.cpus) * 10**9),
        privileged=request.privileged,
        read_only=request.read_only_root,
        init=request.init or None,
        shm_size=request.shared_memory * 2**20 or None,
        mounts=mounts or None,
        tmpfs={one.path: ",".join((f"size={one.size}m", *one.options)) for one in request.tmpfs},
        ulimits=limits or None,
        network_mode=network_mode,
        log_config=LogConfig(type="json-file", config={}),
    )


async def make_volumes(api: EngineApi, owner: Owner, request: RunRequest) -> dict[str, str]:
    """The names of the account's volumes that an attempt mounts, by source. Raises EngineError.

    A path of this machine is never mounted: what jobs share on an instance they share here
    in a volume, which goes with the account. A mount without a source is the container's own.
    """
    names: dict[str, str] = {}
    for source in {one.source for one in request.mounts if one.source}:
        digest = hashlib.sha256(source.encode()).hexdigest()[:12]
        name = f"batchdeck-{owner.account[:12]}-{digest}"
        await api.call("POST", "/volumes/create", body={"Name": name, "Labels": owner.labels("")})
        names[source] = name
    return names
