"""Looking for events in a log group where it is, instead of reading all of it.

Source: CloudWatch Logs API, `FilterLogEvents`; user guide, "Filter pattern syntax".
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from batchdeck.logs.ports import LogSearches
from batchdeck.logs.store import LogStore


@dataclass(frozen=True, slots=True)
class Found:
    """How far looking has come; the events are in the store."""

    streams: tuple[str, ...] = ()
    """Names of the streams that have some: `LogLine.source` counts in them."""
    end: int = 0
    """Number after that of the newest event found."""
    pages: int = 0
    """How many answers there were: AWS looks through a part of the group for each."""
    complete: bool = False


async def find(
    logs: LogSearches,
    group: str,
    pattern: str,
    store: LogStore,
    *,
    streams: Sequence[str] = (),
    since: int | None = None,
    until: int | None = None,
) -> AsyncIterator[Found]:
    """Events of a group that a filter pattern matches, oldest first, put into a store.

    A state after each answer, which may have had no event: to stop is to stop asking. Raises
    `AwsError`: `RefusedError` for a pattern that AWS does not understand.
    """
    numbers: dict[str, int] = {}
    pages, token = 0, ""
    while True:
        page = await logs.found(group, pattern, token, streams=streams, since=since, until=until)
        sources = [numbers.setdefault(name, len(numbers)) for name in page.streams]
        store.append(page.events, sources)
        await store.settle()
        pages, token = pages + 1, page.token
        yield Found(tuple(numbers), store.end, pages, complete=not token)
        if not token:
            return
