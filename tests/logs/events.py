"""Events of logs for tests."""

from __future__ import annotations

from batchdeck.domain.log_line import RawEvents

NOON = 1_700_000_000_000


def events(*texts: str, at: int = NOON, step: int = 1) -> RawEvents:
    """One event for each text, `step` ms apart."""
    return RawEvents([at + step * number for number in range(len(texts))], list(texts))


def numbered(start: int, stop: int) -> RawEvents:
    """Events `line START`, `line START+1` ... whose times are their numbers after `NOON`."""
    return events(*(f"line {number}" for number in range(start, stop)), at=NOON + start)
