"""Runs attempts as containers of the Docker engine."""

from __future__ import annotations

import asyncio
import logging
import threading
from functools import partial

from batchdeck.local.runners.docker_engine import DockerEngine
from batchdeck.local.runners.docker_run import Dock, DockerRun
from batchdeck.local.runners.engine_api import EngineApi
from batchdeck.local.runners.engine_loop import EngineLoop, in_thread
from batchdeck.local.runners.images import DemoImage
from batchdeck.local.runners.leftovers import remove_labelled, remove_leftovers
from batchdeck.local.runners.line_batches import LineBatches
from batchdeck.local.runners.networks import Networks
from batchdeck.local.runners.owner import ACCOUNT_LABEL, Owner
from batchdeck.local.runners.place import Doorway
from batchdeck.local.runners.pulls import Pulls
from batchdeck.local.runners.runner import EndedRun, Run, RunEvents, RunRequest
from batchdeck.local.runners.sandbox_image import obstacle

logger = logging.getLogger(__name__)
#: What follows the engine's name where jobs can have no networks of their own.
SHARED = ", jobs share its network"
#: Containers made at a time. However many run, it takes no thread.
WORKERS = 8
#: Seconds in which the attempts of a closing account should notice their end.
_LAST_WORDS = 2


class DockerRunner:
    """Every attempt is a container of its image. One thread looks after all of them."""

    simulated = False

    def __init__(
        self,
        engine: DockerEngine,
        doorway: Doorway,
        environment: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """`environment`: what every container gets, beside the account's endpoint."""
        self.name = f"Docker {engine.version}" + (SHARED if obstacle(engine) else "")
        self._engine = engine
        self._owner = Owner.this_process()
        self._batches = LineBatches()
        self._changed = threading.Condition()
        self._runs: set[DockerRun] = set()
        self._closed = False
        self._loop = EngineLoop()
        self._api = EngineApi(engine.client)
        self._networks = Networks(engine, self._api, self._owner, doorway)
        self._dock = Dock(
            engine,
            self._api,
            self._loop,
            asyncio.Semaphore(WORKERS),
            self._owner,
            self._networks,
            Pulls(engine.client),
            DemoImage(engine),
            self._batches,
            environment,
        )

    def prepare(self) -> None:
        """In the background: remove what a killed account left, and make the images."""
        self._loop.spawn(self._prepare())

    def start(self, request: RunRequest, events: RunEvents) -> Run:
        """Begin an attempt and return at once."""
        run = DockerRun(self._dock, request, events)
        with self._changed:
            closed = self._closed
            if not closed:
                self._runs.add(run)
        if closed:
            events.ended(None, "")
            return EndedRun()
        self._loop.spawn(self._work(run))
        return run

    def close(self) -> None:
        """Kill and remove every container of this account, its networks and its volumes."""
        with self._changed:
            if self._closed:
                return
            self._closed = True
            runs = list(self._runs)
        for abandon in (self._networks.abandon, *(run.abandon for run in runs)):
            self._loop.call(abandon)
        self._remove()
        with self._changed:
            self._changed.wait_for(lambda: not self._runs, _LAST_WORDS)
        self._loop.close(self._hang_up, _LAST_WORDS)
        # What was just being created when the others were removed.
        self._remove()
        self._batches.close()

    def _remove(self) -> None:
        from docker.errors import DockerException

        try:
            remove_labelled(self._engine.client, f"{ACCOUNT_LABEL}={self._owner.account}")
        except (DockerException, OSError) as error:
            logger.warning("containers are left for the next account to remove: %s", str(error))

    async def _work(self, run: DockerRun) -> None:
        try:
            await run.work()
        finally:
            with self._changed:
                self._runs.discard(run)
                self._changed.notify_all()

    async def _prepare(self) -> None:
        await asyncio.gather(
            self._remove_leftovers(),
            in_thread("demo-image", self._dock.demo_image.tag),
            self._networks.prepare(),
        )

    async def _remove_leftovers(self) -> None:
        from docker.errors import DockerException

        try:
            await in_thread("leftovers", partial(remove_leftovers, self._engine.client))
        except (DockerException, OSError) as error:
            logger.warning("what a killed account left is still there: %s", error)

    async def _hang_up(self) -> None:
        self._networks.close()
        await self._api.close()
