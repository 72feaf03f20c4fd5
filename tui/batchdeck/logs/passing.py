"""The lines of a log as they pass, for whoever keeps none of them."""

from __future__ import annotations

from collections.abc import AsyncIterator

from batchdeck.domain.log_line import LogLine
from batchdeck.logs.state import LogFollower


async def passing(reader: LogFollower) -> AsyncIterator[tuple[LogLine, ...]]:
    """New lines, cleaned, each once, until nothing newer will come; the reader forgets them.

    What fails on the way is tried again. Raises OSError when lines that were moved to the disk
    cannot be read back.
    """
    store = reader.store
    passed = store.first
    async for _ in reader.states():
        lines = tuple(store.read(passed, store.end))
        passed = store.end
        store.drop(passed)
        if lines:
            yield lines
