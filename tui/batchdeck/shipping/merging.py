"""Several streams as one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import TypeVar, cast

T = TypeVar("T")


async def merged(*streams: AsyncIterator[T]) -> AsyncGenerator[T]:
    """What any of the async generators gives, as it comes, until all have ended.

    What one raises is raised here, and the others are closed; so are all when this one is.
    """
    waiting = {asyncio.ensure_future(_next(stream)): stream for stream in streams}
    try:
        while waiting:
            done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                stream = waiting.pop(task)
                try:
                    found = task.result()
                except StopAsyncIteration:
                    continue
                waiting[asyncio.ensure_future(_next(stream))] = stream
                yield found
    finally:
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        for stream in streams:
            async with aclosing(cast("AsyncGenerator[T]", stream)):
                pass


async def _next(stream: AsyncIterator[T]) -> T:
    return await anext(stream)
