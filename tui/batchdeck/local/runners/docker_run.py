"""One attempt of a job as a container."""

from __future__ import annotations

import math
import threading
import time
from dataclasses import dataclass
from typing import Any

from batchdeck.local.registry import LOCAL
from batchdeck.local.runners.container_log import follow
from batchdeck.local.runners.docker_engine import DockerEngine, daemon_words, has_image
from batchdeck.local.runners.docker_log import LineAssembler
from batchdeck.local.runners.exec_format import EXIT_CODE, exec_format_error
from batchdeck.local.runners.host_config import host_config
from batchdeck.local.runners.images import DemoImage
from batchdeck.local.runners.leftovers import remove
from batchdeck.local.runners.line_batches import LineBatch, LineBatches
from batchdeck.local.runners.owner import Owner
from batchdeck.local.runners.pulls import PullError, Pulls
from batchdeck.local.runners.runner import RunEvents, RunRequest

OUT_OF_MEMORY = "OutOfMemoryError: Container killed due to memory usage"
_Outcome = tuple[int | None, str]


@dataclass(frozen=True, slots=True)
class Dock:
    """What all containers of one account have in common."""

    engine: DockerEngine
    owner: Owner
    pulls: Pulls
    demo_image: DemoImage
    batches: LineBatches
    environment: tuple[tuple[str, str], ...]
    """Given to every container unless its job says otherwise."""


class DockerRun:
    """An attempt under way. `work` does it; the rest may be called from any thread."""

    def __init__(self, dock: Dock, request: RunRequest, events: RunEvents) -> None:
        self._dock = dock
        self._client = dock.engine.client
        self._request = request
        self._events = events
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._grace = math.inf
        self._running = ""
        """Id of the container once it runs."""
        self._told = False
        self._misfit = ""
        """The words of a host that cannot run the image's programs."""

    def work(self) -> None:
        """Run the container from image to end. Blocks; call it in a thread."""
        outcome: _Outcome = (None, "CannotStartContainerError: the attempt broke off")
        try:
            outcome = self._attempt()
        finally:
            self._tell_end(*outcome)

    def abandon(self) -> None:
        """Start nothing any more: the account is closing and removes the container."""
        self._stopping.set()

    def stop(self, grace_seconds: float) -> None:
        """SIGTERM, then SIGKILL after the grace. What does not run yet ends at once.

        Again, it shortens the grace or does nothing.
        """
        with self._lock:
            if grace_seconds >= self._grace:
                return
            self._grace = grace_seconds
            self._stopping.set()
            running = self._running
        target = self._end_container if running else self._give_up
        threading.Thread(
            target=target, args=(running, grace_seconds), name="job-stop", daemon=True
        ).start()

    def _attempt(self) -> _Outcome:
        if self._stopping.is_set():
            return None, ""
        container, problem = self._create()
        if not container:
            return None, problem
        try:
            return self._fail_to_execute() if self._misfit else self._follow(container)
        finally:
            remove(self._client, container)

    def _fail_to_execute(self) -> _Outcome:
        self._events.started()
        self._events.lines([(time.time_ns() // 1_000_000, self._misfit)])
        return EXIT_CODE, ""

    def _create(self) -> tuple[str, str]:
        """The id of a container that is ready to start, or empty and why there is none."""
        try:
            image = self._image()
        except PullError as error:
            return "", f"CannotPullContainerError: {error}"
        if self._stopping.is_set():
            return "", ""
        self._misfit = exec_format_error(self._request, self._architecture(image))
        return self._make(image)

    def _architecture(self, image: str) -> str:
        """Of an image that the engine has; empty when it has vanished meanwhile."""
        from docker.errors import DockerException

        try:
            about: dict[str, Any] = self._client.inspect_image(image)  # type: ignore[no-untyped-call]
        except (DockerException, OSError):
            return ""
        return str(about.get("Architecture", ""))

    def _make(self, image: str) -> tuple[str, str]:
        """As `_create`, of an image that the engine has."""
        from docker.errors import APIError, DockerException

        try:
            created = self._client.create_container(image, **self._options())
        except APIError as error:
            return "", f"CannotCreateContainerError: {daemon_words(error)}"
        except (DockerException, OSError) as error:
            return "", f"CannotCreateContainerError: {error}"
        return str(created["Id"]), ""

    def _image(self) -> str:
        """The image under the name the engine knows it by. Raises PullError."""
        from docker.errors import APIError, DockerException

        image = self._request.image
        try:
            if has_image(self._client, image):
                return image
            if demo := self._dock.demo_image.stand_in(image):
                return demo
            image = LOCAL.local_name(image)
            self._dock.pulls.fetch(image, self._stopping)
        except APIError as error:
            raise PullError(daemon_words(error)) from error
        except (DockerException, OSError) as error:
            raise PullError(str(error)) from error
        return image

    def _options(self) -> dict[str, Any]:
        request, dock = self._request, self._dock
        return {
            "command": list(request.command) or None,
            "environment": {**dict(dock.environment), **dict(request.environment)},
            "labels": dock.owner.labels(request.job_id),
            "user": request.user or None,
            "host_config": host_config(dock.engine, dock.owner, request),
        }

    def _follow(self, container: str) -> _Outcome:
        """Start the container and hand its lines on until it ends."""
        from docker.errors import APIError, DockerException
        from urllib3.exceptions import HTTPError

        try:
            self._client.start(container)
        except APIError as error:
            return None, f"CannotStartContainerError: {daemon_words(error)}"
        except (DockerException, OSError) as error:
            return None, f"CannotStartContainerError: {error}"
        with self._lock:
            if self._stopping.is_set():
                return None, ""
            self._running = container
        self._events.started()
        try:
            self._read_log(container)
            return self._exit(container)
        except (DockerException, HTTPError, OSError) as error:
            return 255, f"CannotInspectContainerError: {error}"

    def _read_log(self, container: str) -> None:
        """Hand on every line; returns when the container has ended."""
        batch = LineBatch(self._events, self._dock.batches)
        lines = LineAssembler()
        for output, payload in follow(self._client, container):
            batch.add(lines.feed(output, payload))
        batch.add(lines.rest())
        batch.flush()

    def _exit(self, container: str) -> _Outcome:
        code = int(self._client.wait(container, timeout=None)["StatusCode"])
        state = self._client.inspect_container(container)["State"]
        return code, OUT_OF_MEMORY if state.get("OOMKilled") else ""

    def _end_container(self, container: str, grace_seconds: float) -> None:
        from docker.errors import APIError

        try:
            self._client.stop(container, timeout=round(grace_seconds))
        except APIError as error:
            if error.status_code not in {404, 409}:
                raise

    def _give_up(self, _container: str, _grace_seconds: float) -> None:
        self._tell_end(None, "")

    def _tell_end(self, exit_code: int | None, reason: str) -> None:
        with self._lock:
            told, self._told = self._told, True
        if not told:
            self._events.ended(exit_code, reason)
