from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from docker import APIClient
from requests.adapters import HTTPAdapter

from batchdeck.local.runners.docker_engine import DockerEngine
from batchdeck.local.runners.engine_api import AT_ONCE, EngineApi, EngineError, is_spoken


@pytest.fixture
async def api(docker_engine: DockerEngine) -> AsyncIterator[EngineApi]:
    made = EngineApi(docker_engine.client)
    yield made
    await made.close()


@pytest.mark.engine
async def test_the_engine_answers(api: EngineApi, docker_engine: DockerEngine) -> None:
    assert (await api.call("GET", "/version"))["Version"] == docker_engine.version


@pytest.mark.engine
async def test_what_it_refuses_is_told_in_its_words(api: EngineApi) -> None:
    with pytest.raises(EngineError, match=r"Error response from daemon: .*No such image") as caught:
        await api.call("GET", "/images/never-made:1/json")
    assert caught.value.status == 404


@pytest.mark.engine
async def test_removing_what_is_gone_is_no_error(api: EngineApi) -> None:
    await api.remove_container("no-such-container")


async def test_an_engine_that_is_gone_is_no_traceback() -> None:
    client = APIClient("unix:///nowhere/docker.sock", version="1.41")
    api = EngineApi(client)
    with pytest.raises(EngineError, match="nowhere"):
        await api.call("GET", "/version")
    await api.close()
    client.close()


@asynccontextmanager
async def engine_over_tcp(most: list[int]) -> AsyncIterator[EngineApi]:
    """An engine elsewhere that takes a while, and counts how much it is asked at once."""
    asked = 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        head = await reader.readuntil(b"\r\n\r\n")
        asked += 1
        most.append(asked)
        await asyncio.sleep(0.01)
        asked -= 1
        body = b'{"path": "%s"}' % head.split()[1]
        writer.write(b"HTTP/1.0 200 OK\r\n\r\n" + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    client = APIClient(f"tcp://127.0.0.1:{port}", version="1.41")
    api = EngineApi(client)
    yield api
    await api.close()
    client.close()
    server.close()
    await server.wait_closed()


async def test_an_engine_elsewhere_is_asked_over_tcp() -> None:
    async with engine_over_tcp([]) as api:
        answer: Any = await api.call("GET", "/networks", all=1)
    assert answer == {"path": "/v1.41/networks?all=1"}


async def test_questions_take_turns_and_waiting_takes_none() -> None:
    most: list[int] = []
    async with engine_over_tcp(most) as api:
        await asyncio.gather(*(api.call("GET", "/info") for _ in range(50)))
        assert max(most) == AT_ONCE
        await asyncio.gather(*(api.wait("GET", "/wait") for _ in range(50)))
        assert max(most) > AT_ONCE


@pytest.mark.parametrize("url", ["unix:///run/docker.sock", "tcp://192.0.2.1:2375"])
def test_sockets_and_tcp_are_spoken_and_nothing_else(url: str) -> None:
    client = APIClient(url, version="1.41")
    assert is_spoken(client)
    client.base_url = "http+docker://ssh"
    client.mount("http+docker://ssh", HTTPAdapter())
    assert not is_spoken(client)
    client.close()
