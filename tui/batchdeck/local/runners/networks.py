"""Chooses how containers are connected: by sandboxes, or where there can be none, as always."""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from batchdeck.local.runners.docker_engine import DockerEngine
from batchdeck.local.runners.door import Door
from batchdeck.local.runners.engine_api import EngineApi, EngineError
from batchdeck.local.runners.engine_loop import in_thread
from batchdeck.local.runners.owner import Owner
from batchdeck.local.runners.place import Doorway, Place, Places, SharedNetwork
from batchdeck.local.runners.runner import RunRequest
from batchdeck.local.runners.sandbox_image import SandboxImageError, ensure_image
from batchdeck.local.runners.sandboxes import Sandboxes

#: Sandboxes that are ready before the first job comes.
_READY = 2
logger = logging.getLogger(__name__)


class Networks:
    """Finds out with the first container what the engine can do. Belongs to one event loop."""

    def __init__(
        self, engine: DockerEngine, api: EngineApi, owner: Owner, doorway: Doorway
    ) -> None:
        self._engine = engine
        self._api = api
        self._owner = owner
        self._doorway = doorway
        self._door = Door(doorway, owner)
        self._choosing: asyncio.Task[Places] | None = None
        self._abandoned = False

    async def prepare(self) -> None:
        """Make ready what the first containers would wait for."""
        await self._chosen()

    async def take(self, request: RunRequest) -> Place:
        """The place of an attempt's container. Raises EngineError."""
        return await (await self._chosen()).take(request)

    async def give_back(self, request: RunRequest, place: Place, *, clean: bool) -> None:
        """The container is gone; `clean`: what it did to the network ended with it."""
        await (await self._chosen()).give_back(request, place, clean=clean)

    def abandon(self) -> None:
        """The account ends: what cannot be made from now on is no news."""
        self._abandoned = True

    def close(self) -> None:
        """Take nothing in from containers any more."""
        self._door.close()

    async def _chosen(self) -> Places:
        if self._choosing is None:
            self._choosing = asyncio.ensure_future(self._choose())
        return await asyncio.shield(self._choosing)

    async def _choose(self) -> Places:
        from docker.errors import DockerException

        try:
            image = await in_thread("sandbox-image", partial(ensure_image, self._engine))
            self._door.open()
            sandboxes = Sandboxes(
                self._engine, self._api, self._owner, self._door, image, self._doorway.port
            )
            await sandboxes.warm_up(_READY)
        except (SandboxImageError, EngineError, DockerException, OSError) as error:
            if self._abandoned:
                return SharedNetwork("")
            logger.warning("jobs have no networks of their own and reach this machine's: %s", error)
            return SharedNetwork(self._doorway.open_on_bridge())
        return sandboxes
