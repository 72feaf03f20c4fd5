"""Times as text: how long something lasts, and when something was."""

from __future__ import annotations

from datetime import datetime, tzinfo

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


_SECONDS_UNTIL = 10 * _MINUTE
_MINUTES_UNTIL = 8 * _HOUR


def age_text(milliseconds: int) -> str:
    """How long something has lasted so far, in at most six cells: `4s`, `3m12s`, `42m`, `14h`.

    The longer it lasts the seldomer the text changes, and with it the screen: without seconds
    from ten minutes on, without minutes from eight hours on. What is below zero (the clocks of
    AWS and this machine differ) counts as zero.
    """
    seconds = max(milliseconds, 0) // 1000
    if _SECONDS_UNTIL <= seconds < _HOUR:
        return f"{seconds // _MINUTE}m"
    if _MINUTES_UNTIL <= seconds < _DAY:
        return f"{seconds // _HOUR}h"
    return lasted_text(milliseconds)


def lasted_text(milliseconds: int) -> str:
    """How long something took, in at most six cells: `4s`, `23m12s`, `2h05m`, `3d04h`, `120d`."""
    seconds = max(milliseconds, 0) // 1000
    if seconds < _MINUTE:
        return f"{seconds}s"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE}m{seconds % _MINUTE:02}s"
    if seconds < _DAY:
        return f"{seconds // _HOUR}h{seconds % _HOUR // _MINUTE:02}m"
    days = seconds // _DAY
    return f"{days}d{seconds % _DAY // _HOUR:02}h" if days < 100 else f"{days}d"


def clock_text(at: int, now: int, zone: tzinfo | None = None) -> str:
    """When `at` (ms) was, as short as it is clear seen from `now` (ms).

    `14:03:12` today, `11-19 14:03` this year, else `2025-11-19`. Without a zone: local time.
    """
    moment = datetime.fromtimestamp(at / 1000, zone)
    today = datetime.fromtimestamp(now / 1000, zone)
    if moment.date() == today.date():
        return f"{moment:%H:%M:%S}"
    if moment.year == today.year:
        return f"{moment:%m-%d %H:%M}"
    return f"{moment:%Y-%m-%d}"
