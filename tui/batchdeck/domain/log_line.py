"""Lines of a log."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LogLine:
    """One event of a CloudWatch Logs stream."""

    at: int
    """When the container wrote it, ms since the epoch."""
    text: str
    """Cleaned: no control characters."""


@dataclass(frozen=True, slots=True)
class LogPage:
    """One answer of `GetLogEvents`."""

    lines: tuple[LogLine, ...]
    forward_token: str
    """Ask with it again for what comes next. The same token back means: nothing newer yet."""
