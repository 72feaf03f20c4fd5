"""Putting events of several logs into the order of their times, as they become certain."""

from __future__ import annotations

import bisect
import math
from operator import itemgetter
from typing import NamedTuple

from batchdeck.domain.log_line import RawEvents

#: An event appears in CloudWatch Logs so long after it was written, usually, ms.
DELAY = 1_500
#: None is held back for longer: a container's clock may be wrong.
HOLD = 3_000


class Merged(NamedTuple):
    """Events in the order of time, and for each which log it is of."""

    events: RawEvents
    sources: list[int]


class _Waiting(NamedTuple):
    at: int
    source: int
    text: str
    read_at: int


class Ahead:
    """New events, held back until those of the other logs that are older have come as well."""

    def __init__(self) -> None:
        self._waiting: list[_Waiting] = []
        self._newest: dict[int, int] = {}
        self._behind: set[int] = set()

    def add(self, events: RawEvents, source: int, read_at: int) -> None:
        """Take in what was read of one log at that time, ms."""
        for at, text in zip(events.times, events.messages, strict=True):
            self._waiting.append(_Waiting(at, source, text, read_at))
        if events.times:
            self._newest[source] = events.times[-1]

    def has_more(self, source: int, more: bool) -> None:
        """Whether that log has newer events which were not read yet."""
        (self._behind.add if more else self._behind.discard)(source)

    def ready(self, began: int, now: int, *, everything: bool) -> Merged:
        """Those that are in order after all logs were asked at `began`, ms; or all there are."""
        certain: float = began - DELAY
        for source in self._behind:
            certain = min(certain, self._newest.get(source, certain))
        if everything:
            certain = math.inf
        ready: list[_Waiting] = []
        waiting: list[_Waiting] = []
        for one in self._waiting:
            due = one.at <= certain or now - one.read_at >= HOLD
            (ready if due else waiting).append(one)
        self._waiting = waiting
        ready.sort(key=itemgetter(0))
        events = RawEvents([one.at for one in ready], [one.text for one in ready])
        return Merged(events, [one.source for one in ready])


class Behind:
    """Older events, kept until no log can have an unread one between them."""

    def __init__(self) -> None:
        self._kept: dict[int, RawEvents] = {}
        self._oldest: dict[int, float] = {}
        """For each log: it has nothing unread that is newer than that, ms."""
        self.shown_at: int | None = None
        """Time of the oldest event that was given out, ms."""

    @property
    def is_empty(self) -> bool:
        """Whether everything was given out, of all logs from their beginning on."""
        return not any(each.times for each in self._kept.values()) and not self.unsure(1)

    def add(self, events: RawEvents, source: int, at_beginning: bool) -> None:
        """Take in what was read of one log, before what was read of it so far."""
        kept = self._kept.get(source, RawEvents())
        self._kept[source] = RawEvents(
            [*events.times, *kept.times], [*events.messages, *kept.messages]
        )
        if at_beginning:
            self._oldest[source] = -math.inf
        elif events.times:
            self._oldest[source] = events.times[0]
        else:
            self._oldest.setdefault(source, math.inf)

    def unsure(self, most: int) -> list[int]:
        """The logs to read further back before others are certain, the most urgent first."""
        unread = [source for source, at in self._oldest.items() if at > -math.inf]
        return sorted(unread, key=lambda source: -self._oldest[source])[:most]

    def certain(self) -> Merged:
        """Those that no unread event can come between, oldest first."""
        since = max(self._oldest.values(), default=-math.inf)
        found: list[tuple[int, str, int]] = []
        for source, (times, messages) in self._kept.items():
            start = bisect.bisect_left(times, since)
            found += (
                (at, text, source) for at, text in zip(times[start:], messages[start:], strict=True)
            )
            self._kept[source] = RawEvents(times[:start], messages[:start])
        found.sort(key=itemgetter(0))
        if found:
            self.shown_at = found[0][0]
        events = RawEvents([at for at, _, _ in found], [text for _, text, _ in found])
        return Merged(events, [source for _, _, source in found])
