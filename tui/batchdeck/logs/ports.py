"""What reading logs needs of AWS; the gateway in `batchdeck.aws` is of this shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from batchdeck.domain.job import LogLocation
from batchdeck.domain.log_line import FoundPage, RawPage


class LogEventReads(Protocol):
    """Reading events of CloudWatch Logs as they came."""

    async def events(
        self,
        where: LogLocation,
        token: str = "",
        *,
        from_head: bool = False,
        since: int | None = None,
        until: int | None = None,
    ) -> RawPage:
        """One page of a stream: its tail, its head, or what a token leads to.

        `since` and `until` (ms; before it) narrow the stream; with a token they have to be the
        same as before. Raises `AwsError`: `NotFoundError` while the stream does not exist,
        `RefusedError` for a token that has expired.
        """


class LogSearches(Protocol):
    """Looking for events of CloudWatch Logs where they are."""

    async def found(
        self,
        group: str,
        pattern: str,
        token: str = "",
        *,
        streams: Sequence[str] = (),
        since: int | None = None,
        until: int | None = None,
    ) -> FoundPage:
        """One page of the events of a group that a filter pattern matches, in the order of time.

        `streams` (up to 100) narrows it, as do `since` and `until` (ms). An empty page is not
        the end while it has a token. Raises `AwsError`: `RefusedError` for a wrong pattern.
        """
