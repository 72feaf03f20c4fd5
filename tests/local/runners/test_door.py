from __future__ import annotations

import asyncio
import errno
import socket
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from batchdeck.local.runners.door import Door
from batchdeck.local.runners.owner import Owner
from tests.local.cloud import eventually
from tests.local.runners.doorway import ANSWER, doorway


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    opened = Door(doorway(), Owner.this_process())
    opened.open()
    yield opened
    opened.close()


def hand_over(path: str, name: str, *listeners: socket.socket) -> bytes:
    """What the door says to somebody who brings sockets."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(30)
        connection.connect(path)
        socket.send_fds(connection, [name.encode()], [one.fileno() for one in listeners])
        return connection.recv(1)


def asked(port: int) -> bytes:
    with socket.create_connection(("127.0.0.1", port), 30) as connection:
        connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
        with connection.makefile("rb") as answer:
            return answer.read()


async def test_the_account_answers_on_a_socket_that_was_handed_over(door: Door) -> None:
    arriving = door.expect("a-sandbox")
    with socket.create_server(("127.0.0.1", 0)) as own:
        port = own.getsockname()[1]
        assert await asyncio.to_thread(hand_over, door.path, "a-sandbox", own) == b"!"
    listener = await arriving
    door.answer_on(listener)
    for _ in range(3):
        assert await asyncio.to_thread(asked, port) == ANSWER
    door.hang_up(listener)
    with pytest.raises(ConnectionRefusedError):
        await asyncio.to_thread(asked, port)


async def test_who_is_not_expected_is_turned_away(door: Door) -> None:
    arriving = door.expect("a-sandbox")
    with socket.create_server(("127.0.0.1", 0)) as own:
        assert await asyncio.to_thread(hand_over, door.path, "somebody", own) == b""
        assert await asyncio.to_thread(hand_over, door.path, "a-sandbox") == b""
        assert not arriving.done()
        door.forget("a-sandbox")
        assert await asyncio.to_thread(hand_over, door.path, "a-sandbox", own) == b""


async def test_the_socket_of_one_who_leaves_at_once_is_closed(door: Door) -> None:
    arriving = door.expect("a-sandbox")
    with socket.create_server(("127.0.0.1", 0)) as own:
        port = own.getsockname()[1]
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.connect(door.path)
            socket.send_fds(connection, [b"a-sandbox"], [own.fileno()])
    await asyncio.to_thread(eventually, lambda: refused(port), 60)
    assert not arriving.done()


def refused(port: int) -> bool:
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", port)) == errno.ECONNREFUSED


async def test_only_its_owner_gets_to_it_and_nothing_is_left() -> None:
    opened = Door(doorway(), Owner.this_process())
    opened.open()
    directory = Path(opened.path).parent
    assert directory.stat().st_mode & 0o077 == 0
    opened.close()
    assert not directory.exists()


def exists(door: Door) -> bool:
    return Path(door.path).exists()


async def test_what_a_killed_account_left_is_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    living = Owner.this_process()
    host, pid, started = living.process.rsplit("/", 2)
    with tempfile.TemporaryDirectory() as place:
        monkeypatch.setattr(tempfile, "tempdir", place)
        killed = Door(doorway(), Owner("a", f"{host}/{pid}/{int(started) - 1}"))
        killed.open()
        other = Door(doorway(), living)
        other.open()
        opened = Door(doorway(), living)
        opened.open()
        assert not exists(killed)
        assert exists(other)
        for door in (killed, other, opened):
            door.close()
