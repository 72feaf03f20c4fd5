"""Brings images into the engine."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from batchdeck.local.runners.docker_engine import daemon_words

if TYPE_CHECKING:
    from docker import APIClient

#: Seconds between two looks whether somebody still waits for an image.
_LOOK = 0.2


class PullError(Exception):
    """The engine could not get an image; `str()` is what it said."""


class _Pull:
    """One image on its way, for however many jobs wait for it."""

    def __init__(self) -> None:
        self.done = threading.Event()
        self.error = ""


class Pulls:
    """Pulls each image once at a time. A failure is not remembered."""

    def __init__(self, client: APIClient) -> None:
        self._client = client
        self._lock = threading.Lock()
        self._under_way: dict[str, _Pull] = {}

    def fetch(self, image: str, cancelled: threading.Event) -> None:
        """Return when the engine has the image, or when `cancelled` is set.

        A pull that nobody waits for any more goes on, as the ECS agent's does. Raises
        PullError.
        """
        with self._lock:
            pull = self._under_way.get(image)
            if pull is None:
                pull = self._under_way[image] = _Pull()
                threading.Thread(
                    target=self._pull, args=(image, pull), name="image-pull", daemon=True
                ).start()
        while not pull.done.wait(_LOOK):
            if cancelled.is_set():
                return
        if pull.error:
            raise PullError(pull.error)

    def _pull(self, image: str, pull: _Pull) -> None:
        pull.error = "the pull broke off"
        try:
            pull.error = self._answer(image)
        finally:
            with self._lock:
                del self._under_way[image]
            pull.done.set()

    def _answer(self, image: str) -> str:
        """What the engine says against it; empty when the image is there."""
        from docker.errors import APIError, DockerException

        try:
            for message in self._client.pull(image, stream=True, decode=True):
                if error := message.get("error"):
                    return f"Error response from daemon: {error}"
        except APIError as error:
            return daemon_words(error)
        except (DockerException, OSError) as error:
            return str(error)
        return ""
