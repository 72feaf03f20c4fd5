"""A small HTTP server that answers like AWS on a bad day, and remembers what it was sent."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Sent:
    """One request as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Reply = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass(slots=True)
class MisbehavingServer:
    """Answers each request with the next reply; the last one is repeated for ever."""

    url: str = ""
    requests: list[Sent] = field(default_factory=list)
    replies: deque[Reply] = field(default_factory=deque)

    def reply(self, *replies: Reply) -> None:
        self.replies = deque(replies)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (sent := await _request(reader)) is not None:
                self.requests.append(sent)
                reply = self.replies.popleft() if len(self.replies) > 1 else self.replies[0]
                await reply(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def misbehaving_server() -> AsyncIterator[MisbehavingServer]:
    state = MisbehavingServer()
    tasks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await state.serve(reader, writer)
        except asyncio.CancelledError:
            pass
        finally:
            tasks.discard(task)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    state.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield state
    finally:
        server.close()
        for task in tuple(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def answer(body: Any, status: int = 200, error: str = "") -> Reply:
    """A whole answer; `error` is its error code."""

    async def write(writer: asyncio.StreamWriter) -> None:
        await _send(writer, status, json.dumps(body).encode(), error)

    return write


def xml(body: str, status: int = 200) -> Reply:
    async def write(writer: asyncio.StreamWriter) -> None:
        await _send(writer, status, body.encode(), "", "text/xml")

    return write


def refusal(code: str, message: str, status: int = 400) -> Reply:
    return answer({"__type": code, "message": message}, status, code)


def truncated(body: Any, keep: int) -> Reply:
    """JSON of which the first `keep` bytes arrive, as if they were all."""

    async def write(writer: asyncio.StreamWriter) -> None:
        await _send(writer, 200, json.dumps(body).encode()[:keep], "")

    return write


async def broken_off(writer: asyncio.StreamWriter) -> None:
    """Headers that promise more than comes."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b'{"jobs": [')
    await writer.drain()
    writer.close()


async def dropped(writer: asyncio.StreamWriter) -> None:
    """The request was read, maybe carried out; then the connection closes."""
    writer.close()


async def reset(writer: asyncio.StreamWriter) -> None:
    """The same, with a TCP reset: what a failing load balancer does."""
    raw: socket.socket = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def silence(_writer: asyncio.StreamWriter) -> None:
    """No answer, ever."""
    await asyncio.Event().wait()


async def garbage(writer: asyncio.StreamWriter) -> None:
    """Something that is not HTTP."""
    writer.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
    await writer.drain()
    writer.close()


async def _request(reader: asyncio.StreamReader) -> Sent | None:
    head = await reader.readuntil(b"\r\n\r\n") if not reader.at_eof() else b""
    if not head:
        return None
    first, *lines = head.decode("latin-1").strip().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Sent(first.split(" ")[1], headers, body)


async def _send(
    writer: asyncio.StreamWriter,
    status: int,
    body: bytes,
    error: str,
    kind: str = "application/json",
) -> None:
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
    if error:
        head += f"x-amzn-ErrorType: {error}\r\n"
    writer.write(head.encode() + b"\r\n" + body)
    await writer.drain()
