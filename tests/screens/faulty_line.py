"""A line to an account that loses, refuses or throttles what a test tells it to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

HOP_BY_HOP = {"content-length", "transfer-encoding", "connection", "content-encoding", "server"}


@dataclass
class FaultyLine:
    """Passes requests on, except those to a path named here."""

    endpoint: str
    url: str = ""
    """Where it listens."""
    lose_answers_to: set[str] = field(default_factory=set)
    """Paths, or operations such as CreateRepository, that arrive and whose answers do not."""
    hold_answers_to: dict[str, asyncio.Event] = field(default_factory=dict)
    """The same for those that arrive and are answered when the event is set."""
    errors: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Paths or operations that are answered with a status and an error code instead."""
    requests: list[str] = field(default_factory=list)
    """Paths of all requests that reached it, in order; operations where all have one path."""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Do to one request what it is to suffer."""
        name = request.headers.get("X-Amz-Target", "").rpartition(".")[2] or request.path
        self.requests.append(name)
        if name in self.errors:
            status, code = self.errors[name]
            headers = {"x-amzn-ErrorType": code}
            return web.json_response(
                {"__type": code, "message": f"{code} for a test"}, status=status, headers=headers
            )
        async with (
            aiohttp.ClientSession(auto_decompress=False) as session,
            session.request(
                request.method,
                self.endpoint + str(request.rel_url),
                headers=request.headers,
                data=await request.read(),
            ) as answer,
        ):
            body = await answer.read()
        if name in self.hold_answers_to:
            await self.hold_answers_to[name].wait()
        if name in self.lose_answers_to:
            assert request.transport is not None
            request.transport.abort()
        headers = {k: v for k, v in answer.headers.items() if k.lower() not in HOP_BY_HOP}
        return web.Response(body=body, status=answer.status, headers=headers)


@asynccontextmanager
async def faulty_line(endpoint: str) -> AsyncIterator[FaultyLine]:
    """A line on a free port of loopback."""
    line = FaultyLine(endpoint)
    application = web.Application(client_max_size=10**7)
    application.router.add_route("*", "/{anything:.*}", line.handle)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server = site._server
    assert server is not None
    line.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"  # type: ignore[attr-defined]
    try:
        yield line
    finally:
        await runner.cleanup()
