"""A line to an account on which every answer comes a while later.

What was answered once is answered from memory: the account shares the machine with what is
measured, and is not what is measured.
"""

from __future__ import annotations

import argparse
import asyncio
import sys

import aiohttp
from aiohttp import web

HOP_BY_HOP = {"content-length", "transfer-encoding", "connection", "content-encoding", "server"}
Answer = tuple[int, bytes, dict[str, str]]


class SlowLine:
    """Passes requests on, and remembers what came back."""

    def __init__(self, endpoint: str, delay: float) -> None:
        self._endpoint = endpoint
        self._delay = delay
        self._answers: dict[tuple[str, str, str, bytes], Answer] = {}

    async def handle(self, request: web.Request) -> web.Response:
        """The answer to one request, after the delay."""
        body = await request.read()
        target = request.headers.get("X-Amz-Target", "")
        key = (request.method, str(request.rel_url), target, body)
        waited = asyncio.create_task(asyncio.sleep(self._delay))
        if key not in self._answers:
            self._answers[key] = await self._ask(request, body)
        status, content, headers = self._answers[key]
        await waited
        return web.Response(body=content, status=status, headers=headers)

    async def _ask(self, request: web.Request, body: bytes) -> Answer:
        async with (
            aiohttp.ClientSession(auto_decompress=False) as session,
            session.request(
                request.method,
                self._endpoint + str(request.rel_url),
                headers=request.headers,
                data=body,
            ) as answer,
        ):
            content = await answer.read()
        kept = {k: v for k, v in answer.headers.items() if k.lower() not in HOP_BY_HOP}
        return answer.status, content, kept


async def serve(endpoint: str, delay: float) -> None:
    """Listen on a free port of loopback, print it, and go on until standard input ends."""
    line = SlowLine(endpoint, delay)
    application = web.Application(client_max_size=10**7)
    application.router.add_route("*", "/{anything:.*}", line.handle)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port: int = runner.addresses[0][1]
    print(port, flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--endpoint", required=True)
    parser.add_argument("--delay", type=float, required=True)
    options = parser.parse_args()
    asyncio.run(serve(options.endpoint, options.delay))
