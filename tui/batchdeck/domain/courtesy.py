"""Long work on the event loop steps aside while a key is being answered.

A key passes the loop several times before it shows. If each of these passes had to wait for
another portion of 100,000 jobs, typing would feel slow although no portion is.
"""

from __future__ import annotations

import asyncio
import time

FOR_A_KEY = 0.02
"""Seconds that a key keeps the loop to itself."""

_until = 0.0


def key_pressed() -> None:
    """Somebody typed: what takes long waits for a moment. May be called in any thread."""
    global _until
    _until = time.monotonic() + FOR_A_KEY


async def step_aside() -> None:
    """Let others have their turn, and more than that just after a key."""
    await asyncio.sleep(max(0.0, _until - time.monotonic()))
