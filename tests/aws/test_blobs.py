from __future__ import annotations

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from batchdeck.aws.blobs import MOST, fetch
from batchdeck.aws.errors import UnreachableError

ACTION = "ecr:GetDownloadUrlForLayer"


async def test_what_is_behind_an_address() -> None:
    sizes = {"/small": 7, "/large": MOST + 1}

    async def handle(request: web.Request) -> web.Response:
        if request.path not in sizes:
            return web.Response(status=403)
        return web.Response(body=b"x" * sizes[request.path])

    app = web.Application()
    app.router.add_get("/{name}", handle)
    async with TestServer(app) as server:
        assert await fetch(str(server.make_url("/small")), action=ACTION) == b"x" * 7
        with pytest.raises(UnreachableError, match="more than"):
            await fetch(str(server.make_url("/large")), action=ACTION)
        signed = str(server.make_url("/closed?X-Amz-Signature=secret"))
        with pytest.raises(UnreachableError, match="ClientResponseError") as raised:
            await fetch(signed, action=ACTION)
    assert raised.value.action == ACTION
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/x", "nonsense", ""])
async def test_where_nobody_answers(url: str) -> None:
    with pytest.raises(UnreachableError):
        await fetch(url, action=ACTION)
