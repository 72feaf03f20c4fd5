"""The engine of this machine as the console sees it, and images that go with their test."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from docker import DockerClient
from docker.errors import ImageNotFound

from batchdeck.docker.engine import Engine
from tests.docker.kitchen import SHELL, built, unique

SOCKET = "/var/run/docker.sock"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """An empty folder that everybody gets into, other than pytest's own."""
    with tempfile.TemporaryDirectory(prefix="batchdeck-tests-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest_asyncio.fixture
async def here(engine: DockerClient, tmp_path: Path) -> AsyncIterator[Engine]:
    """The engine, found by a user without any docker configuration."""
    assert engine.ping()
    found = await Engine.find({"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"})
    yield found
    await found.close()


@pytest.fixture
def tag(engine: DockerClient) -> Iterator[str]:
    """A name for an image, which is removed after the test with all names it was given."""
    name = f"batchdeck-tests/{unique('image')}:v1"
    yield name
    try:
        engine.images.remove(str(engine.images.get(name).id), force=True)
    except ImageNotFound:
        # The test made none.
        return


@pytest_asyncio.fixture
async def shell_image(here: Engine, tag: str, tmp_path: Path) -> str:
    """The name of an image with a shell."""
    await built(here, tmp_path, SHELL + 'CMD ["/bin/sh"]\n', tag)
    return tag
