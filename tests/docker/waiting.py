"""Waiting for what is on its way."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from typing import Any, TypeVar

PATIENCE = 120.0
"""Seconds; a machine that is busy with other tests takes its time."""
T = TypeVar("T")


async def until(condition: Callable[[], Any]) -> Any:
    """The first true value of a condition, which is asked in a thread."""
    deadline = time.monotonic() + PATIENCE
    while not (value := await asyncio.to_thread(condition)):
        assert time.monotonic() < deadline, "it did not happen"
        await asyncio.sleep(0.05)
    return value


async def reached(states: AsyncGenerator[T], wanted: Callable[[T], bool]) -> T:
    """The first state that is wanted; the stream stays open."""
    async with asyncio.timeout(PATIENCE):
        async for state in states:
            if wanted(state):
                return state
    raise AssertionError("it ended before")


async def all_of(states: AsyncGenerator[T]) -> list[T]:
    """Every state to the end."""
    async with asyncio.timeout(PATIENCE):
        return [state async for state in states]
