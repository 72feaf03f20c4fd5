"""Networks of their own for the containers of jobs: nothing is there but the account.

A sandbox is a container that does nothing: what a job's containers get of it is its
network, as on ECS the containers of a task get that of a pause container. There is no
interface in it but the loopback, and on that the account answers. So neither the host nor
another job nor the internet can be reached, whatever rules the host's firewall has. One is
used again for the next job: what makes a network unclean goes with the job's processes.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from socket import socket
from typing import Any
from uuid import uuid4

from batchdeck.local.runners.docker_engine import DockerEngine
from batchdeck.local.runners.door import Door
from batchdeck.local.runners.engine_api import EngineApi, EngineError
from batchdeck.local.runners.node_networks import NodeNetwork, NodeNetworks
from batchdeck.local.runners.owner import Owner
from batchdeck.local.runners.place import Place
from batchdeck.local.runners.runner import RunRequest
from batchdeck.local.runners.sandbox_image import PROGRAM, interpreter
from batchdeck.local.runners.sandbox_program import ACCOUNT

#: Sandboxes kept for the jobs to come.
KEPT = 8


@dataclass(frozen=True, slots=True)
class _Sandbox:
    container: str
    listener: socket
    place: Place
    nodes: str


@dataclass(slots=True)
class _Share:
    """What the containers of one task have in common."""

    making: asyncio.Task[_Sandbox]
    users: int = 0
    clean: bool = True


class Sandboxes:
    """Gives every task a sandbox."""

    def __init__(
        self, engine: DockerEngine, api: EngineApi, owner: Owner, door: Door, image: str, port: int
    ) -> None:
        """`port`: the account's, on the loopback of every sandbox."""
        self._engine = engine
        self._api = api
        self._owner = owner
        self._door = door
        self._image = image
        self._port = port
        self._networks = NodeNetworks(engine, api, owner)
        self._idle: list[_Sandbox] = []
        self._shares: dict[str, _Share] = {}

    async def take(self, request: RunRequest) -> Place:
        """The place of an attempt's container. Raises EngineError."""
        share = self._shares.get(_key(request))
        if share is None:
            making = asyncio.ensure_future(self._find(request.nodes))
            share = self._shares[_key(request)] = _Share(making)
        share.users += 1
        try:
            return (await asyncio.shield(share.making)).place
        except BaseException:
            share.users -= 1
            if not share.users:
                del self._shares[_key(request)]
            raise

    async def give_back(self, request: RunRequest, place: Place, *, clean: bool) -> None:
        """The container is gone; `clean`: what it did to the network ended with it."""
        share = self._shares[_key(request)]
        share.users -= 1
        share.clean = share.clean and clean
        if share.users:
            return
        del self._shares[_key(request)]
        sandbox = share.making.result()
        if share.clean and not sandbox.nodes and len(self._idle) < KEPT:
            self._idle.append(sandbox)
        else:
            await self._remove(sandbox)

    async def warm_up(self, number: int) -> None:
        """Have that many sandboxes ready. Raises EngineError."""
        self._idle += await asyncio.gather(*(self._make(None) for _ in range(number)))

    async def _find(self, nodes: str) -> _Sandbox:
        if not nodes:
            return await self._idle_one() or await self._make(None)
        network = await self._networks.take(nodes)
        try:
            return await self._make(network, nodes)
        except BaseException:
            await self._networks.give_back(nodes)
            raise

    async def _idle_one(self) -> _Sandbox | None:
        """One that is kept, unless somebody has removed it."""
        while self._idle:
            sandbox = self._idle.pop()
            try:
                about = await self._api.call("GET", f"/containers/{sandbox.container}/json")
                if about["State"]["Running"]:
                    return sandbox
            except EngineError as error:
                if error.status != 404:
                    raise
            await self._remove(sandbox)
        return None

    async def _make(self, network: NodeNetwork | None, nodes: str = "") -> _Sandbox:
        name = uuid4().hex
        body = self._config(name, network)
        created = await self._api.call("POST", "/containers/create", body=body)
        container = str(created["Id"])
        try:
            listener = await self._start(container, name)
            address = await self._address(container, network) if network else ""
        except BaseException:
            await self._api.remove_container(container)
            raise
        self._door.answer_on(listener)
        endpoint = f"http://127.0.0.1:{self._port}"
        return _Sandbox(
            container, listener, Place(f"container:{container}", endpoint, address), nodes
        )

    async def _start(self, container: str, name: str) -> socket:
        """The socket that the sandbox hands over. Raises EngineError when it ends before."""
        arriving = self._door.expect(name)
        ending = asyncio.ensure_future(self._ending(container))
        try:
            await self._api.call("POST", f"/containers/{container}/start")
            either: list[asyncio.Future[Any]] = [arriving, ending]
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if arriving.done():
                return arriving.result()
            raise EngineError(f"a network cannot be made: {ending.result()}")
        except BaseException:
            if arriving.done() and not arriving.cancelled():
                arriving.result().close()
            raise
        finally:
            ending.cancel()
            self._door.forget(name)

    async def _ending(self, container: str) -> str:
        """What a sandbox says at its end."""
        wait = f"/containers/{container}/wait"
        await self._api.wait("POST", wait, condition="next-exit")
        logs = f"/containers/{container}/logs"
        said = b"".join([part async for part in self._api.stream(logs, stdout=1, stderr=1)])
        lines = said.decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "it ended"

    async def _address(self, container: str, network: NodeNetwork) -> str:
        about = await self._api.call("GET", f"/containers/{container}/json")
        return str(about["NetworkSettings"]["Networks"][network.name]["IPAddress"])

    async def _remove(self, sandbox: _Sandbox) -> None:
        self._door.hang_up(sandbox.listener)
        await self._api.remove_container(sandbox.container)
        if sandbox.nodes:
            await self._networks.give_back(sandbox.nodes)

    def _config(self, name: str, network: NodeNetwork | None) -> dict[str, Any]:
        from docker.types import LogConfig, Mount

        blocked = network.blocked if network else ()
        capabilities = ["NET_BIND_SERVICE", *(["NET_ADMIN"] if blocked else [])]
        client = self._engine.client
        host = client.create_host_config(
            network_mode=network.name if network else "none",
            mounts=[Mount(ACCOUNT, self._door.path, type="bind")],
            cap_drop=["ALL"],
            cap_add=capabilities,
            read_only=True,
            # Where SELinux confines containers, they may use no socket of the host otherwise.
            security_opt=["label=disable"],
            log_config=LogConfig(type="json-file", config={}),
        )
        command = [interpreter(), "-I", "-S", PROGRAM, str(self._port), *blocked]
        made: dict[str, Any] = client.create_container_config(
            self._image,
            command,
            environment={"SANDBOX": name},
            labels=self._owner.labels(""),
            host_config=host,
        )
        return made


def _key(request: RunRequest) -> str:
    return request.task or str(id(request))
