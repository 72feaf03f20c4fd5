"""Networks on which the nodes of a multi-node job reach each other, and nobody else."""

from __future__ import annotations

import asyncio
import hashlib
import re
from dataclasses import dataclass, field

from batchdeck.local.runners.docker_engine import DockerEngine, gateway_of
from batchdeck.local.runners.engine_api import EngineApi, EngineError
from batchdeck.local.runners.owner import Owner

#: The first release that can leave the host without an address on a bridge.
#: Source: Docker Engine 28.0 release notes, gateway mode `isolated`.
_ISOLATES = 28


@dataclass(frozen=True, slots=True)
class NodeNetwork:
    """A network of the engine that leads nowhere else."""

    name: str
    blocked: tuple[str, ...]
    """CIDR blocks that lead to the host, which nodes must be kept from."""


@dataclass(slots=True)
class _Share:
    making: asyncio.Task[NodeNetwork]
    users: int = field(default=0)


class NodeNetworks:
    """Makes one for each job of many nodes, and removes it with the last of them."""

    def __init__(self, engine: DockerEngine, api: EngineApi, owner: Owner) -> None:
        self._engine = engine
        self._api = api
        self._owner = owner
        self._shares: dict[str, _Share] = {}

    async def take(self, nodes: str) -> NodeNetwork:
        """The network of those nodes. Raises EngineError."""
        share = self._shares.get(nodes)
        if share is None:
            making = asyncio.ensure_future(self._make(nodes))
            share = self._shares[nodes] = _Share(making)
        share.users += 1
        try:
            return await asyncio.shield(share.making)
        except BaseException:
            await self.give_back(nodes)
            raise

    async def give_back(self, nodes: str) -> None:
        """One of the nodes is gone. Raises EngineError."""
        share = self._shares[nodes]
        share.users -= 1
        if share.users:
            return
        del self._shares[nodes]
        try:
            await self._api.call("DELETE", f"/networks/{self._name(nodes)}")
        except EngineError as error:
            if error.status != 404:
                raise

    async def _make(self, nodes: str) -> NodeNetwork:
        isolated = _can_isolate(self._engine.version)
        mode = {"com.docker.network.bridge.gateway_mode_ipv4": "isolated"} if isolated else {}
        name = self._name(nodes)
        body = {
            "Name": name,
            "Driver": "bridge",
            "Internal": True,
            # Whatever the engine's default is: only IPv4 is kept from the host.
            "EnableIPv6": False,
            "Labels": self._owner.labels(""),
            "Options": mode,
        }
        await self._api.call("POST", "/networks/create", body=body)
        if isolated:
            return NodeNetwork(name, ())
        about = await self._api.call("GET", f"/networks/{name}")
        # Even an internal network has a default route with some engines (Docker 20.10).
        return NodeNetwork(name, (f"{gateway_of([about])}/32", "0.0.0.0/0"))

    def _name(self, nodes: str) -> str:
        digest = hashlib.sha256(nodes.encode()).hexdigest()[:12]
        return f"batchdeck-{self._owner.account[:12]}-{digest}"


def _can_isolate(version: str) -> bool:
    """Whether a release is known to; builds without a number are taken for old ones."""
    release = re.match(r"\d+", version)
    return release is not None and int(release[0]) >= _ISOLATES
