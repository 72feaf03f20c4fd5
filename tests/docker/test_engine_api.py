from __future__ import annotations

import asyncio
import ssl
from pathlib import Path

import pytest

from batchdeck.docker.addresses import Address, Certificates
from batchdeck.docker.engine_api import EngineApi, tls_context
from batchdeck.docker.errors import EngineRefusedError, EngineUnreachableError
from tests.docker.conftest import SOCKET
from tests.docker.scripted_engine import scripted_engine
from tests.docker.waiting import until
from tests.docker.wire import socket_wire


@pytest.mark.engine
async def test_an_answer_that_says_nothing_and_one_that_refuses() -> None:
    api = EngineApi(Address(f"unix://{SOCKET}", "test"), "1.41")
    try:
        assert await api.call("HEAD", "/_ping") is None
        with pytest.raises(EngineRefusedError, match="No such image: never-made") as caught:
            await api.call("GET", "/images/never-made:x/json")
        assert caught.value.status == 404
    finally:
        await api.close()


async def test_messages_in_pieces_of_any_size() -> None:
    long = "x" * 300_000
    async with scripted_engine() as scripted:
        scripted.answers["/build"] = [{"stream": "a"}, "", {"stream": long}, "3", {"stream": "ü"}]
        api = EngineApi(Address(scripted.address, "test"), "1.41")
        async with api.asked("POST", "/build", patience=None) as answer:
            found = [message["stream"] async for message in api.messages(answer)]
        await api.close()
    assert found == ["a", long, "ü"]


@pytest.mark.parametrize("broken", ['{"stream": "', "no json"])
async def test_a_message_that_broke_off(broken: str) -> None:
    async with scripted_engine() as scripted:
        scripted.answers["/build"] = [{"stream": "a"}, broken]
        api = EngineApi(Address(scripted.address, "test"), "1.41")
        with pytest.raises(EngineUnreachableError, match="broke off"):
            async with api.asked("POST", "/build", patience=None) as answer:
                assert [message async for message in api.messages(answer)]
        await api.close()


async def test_a_connection_that_broke_off() -> None:
    async with scripted_engine() as scripted:
        scripted.answers["/build"] = [{"stream": "a"}]
        scripted.breaks_off = True
        api = EngineApi(Address(scripted.address, "test"), "1.41")
        with pytest.raises(EngineUnreachableError, match=f"engine at {scripted.address}"):
            async with api.asked("POST", "/build", patience=None) as answer:
                assert [message async for message in api.messages(answer)]
        await api.close()


async def test_an_answer_that_does_not_come_in_time(tmp_path: Path) -> None:
    async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(writer)

    heard: list[asyncio.StreamWriter] = []
    server = await asyncio.start_unix_server(silent, tmp_path / "s.sock")
    api = EngineApi(Address(f"unix://{tmp_path}/s.sock", "test"))
    with pytest.raises(EngineUnreachableError, match="no answer in time"):
        await api.call("GET", "/version", patience=0.2)
    await api.close()
    server.close()
    for writer in heard:
        writer.close()


@pytest.mark.engine
async def test_hanging_up_is_seen_by_the_engine(tmp_path: Path) -> None:
    async with socket_wire(tmp_path / "e.sock", SOCKET) as wire:
        api = EngineApi(Address(f"unix://{tmp_path}/e.sock", "test"), "1.41")
        async with api.asked("GET", "/events", patience=None):
            assert wire.connections == 1
        await until(lambda: not wire.connections)
        await api.close()


def test_certificates_that_are_not_to_be_verified(tmp_path: Path) -> None:
    assert tls_context(Certificates(tmp_path)).verify_mode == ssl.CERT_REQUIRED
    assert tls_context(Certificates(tmp_path, verify=False)).verify_mode == ssl.CERT_NONE


def test_certificates_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("nothing")
    with pytest.raises(ssl.SSLError):
        tls_context(Certificates(tmp_path))
