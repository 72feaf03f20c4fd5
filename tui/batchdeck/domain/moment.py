"""A time as people type it when they look for a place in a log."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo

EXAMPLES = "14:05, 11-26T14:05 or -10m"
_AGO = re.compile(r"-\s*(\d{1,6})\s*([smhd])")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?")
_DAY = re.compile(r"(?:(\d{4})-)?(\d{1,2})-(\d{1,2})[T ]+(.+)")


def moment(text: str, newest: int, *, utc: bool) -> int:
    """The time that was typed, ms since the epoch.

    `newest` (ms) is what `-10m` counts back from, and its day (or, where that would lie in the
    future of it, the day before) is meant by a clock time alone. A `Z` at the end or `utc`
    means UTC, anything else the local zone. Raises `ValueError` with what would be right.
    """
    bare = text.strip()
    if ago := _AGO.fullmatch(bare):
        return newest - int(ago[1]) * _UNITS[ago[2]] * 1000
    zone = UTC if utc or bare.upper().endswith("Z") else None
    bare = bare.rstrip("Zz")
    try:
        return _absolute(bare, datetime.fromtimestamp(newest / 1000, zone), zone)
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"time {text.strip()!r}: write {EXAMPLES}") from None


def _absolute(text: str, near: datetime, zone: tzinfo | None) -> int:
    day = _DAY.fullmatch(text)
    clock = _CLOCK.fullmatch(day[4].strip() if day else text)
    if clock is None:
        raise ValueError
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    found = near.replace(hour=hour, minute=minute, second=second, microsecond=0)
    if day:
        year = int(day[1]) if day[1] else near.year
        found = found.replace(year=year, month=int(day[2]), day=int(day[3]))
    elif found > near:
        found -= timedelta(days=1)
    if zone is None:  # The offset of that day, not of the newest line's.
        found = found.replace(tzinfo=None)
    return round(found.timestamp() * 1000)
