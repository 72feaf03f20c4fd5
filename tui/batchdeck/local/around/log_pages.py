"""The pages of a log stream, as CloudWatch Logs gives them.

moto's tokens are places in a list: an event that comes late moves all others, a first read of an
empty stream leads past its first event, and a page has no bound but its number of events.
Source: CloudWatch Logs API, `GetLogEvents`, `FilterLogEvents`.
"""

from __future__ import annotations

import bisect
import re
from typing import Any

PAGE = 10_000
"""The most events of a page."""
PAGE_BYTES = 2**20
"""The most bytes of a page."""
OVERHEAD = 26
"""Bytes that an event counts beside its message. Source: `PutLogEvents`."""
_TOKEN = re.compile(r"([fb])/(\d{28})(\d{28})")

Place = tuple[int, int]
"""Time and id of an event: the order of a stream."""


def install() -> None:
    """Let streams of moto's page so."""
    from moto.logs.models import LogGroup, LogStream

    stream: Any = LogStream
    stream.get_log_events = _get_log_events
    group: Any = LogGroup
    group.filter_log_events = _interleaved(group.filter_log_events)


def _get_log_events(
    self: Any,
    start_time: int | None,
    end_time: int | None,
    limit: int | None,
    next_token: str | None,
    start_from_head: bool,
) -> tuple[list[dict[str, Any]], str, str]:
    """A page, and the tokens backward and forward."""
    events = _in_order(self)
    low = 0 if start_time is None else bisect.bisect_left(events, (start_time, -1), key=_place)
    high = len(events)
    if end_time is not None:
        high = max(low, bisect.bisect_left(events, (end_time, -1), key=_place))
    forward, place = _asked(next_token, start_from_head)
    if forward:
        first = low if place is None else bisect.bisect_right(events, place, key=_place)
        start = stop = min(max(first, low), high)
        stop += _fitting(events[start : min(high, start + (limit or PAGE))])
    else:
        last = high if place is None else bisect.bisect_left(events, place, key=_place)
        start = stop = min(max(last, low), high)
        start -= _fitting(events[max(low, stop - (limit or PAGE)) : stop][::-1])
    page = events[start:stop]
    backward_token = _token("b", _place(page[0]) if page else place or (0, 0))
    forward_token = _token("f", _place(page[-1]) if page else place or (0, 0))
    if not page and next_token:
        return [], *((backward_token, next_token) if forward else (next_token, forward_token))
    return [event.to_response_dict() for event in page], backward_token, forward_token


def _in_order(stream: Any) -> list[Any]:
    """The events of a stream, sorted; kept beside it for the next time."""
    ordered: list[Any]
    ordered, known = stream.__dict__.get("_in_order", ([], 0))
    came = sorted(stream.events[known:], key=_place)
    if came:
        in_order = not ordered or _place(came[0]) > _place(ordered[-1])
        ordered = ordered + came if in_order else sorted(ordered + came, key=_place)
    stream.__dict__["_in_order"] = ordered, known + len(came)
    return ordered


def _place(event: Any) -> Place:
    return event.timestamp, event.event_id + 1


def _asked(token: str | None, from_head: bool) -> tuple[bool, Place | None]:
    """Which way to go, and from which place on; from an end of the stream without one."""
    if not token:
        return bool(from_head), None
    match = _TOKEN.fullmatch(token)
    if match is None:
        from moto.logs.exceptions import InvalidParameterException

        raise InvalidParameterException("The specified nextToken is invalid.")
    return match[1] == "f", (int(match[2]), int(match[3]))


def _token(kind: str, place: Place) -> str:
    return f"{kind}/{place[0]:028d}{place[1]:028d}"


def _fitting(events: list[Any]) -> int:
    """How many of these make a page; a single one always does."""
    size = 0
    for count, event in enumerate(events):
        size += len(event.message.encode("utf-8", "surrogatepass")) + OVERHEAD
        if size > PAGE_BYTES and count:
            return count
    return len(events)


def _interleaved(known: Any) -> Any:
    """`FilterLogEvents` sorts the events of all streams by their time, asked for or not."""

    def filter_log_events(self: Any, *given: Any) -> Any:
        return known(self, *given[:-1], True)

    return filter_log_events
