"""The real console on an embedded account, driven by keys and read as painted text."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from textual.app import App
from textual.pilot import Pilot

from batchdeck.app import BatchdeckApp
from batchdeck.aws.head_start import HeadStart
from batchdeck.domain.connection import Connection
from batchdeck.domain.secret import Secret
from batchdeck.settings import Settings
from tests.local.cloud import REGION

Driver = Pilot[Any]
WIDE = (160, 48)
NARROW = (80, 24)


def connection_to(endpoint: str, **more: Any) -> Connection:
    """How to reach an embedded account."""
    return Connection(
        region=REGION,
        endpoint_url=endpoint,
        access_key="testing",
        secret_key=Secret("testing"),
        alias="local account",
        **more,
    )


@asynccontextmanager
async def console(
    endpoint: str,
    size: tuple[int, int] = WIDE,
    *,
    settings: Settings | None = None,
    **more: Any,
) -> AsyncIterator[Driver]:
    """The console on an account, painted for the first time."""

    async def connect() -> Connection:
        return connection_to(endpoint, **more)

    app = BatchdeckApp(settings or Settings(refresh_seconds=1), HeadStart(connect))
    async with app.run_test(size=size) as pilot:
        yield pilot


def painted(app: App[Any]) -> str:
    """Everything on the screen as text."""
    lines = app.screen._compositor.render_strips(app.size)
    return "\n".join(strip.text.rstrip() for strip in lines)


async def until(condition: Callable[[], Any], seconds: float = 30.0) -> Any:
    """The first true value of `condition`; the test fails when there is none in time."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, "it did not happen"
        await asyncio.sleep(0.02)
    return value


async def seen(pilot: Driver, *texts: str, seconds: float = 30.0) -> str:
    """The screen, once all the texts are on it."""
    deadline = time.monotonic() + seconds
    while True:
        screen = painted(pilot.app)
        missing = [text for text in texts if text not in screen]
        if not missing:
            return screen
        assert time.monotonic() < deadline, f"{missing} not on the screen:\n{screen}"
        await asyncio.sleep(0.03)


async def gone(pilot: Driver, text: str, seconds: float = 30.0) -> str:
    """The screen, once the text is not on it any more."""
    await until(lambda: text not in painted(pilot.app), seconds)
    return painted(pilot.app)
