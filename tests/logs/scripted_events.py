"""CloudWatch Logs as readers of logs see it, moved by the test."""

from __future__ import annotations

import asyncio
import bisect
from collections.abc import Callable

from batchdeck.aws.errors import AwsError, NotFoundError, RefusedError
from batchdeck.domain.job import LogLocation
from batchdeck.domain.log_line import RawEvents, RawPage
from tests.logs.events import NOON


class ScriptedEvents:
    """Streams whose pages are small, may be empty, and whose tokens can expire."""

    def __init__(self, page_size: int = 3) -> None:
        self.page_size = page_size
        self.streams: dict[str, list[tuple[int, str]]] = {}
        """Events by stream, in the order of time."""
        self.empty_pages = 0
        """So many of the next pages are empty though there are more events."""
        self.failing: AwsError | None = None
        """Every read fails so."""
        self.fail_once: list[AwsError] = []
        """The next reads fail so."""
        self.ingestion = 0
        self.reads = 0
        self.asked: list[tuple[str, int | None, int | None]] = []
        """Token and bounds of each read."""
        self.before: Callable[[], None] = lambda: None
        self._epoch = 0
        self._salt = 0

    def write(self, stream: str, *texts: str, at: int = NOON, step: int = 0) -> None:
        """Append events, none of them older than the last one."""
        found = self.streams.setdefault(stream, [])
        for number, text in enumerate(texts):
            found.append((at + step * number, text))

    def expire(self) -> None:
        """No token given so far is taken any more."""
        self._epoch += 1

    async def events(
        self,
        where: LogLocation,
        token: str = "",
        *,
        from_head: bool = False,
        since: int | None = None,
        until: int | None = None,
    ) -> RawPage:
        self.reads += 1
        self.asked.append((token, since, until))
        await asyncio.sleep(0)
        self.before()
        if self.failing or self.fail_once:
            raise self.failing or self.fail_once.pop(0)
        if where.stream not in self.streams:
            raise NotFoundError("The specified log stream does not exist.")
        times = [at for at, _ in self.streams[where.stream]]
        low = 0 if since is None else bisect.bisect_left(times, since)
        high = len(times) if until is None else bisect.bisect_left(times, until)
        return self._page(where.stream, token, from_head, low, max(low, high))

    def _page(self, stream: str, token: str, from_head: bool, low: int, high: int) -> RawPage:
        kind, place, salt = "f" if from_head else "b", low if from_head else high, 0
        if token:
            kind, rest, _, epoch = token.split("/")
            place = int(rest)
            if int(epoch) != self._epoch:
                raise RefusedError("The specified nextToken is invalid.")
            assert from_head or kind == "b", "a forward token needs startFromHead"
        place = min(max(place, low), high)
        more = place < high if kind == "f" else place > low
        if self.empty_pages and more:
            self.empty_pages -= 1
            self._salt = salt = self._salt + 1
            start = stop = place
        elif kind == "f":
            start, stop = place, min(high, place + self.page_size)
        else:
            start, stop = max(low, place - self.page_size), place
        events = self.streams[stream][start:stop]
        last = events[-1][0] + self.ingestion if events else 0
        tokens = [f"{way}/{at}/{salt}/{self._epoch}" for way, at in (("f", stop), ("b", start))]
        if token and not more:
            tokens["fb".index(kind)] = token
        return RawPage(RawEvents.of(*events), last, *tokens)
