"""A wire between two programs that can be slowed down and cut."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Wire:
    """Passes bytes on in both directions."""

    def __init__(self, connect: Callable[[], Awaitable[Ends]]) -> None:
        self._connect = connect
        self._open: set[asyncio.Task[None]] = set()
        self.sent = 0
        """Bytes that have gone from the near to the far end."""
        self.most = 2**62
        """So many bytes go at full speed; what follows crawls."""
        self.came = 0
        """Bytes that have come back."""
        self.crawls_back_after = 2**62
        """So many bytes come back at full speed; what follows crawls."""
        self.port = 0
        """Where it listens, for a wire over TCP."""
        self.refuses = False
        """Whether new connections are closed at once."""

    @property
    def connections(self) -> int:
        """How many are open."""
        return len(self._open)

    async def cut(self) -> None:
        """Close every connection, and refuse new ones."""
        self.refuses = True
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until either end closes it."""
        if self.refuses:
            writer.close()
            return
        task = asyncio.current_task()
        assert task
        self._open.add(task)
        far_writer: asyncio.StreamWriter | None = None
        try:
            far_reader, far_writer = await self._connect()
            there = asyncio.ensure_future(self._pass(reader, far_writer, counted=True))
            back = asyncio.ensure_future(self._pass(far_reader, writer, counted=False))
            try:
                await asyncio.wait({there, back}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                there.cancel()
                back.cancel()
                await asyncio.gather(there, back, return_exceptions=True)
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self._open.discard(task)
            for end in (writer, far_writer):
                if end:
                    end.transport.abort()

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, counted: bool
    ) -> None:
        while piece := await reader.read(2**16):
            if counted:
                self.sent += len(piece)
            else:
                self.came += len(piece)
            writer.write(piece)
            await writer.drain()
            if (counted and self.sent > self.most) or self.came > self.crawls_back_after:
                await asyncio.sleep(0.1)


@asynccontextmanager
async def socket_wire(path: Path, far: str) -> AsyncIterator[Wire]:
    """A socket at `path` that leads to the one at `far`."""
    wire = Wire(lambda: asyncio.open_unix_connection(far))
    server = await asyncio.start_unix_server(wire.serve, path)
    try:
        yield wire
    finally:
        server.close()
        await wire.cut()


@asynccontextmanager
async def tcp_wire(far_port: int) -> AsyncIterator[Wire]:
    """A free port of loopback that leads to another."""
    wire = Wire(lambda: asyncio.open_connection("127.0.0.1", far_port))
    server = await asyncio.start_server(wire.serve, "127.0.0.1", 0)
    wire.port = server.sockets[0].getsockname()[1]
    try:
        yield wire
    finally:
        server.close()
        await wire.cut()
