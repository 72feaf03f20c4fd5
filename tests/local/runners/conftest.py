"""The engine as the runners see it."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Iterator

import pytest
from docker import DockerClient

from batchdeck.local.runners.docker_engine import DockerEngine, find_engine
from batchdeck.local.runners.docker_runner import DockerRunner
from batchdeck.local.runners.images import DemoImage
from tests.local.runners.doorway import doorway


@pytest.fixture(scope="session")
def docker_engine(engine: DockerClient) -> Iterator[DockerEngine]:
    found = find_engine(timeout=30)
    assert found
    yield found
    found.client.close()


@pytest.fixture
def runner(docker_engine: DockerEngine) -> Iterator[DockerRunner]:
    """A runner of its own; leaves no container behind."""
    environment = (("AWS_REGION", "eu-west-1"), ("MODE", "theirs"))
    started = DockerRunner(docker_engine, doorway(), environment)
    yield started
    started.close()


@pytest.fixture
def lost_sockets() -> Iterator[None]:
    """The SDK leaves its socket open when nobody answers: it goes here, not in the next test."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture(scope="session")
def demo_image(docker_engine: DockerEngine) -> str:
    """Name of the demo's image in the engine."""
    return DemoImage(docker_engine).tag()
