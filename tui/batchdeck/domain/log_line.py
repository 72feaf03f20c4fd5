"""Lines of a log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

RULE = -1
"""`source` of a line that is none of a log: the console wrote it between two."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One event of a CloudWatch Logs stream."""

    at: int
    """When the container wrote it, ms since the epoch."""
    text: str
    """Cleaned: no control characters."""
    source: int = 0
    """Which of several logs it is of, counted from 0; `RULE` for a line of the console's own."""

    @property
    def is_rule(self) -> bool:
        """Whether the console wrote it, such as `attempt 2 begins`."""
        return self.source == RULE


class RawEvents(NamedTuple):
    """Events as they came, by columns: their text has NOT been cleaned.

    Only what cleans them (`LogStore`) or writes them to a file takes them.
    """

    times: Sequence[int] = ()
    """When each was written, ms since the epoch; never smaller than the one before."""
    messages: Sequence[str] = ()

    @staticmethod
    def of(*events: tuple[int, str]) -> RawEvents:
        """Events given as time and text."""
        return RawEvents([at for at, _ in events], [text for _, text in events])


@dataclass(frozen=True, slots=True)
class RawPage:
    """One answer of `GetLogEvents`, its events as they came."""

    events: RawEvents
    ingested_at: int = 0
    """When CloudWatch Logs took in the newest of them, ms; 0 where it does not say."""
    forward_token: str = ""
    """Ask with it for what comes next. The same token back means: nothing newer yet."""
    backward_token: str = ""
    """Ask with it for what was before. The same token back means: that was the beginning."""


@dataclass(frozen=True, slots=True)
class FoundPage:
    """One answer of `FilterLogEvents`, its events as they came."""

    events: RawEvents
    streams: tuple[str, ...] = ()
    """For each event the name of its stream."""
    token: str = ""
    """Ask with it for more; empty: that was all."""
