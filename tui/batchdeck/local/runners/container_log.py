"""Reads the log of a container while it runs, to its very end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

from batchdeck.local.runners.docker_log import FrameReader
from batchdeck.local.runners.engine_api import EngineApi

_SECOND = len("2026-11-20T12:12:15")


async def follow(api: EngineApi, container: str) -> AsyncIterator[tuple[int, bytes]]:
    """Every frame of a container's log, as it is written; ends when the container has ended.

    A following engine may drop what was written last before the end, above all a line
    without a newline (seen with Docker 20.10). So the last second is read once more, and
    of that what is known already is left out. Raises EngineError.
    """
    second, known = "", 0
    async for output, payload in _frames(api, container, follow=1):
        yield output, payload
        written = payload[:_SECOND].decode("ascii")
        if written > second:
            second, known = written, 0
        known += written == second
    since = int(datetime.fromisoformat(f"{second}+00:00").timestamp()) if second else 0
    place = 0
    async for frame in _frames(api, container, since=since):
        if place >= known:
            yield frame
        place += 1


async def _frames(
    api: EngineApi, container: str, **options: int
) -> AsyncIterator[tuple[int, bytes]]:
    reader = FrameReader()
    wanted = {"stdout": 1, "stderr": 1, "timestamps": 1, **options}
    async for arrived in api.stream(f"/containers/{container}/logs", **wanted):
        for frame in reader.feed(arrived):
            yield frame
