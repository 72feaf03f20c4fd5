"""A stream of CloudWatch Logs, read from its tail both ways, each event once."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from batchdeck.aws.errors import RefusedError
from batchdeck.domain.job import LogLocation
from batchdeck.domain.log_line import RawEvents, RawPage
from batchdeck.logs.ports import LogEventReads

EMPTY_PAGES = 20
"""So many pages without an event are passed over before somebody hears of it."""

MUCH = 1_000
"""A page of so many events is likely to be followed by another one."""
RECENT = 10_000
"""An event that was written so lately is a new one, ms."""


class LogStream:
    """Where reading one stream has come to.

    Each event comes out once, whatever fails in between: a token is taken over only with the
    events that came with it. AWS forgets tokens after 24 hours; then it goes on from the time
    of the last event. Those of that very moment which came out already are told from new
    ones that say the same by counting; that takes that not all that came out is of one
    millisecond. Source: CloudWatch Logs API, `GetLogEvents`.
    """

    def __init__(
        self,
        logs: LogEventReads,
        where: LogLocation,
        *,
        since: int | None = None,
        until: int | None = None,
    ) -> None:
        """`since` and `until` (ms) bound the time of all its events; it spares empty pages."""
        self._logs = logs
        self.where = where
        """Which one."""
        self._bounds = since, until
        self._back = self._on = _Edge()
        self.opened = False
        """Whether `tail` or `head` was answered."""
        self.at_beginning = False
        """Whether nothing is older than what came out."""
        self.at_end = False
        """Whether nothing was newer when it was last asked."""
        self._came = RawEvents()
        self._coming: dict[bool, tuple[_Edge, asyncio.Future[_Step]]] = {}
        """By direction, the page that was asked for in advance, and from where."""
        self.ingestion = 0
        """How long CloudWatch Logs took to take in the newest event, ms."""

    async def tail(self) -> RawEvents:
        """The newest events, to begin with; none when there are none so far."""
        since, until = self._bounds
        page = await self._logs.events(self.where, since=since, until=until)
        back = _Edge(page.backward_token, since, until).after(page.events, 0)
        on = _Edge(page.forward_token, since, until)
        events, at_beginning = page.events, False
        while not (events.times or at_beginning):
            step = await self._further(back, forward=False)
            events, back, at_beginning = step.events, step.edge, step.at_end
        self._back, self._on = back, on.after(events, -1)
        self.at_beginning, self.opened = at_beginning, True
        self._took_in(page)
        return events

    async def head(self) -> RawEvents:
        """The oldest events, to begin with."""
        since, until = self._bounds
        page = await self._logs.events(self.where, from_head=True, since=since, until=until)
        self._on = _Edge(page.forward_token, since, until).after(page.events, -1)
        self.at_beginning = self.opened = True
        self._took_in(page)
        return page.events

    async def newer(self) -> RawEvents:
        """What comes after what came out; then `at_end` tells whether that was all."""
        step = await self._step(self._on, forward=True)
        self._on, self.at_end = step.edge, step.at_end
        self._back = self._back.beside(step.events)
        self._took_in(step.page)
        self._hurry(step, forward=True)
        return step.events

    async def older(self) -> RawEvents:
        """What comes before what came out; then `at_beginning` tells whether that was all."""
        if self.at_beginning:
            return RawEvents()
        step = await self._step(self._back, forward=False)
        self._back, self.at_beginning = step.edge, step.at_end
        self._on = self._on.beside(step.events)
        self._hurry(step, forward=False)
        return step.events

    async def _step(self, edge: _Edge, *, forward: bool) -> _Step:
        """The next step that way, which may be on its way already."""
        known, coming = self._coming.pop(forward, (None, None))
        if coming is not None and known is edge:
            return await coming
        if coming is not None:
            coming.cancel()
        return await self._further(edge, forward=forward)

    def _hurry(self, step: _Step, *, forward: bool) -> None:
        """Ask for the page after a long one while that is taken in.

        Its answer changes nothing before somebody wants it: it may be dropped at any time.
        """
        if len(step.events.times) >= MUCH and not step.at_end:
            coming = asyncio.ensure_future(self._further(step.edge, forward=forward))
            coming.add_done_callback(lambda done: done.cancelled() or done.exception())
            self._coming[forward] = self._on if forward else self._back, coming

    async def _further(self, edge: _Edge, *, forward: bool) -> _Step:
        """The next events that way, where that leads, and whether it is the end."""
        for _ in range(EMPTY_PAGES):
            try:
                page = await self._ask(edge, forward=forward)
            except RefusedError:
                if not edge.token:
                    raise
                edge = edge.without_token(forward=forward)
                page = await self._ask(edge, forward=forward)
            token = page.forward_token if forward else page.backward_token
            events, skipped = edge.unknown(page.events)
            at_end = token == edge.token and not page.events.times
            edge = replace(edge, token=token, skip=skipped).after(events, -1 if forward else 0)
            if events.times or at_end:
                return _Step(events, edge, at_end, page)
        return _Step(RawEvents(), edge, False, page)

    async def _ask(self, edge: _Edge, *, forward: bool) -> RawPage:
        bounds = {"since": edge.since, "until": edge.until}
        return await self._logs.events(self.where, edge.token, from_head=forward, **bounds)

    def is_current(self, now: int) -> bool:
        """Whether there is hardly more to read: little came, and it was written just now (ms)."""
        times = self._came.times
        return self.at_end or bool(0 < len(times) < MUCH and times[-1] >= now - RECENT)

    def _took_in(self, page: RawPage) -> None:
        self._came = page.events
        if page.events.times and page.ingested_at:
            self.ingestion = max(0, page.ingested_at - page.events.times[-1])


class _Step(NamedTuple):
    """What a further page brought."""

    events: RawEvents
    edge: _Edge
    at_end: bool
    page: RawPage


@dataclass(frozen=True, slots=True)
class _Edge:
    """How far has been read in one direction."""

    token: str = ""
    since: int | None = None
    until: int | None = None
    """The bounds that were asked for when the token was given."""
    at: int | None = None
    """Time of the outermost event, ms; None before there is one."""
    there: Counter[str] = field(default_factory=Counter)
    """The events of exactly that time."""
    skip: Counter[str] = field(default_factory=Counter)
    """Events of that time that will come again."""

    def after(self, events: RawEvents, outermost: int) -> _Edge:
        """The edge once these events came out; `outermost`: index of the one farthest out."""
        if not events.times:
            return self
        at = events.times[outermost]
        there = _of(at, events)
        if at == self.at:
            return replace(self, there=there + self.there)
        return replace(self, at=at, there=there, skip=Counter())

    def beside(self, events: RawEvents) -> _Edge:
        """The edge once these came out in the other direction."""
        if self.at is None or self.at not in (*events.times[:1], *events.times[-1:]):
            return self
        return replace(self, there=self.there + _of(self.at, events))

    def without_token(self, *, forward: bool) -> _Edge:
        """The same place by its time. AWS leaves out events of the time `until` itself."""
        if self.at is None:
            return replace(self, token="")
        bounds = (self.at, self.until) if forward else (self.since, self.at + 1)
        return replace(self, token="", since=bounds[0], until=bounds[1], skip=Counter(self.there))

    def unknown(self, events: RawEvents) -> tuple[RawEvents, Counter[str]]:
        """Those that did not come out yet, and what is to be skipped of the next ones."""
        if not self.skip.total() or not events.times:
            return events, self.skip
        left = Counter(self.skip)
        fresh = []
        for at, text in zip(events.times, events.messages, strict=True):
            if at == self.at and left[text] > 0:
                left[text] -= 1
            else:
                fresh.append((at, text))
        return RawEvents.of(*fresh), left


def _of(at: int, events: RawEvents) -> Counter[str]:
    """The events of that time."""
    return Counter(
        text for when, text in zip(events.times, events.messages, strict=True) if when == at
    )
