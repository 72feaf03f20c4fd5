"""An engine that says what a test lets it say, for what a real one cannot be brought to."""

from __future__ import annotations

import json
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

VERSION = {
    "ApiVersion": "1.41",
    "MinAPIVersion": "1.12",
    "Version": "20.10.24",
    "Arch": "amd64",
    "Os": "linux",
}


@dataclass
class ScriptedEngine:
    """Answers by path: with a JSON document, a status and a message, or a stream of lines."""

    address: str = ""
    """As DOCKER_HOST takes it."""
    version: Any = field(default_factory=lambda: dict(VERSION))
    answers: dict[str, Any] = field(default_factory=dict)
    """By path, without the version of the API. A list is streamed, line by line;
    bytes are what a container writes."""
    statuses: dict[str, int] = field(default_factory=dict)
    breaks_off: bool = False
    """Whether a stream ends in the middle of a chunk."""
    requests: list[tuple[str, str]] = field(default_factory=list)
    """Method and path of each, with the version."""
    headers: dict[str, str] = field(default_factory=dict)
    """Of the newest request."""
    query: dict[str, str] = field(default_factory=dict)
    """Of the newest request."""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """The answer to one request."""
        self.requests.append((request.method, request.path))
        self.headers, self.query = dict(request.headers), dict(request.query)
        await request.read()
        if request.path == "/version":
            return web.json_response(self.version)
        path = "/" + request.path.lstrip("/").partition("/")[2]
        answer = self.answers.get(path, {"message": f"page not found: {path}"})
        status = self.statuses.get(path, 200 if path in self.answers else 404)
        if request.method == "DELETE":
            return web.Response(status=204)
        if isinstance(answer, bytes):
            frame = struct.pack(">BxxxL", 1, len(answer)) + answer
            return web.Response(body=frame)
        if isinstance(answer, list):
            return await self._streamed(request, answer)
        return web.json_response(answer, status=status)

    async def _streamed(self, request: web.Request, lines: list[Any]) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for line in lines:
            text = line if isinstance(line, str) else json.dumps(line)
            await response.write(text.encode() + b"\r\n")
        if self.breaks_off:
            assert request.transport
            request.transport.abort()
        return response


@asynccontextmanager
async def scripted_engine() -> AsyncIterator[ScriptedEngine]:
    """An engine on a free port of loopback."""
    engine = ScriptedEngine()
    application = web.Application(client_max_size=2**30)
    application.router.add_route("*", "/{anything:.*}", engine.handle)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    engine.address = f"tcp://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield engine
    finally:
        await runner.cleanup()
