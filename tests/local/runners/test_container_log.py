from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from batchdeck.local.runners.container_log import follow
from batchdeck.local.runners.docker_engine import DockerEngine
from batchdeck.local.runners.engine_api import EngineApi
from batchdeck.local.runners.leftovers import remove

pytestmark = pytest.mark.engine


@pytest.fixture
def started(docker_engine: DockerEngine, demo_image: str) -> Iterator[list[str]]:
    """Containers to remove after the test."""
    containers: list[str] = []
    yield containers
    for container in containers:
        remove(docker_engine.client, container)


async def payloads_of(engine: DockerEngine, container: str) -> list[bytes]:
    """What `follow` yields of a container until it has ended."""
    api = EngineApi(engine.client)
    try:
        return [payload async for _, payload in follow(api, container)]
    finally:
        await api.close()


@pytest.mark.parametrize(
    ("script", "written"),
    [
        ("sleep 0.3; printf x", ["x"]),
        ("sleep 0.3; seq 3; printf x", ["1\n", "2\n", "3\n", "x"]),
        ("echo a; sleep 1.1; echo b; printf c", ["a\n", "b\n", "c"]),
        ("true", []),
    ],
)
def test_what_is_written_last_is_read_and_nothing_twice(
    docker_engine: DockerEngine,
    demo_image: str,
    started: list[str],
    script: str,
    written: list[str],
) -> None:
    client = docker_engine.client
    for _ in range(3):
        started.append(client.create_container(demo_image, ["sh", "-c", script])["Id"])
        client.start(started[-1])
        payloads = asyncio.run(payloads_of(docker_engine, started[-1]))
        assert [payload.partition(b" ")[2].decode() for payload in payloads] == written


def test_the_last_second_holds_many_lines(
    docker_engine: DockerEngine, demo_image: str, started: list[str]
) -> None:
    client = docker_engine.client
    started.append(client.create_container(demo_image, ["seq", "1", "5000"])["Id"])
    client.start(started[-1])
    payloads = asyncio.run(payloads_of(docker_engine, started[-1]))
    numbers = [int(payload.partition(b" ")[2]) for payload in payloads]
    assert numbers == list(range(1, 5001))
