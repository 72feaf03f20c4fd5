"""Brings images into the engine."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from batchdeck.local.runners.docker_engine import daemon_words
from batchdeck.local.runners.engine_loop import in_thread

if TYPE_CHECKING:
    from docker import APIClient


class PullError(Exception):
    """The engine could not get an image; `str()` is what it said."""


class Pulls:
    """Pulls each image once at a time, in a thread of its own. A failure is not remembered."""

    def __init__(self, client: APIClient) -> None:
        self._client = client
        self._under_way: dict[str, asyncio.Task[str]] = {}

    async def fetch(self, image: str) -> None:
        """Return when the engine has the image. Raises PullError.

        A pull that nobody waits for any more goes on, as the ECS agent's does.
        """
        pull = self._under_way.get(image)
        if pull is None:
            work = in_thread("image-pull", partial(self._answer, image))
            pull = self._under_way[image] = asyncio.ensure_future(work)
            pull.add_done_callback(lambda _: self._under_way.pop(image))
        if problem := await asyncio.shield(pull):
            raise PullError(problem)

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
