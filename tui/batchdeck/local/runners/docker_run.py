"""One attempt of a job as a container."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

from batchdeck.local.registry import LOCAL
from batchdeck.local.runners.container_log import follow
from batchdeck.local.runners.docker_engine import DockerEngine
from batchdeck.local.runners.docker_log import LineAssembler
from batchdeck.local.runners.engine_api import EngineApi, EngineError
from batchdeck.local.runners.engine_loop import EngineLoop, in_thread
from batchdeck.local.runners.exec_format import EXIT_CODE, exec_format_error
from batchdeck.local.runners.host_config import host_config, make_volumes
from batchdeck.local.runners.images import DemoImage
from batchdeck.local.runners.line_batches import LineBatch, LineBatches
from batchdeck.local.runners.owner import Owner
from batchdeck.local.runners.place import Place, Places
from batchdeck.local.runners.programs import is_demo_image
from batchdeck.local.runners.pulls import PullError, Pulls
from batchdeck.local.runners.runner import RunEvents, RunRequest

OUT_OF_MEMORY = "OutOfMemoryError: Container killed due to memory usage"
logger = logging.getLogger(__name__)
_Outcome = tuple[int | None, str]
_STOPPED: _Outcome = (None, "")


@dataclass(frozen=True, slots=True)
class Dock:
    """What all containers of one account have in common."""

    engine: DockerEngine
    api: EngineApi
    loop: EngineLoop
    workers: asyncio.Semaphore
    """So many containers are made at a time; the others wait their turn."""
    owner: Owner
    places: Places
    pulls: Pulls
    demo_image: DemoImage
    batches: LineBatches
    environment: tuple[tuple[str, str], ...]
    """Given to every container unless its job says otherwise."""


class DockerRun:
    """An attempt under way. `stop` may be called from any thread, the rest in the loop."""

    def __init__(self, dock: Dock, request: RunRequest, events: RunEvents) -> None:
        self._dock = dock
        self._api = dock.api
        self._request = request
        self._events = events
        self._stopping = asyncio.Event()
        self._grace = math.inf
        self._running = ""
        """Id of the container once it runs."""
        self._place = Place("", "")
        self._address = ""
        """Where it runs, once it does, and where other nodes reach it."""
        self._ended = False
        """Whether its container was seen to end."""
        self._told = False

    async def work(self) -> None:
        """Run the container from image to end."""
        outcome: _Outcome = (None, "CannotStartContainerError: the attempt broke off")
        try:
            outcome = await self._attempt()
        finally:
            self._tell_end(*outcome)

    def abandon(self) -> None:
        """Start nothing any more: the account is closing and removes the container."""
        self._stopping.set()

    def stop(self, grace_seconds: float) -> None:
        """SIGTERM, then SIGKILL after the grace. What does not run yet ends at once.

        Again, it shortens the grace or does nothing.
        """
        self._dock.loop.call(partial(self._stop, grace_seconds))

    def _stop(self, grace_seconds: float) -> None:
        if grace_seconds >= self._grace or self._told:
            return
        self._grace = grace_seconds
        self._stopping.set()
        if self._running:
            self._dock.loop.spawn(self._end_container(self._running, grace_seconds))
        else:
            self._tell_end(*_STOPPED)

    async def _attempt(self) -> _Outcome:
        try:
            image = await self._image()
        except PullError as error:
            return None, f"CannotPullContainerError: {error}"
        if self._stopping.is_set():
            return _STOPPED
        async with AsyncExitStack() as stack:
            # Who is started first can end first, and the next has its place then.
            async with self._dock.workers:
                problem = await self._begin(stack, image)
            return problem or await self._follow()

    async def _image(self) -> str:
        """The image under the name the engine knows it by. Raises PullError."""
        image = self._request.image
        if await self._architecture(image) is not None:
            return image
        if is_demo_image(image):
            return self._dock.demo_image.made or await self._demo_image()
        image = LOCAL.local_name(image)
        await self._unless_stopped(self._dock.pulls.fetch(image))
        return image

    async def _demo_image(self) -> str:
        """The demo's image, made now. Raises PullError."""
        from docker.errors import DockerException

        try:
            return await in_thread("demo-image", self._dock.demo_image.tag)
        except (DockerException, OSError) as error:
            raise PullError(str(error)) from error

    async def _architecture(self, image: str) -> str | None:
        """Of an image that the engine has; None of another. Raises PullError."""
        if not image:
            raise PullError("invalid reference format")
        try:
            about = await self._api.call("GET", f"/images/{quote(image, safe='/:@')}/json")
        except EngineError as error:
            if error.status == 404:
                return None
            raise PullError(str(error)) from error
        return str(about.get("Architecture", ""))

    async def _unless_stopped(self, work: Coroutine[Any, Any, None]) -> None:
        """Wait for something, or until the attempt is stopped."""
        tasks = [asyncio.ensure_future(one) for one in (work, self._until_stopped())]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
        for task in done:
            task.result()

    async def _until_stopped(self) -> None:
        await self._stopping.wait()

    async def _begin(self, stack: AsyncExitStack, image: str) -> _Outcome | None:
        """Start the container, to be removed with the stack; its end when that does not work."""
        if self._stopping.is_set():
            return _STOPPED
        try:
            self._place = await self._dock.places.take(self._request)
            stack.callback(self._leave)
            misfit = exec_format_error(self._request, await self._architecture(image) or "")
            if misfit:
                return self._fail_to_execute(misfit)
            container = await self._create(image)
        except (EngineError, PullError) as error:
            return None, f"CannotCreateContainerError: {error}"
        stack.push_async_callback(self._remove, container)
        try:
            await self._api.call("POST", f"/containers/{container}/start")
            self._address = self._place.address or await self._own_address(container)
        except EngineError as error:
            return None, f"CannotStartContainerError: {error}"
        if self._stopping.is_set():
            return _STOPPED
        self._running = container
        return None

    async def _own_address(self, container: str) -> str:
        """Of a node on the engine's own network."""
        if not self._request.nodes:
            return ""
        about = await self._api.call("GET", f"/containers/{container}/json")
        networks = about["NetworkSettings"]["Networks"].values()
        return next((str(one["IPAddress"]) for one in networks), "")

    async def _remove(self, container: str) -> None:
        """A container that cannot be removed now goes with the account."""
        try:
            await self._api.remove_container(container)
        except EngineError as error:
            logger.warning("the container of job %s is left: %s", self._request.job_id, error)

    def _leave(self) -> None:
        """Give the place back. Only a network in which a container has run and ended is clean."""
        clean = self._ended and not self._request.privileged
        work = self._dock.places.give_back(self._request, self._place, clean=clean)
        self._dock.loop.spawn(work)

    def _fail_to_execute(self, misfit: str) -> _Outcome:
        """A host that cannot run the image's programs says so in the log."""
        self._events.started()
        self._events.lines([(time.time_ns() // 1_000_000, misfit)])
        return EXIT_CODE, ""

    async def _create(self, image: str) -> str:
        """The id of a container that is ready to start. Raises EngineError."""
        request, dock, place = self._request, self._dock, self._place
        home = {"AWS_ENDPOINT_URL": place.endpoint, **dict(dock.environment)}
        volumes = await make_volumes(self._api, dock.owner, request)
        body = dock.engine.client.create_container_config(
            image,
            list(request.command),
            environment={**home, **dict(request.environment)},
            labels=dock.owner.labels(request.job_id),
            user=request.user or None,
            host_config=host_config(dock.engine, request, volumes, place.network_mode),
        )
        created = await self._api.call("POST", "/containers/create", body=body)
        return str(created["Id"])

    async def _follow(self) -> _Outcome:
        """Hand the container's lines on until it ends."""
        self._events.started(self._address)
        try:
            await self._read_log(self._running)
            return await self._exit(self._running)
        except EngineError as error:
            return 255, f"CannotInspectContainerError: {error}"

    async def _read_log(self, container: str) -> None:
        """Hand on every line; returns when the container has ended."""
        batch = LineBatch(self._events, self._dock.batches)
        lines = LineAssembler()
        async for output, payload in follow(self._api, container):
            batch.add(lines.feed(output, payload))
        batch.add(lines.rest())
        batch.flush()

    async def _exit(self, container: str) -> _Outcome:
        ended = await self._api.wait("POST", f"/containers/{container}/wait")
        about = await self._api.call("GET", f"/containers/{container}/json")
        self._ended = True
        reason = OUT_OF_MEMORY if about["State"].get("OOMKilled") else ""
        return int(ended["StatusCode"]), reason

    async def _end_container(self, container: str, grace_seconds: float) -> None:
        try:
            seconds = round(grace_seconds)
            await self._api.wait("POST", f"/containers/{container}/stop", t=seconds)
        except EngineError as error:
            if error.status not in {404, 409}:
                raise

    def _tell_end(self, exit_code: int | None, reason: str) -> None:
        if not self._told:
            self._told = True
            self._events.ended(exit_code, reason)
