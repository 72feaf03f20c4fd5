from __future__ import annotations

import aiohttp
from aiohttp import web

from tests.benchmarks.slow_line import SlowLine


async def served(application: web.Application) -> tuple[web.AppRunner, str]:
    """Something on a free port."""
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"


async def test_what_was_answered_once_is_answered_from_memory() -> None:
    asked: list[tuple[str, bytes]] = []

    async def account(request: web.Request) -> web.Response:
        asked.append((request.path, await request.read()))
        return web.Response(text=f"answer {len(asked)}", status=418, headers={"X-Kind": "tea"})

    behind = web.Application()
    behind.router.add_route("*", "/{anything:.*}", account)
    real, endpoint = await served(behind)
    before = web.Application()
    before.router.add_route("*", "/{anything:.*}", SlowLine(endpoint, 0.0).handle)
    line, url = await served(before)
    found = []
    async with aiohttp.ClientSession() as session:
        for path, body in (("/a", b"1"), ("/a", b"2"), ("/a", b"1"), ("/b", b"1")):
            async with session.post(url + path, data=body) as answer:
                found.append((answer.status, answer.headers["X-Kind"], await answer.text()))
    await line.cleanup()
    await real.cleanup()
    assert [text for _, _, text in found] == ["answer 1", "answer 2", "answer 1", "answer 3"]
    assert {(status, kind) for status, kind, _ in found} == {(418, "tea")}
    assert asked == [("/a", b"1"), ("/a", b"2"), ("/b", b"1")]
