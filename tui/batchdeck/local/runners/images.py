"""The demo's image in the engine.

All images that the demo's definitions name are one image, under one name of its own: the
engine of a user is not filled with names of a registry that does not exist.
"""

from __future__ import annotations

import hashlib
import platform
import threading

from batchdeck.local.runners import rootfs
from batchdeck.local.runners.docker_engine import DockerEngine, daemon_words, has_image
from batchdeck.local.runners.pulls import PullError

REPOSITORY = "batchdeck-demo"
#: Pulled only where this host has nothing to make an image of.
BUSYBOX = "busybox:1"
#: Changes whenever the way the image is made changes.
_RECIPE = 1
_CHANGES = ["ENV PATH=/bin:/usr/bin:/usr/local/bin", "WORKDIR /tmp"]


class DemoImage:
    """Makes the image once, when somebody first needs it."""

    def __init__(self, engine: DockerEngine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._tag = ""

    @property
    def made(self) -> str:
        """The name of the image in the engine; empty until `tag` has seen to it."""
        return self._tag

    def tag(self) -> str:
        """The name of the image in the engine, which has it then. Raises PullError."""
        from docker.errors import APIError

        with self._lock:
            if self._tag:
                return self._tag
            version = hashlib.sha256(repr((_RECIPE, rootfs.scripts())).encode()).hexdigest()[:12]
            try:
                self._make(version)
            except APIError as error:
                raise PullError(daemon_words(error)) from error
            except OSError as error:
                raise PullError(f"the demo's image could not be made: {error}") from error
            self._tag = f"{REPOSITORY}:{version}"
            return self._tag

    def _make(self, version: str) -> None:
        client = self._engine.client
        if has_image(client, f"{REPOSITORY}:{version}"):
            return
        if platform.system() == "Linux" and platform.machine() == self._engine.architecture:
            client.import_image_from_data(
                rootfs.archive(), repository=REPOSITORY, tag=version, changes=_CHANGES
            )
        else:
            self._make_on_busybox(version)

    def _make_on_busybox(self, version: str) -> None:
        """For engines whose system is not this host's, such as Docker Desktop's."""
        client = self._engine.client
        if not has_image(client, BUSYBOX):
            client.pull(BUSYBOX)
        container = client.create_container(BUSYBOX, "true")["Id"]
        try:
            client.put_archive(container, "/", rootfs.archive(tools=False))
            client.commit(container, repository=REPOSITORY, tag=version, changes=_CHANGES)
        finally:
            client.remove_container(container)
