"""Reading the log of one job: from its tail both ways, through its attempts, to its end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from batchdeck.jobs.polling import Clock, Sleep, now
from batchdeck.jobs.ports import BatchReads
from batchdeck.logs.ports import LogEventReads
from batchdeck.logs.source import LogChoice
from batchdeck.logs.state import LogState
from batchdeck.logs.store import LogStore


class LogReader:
    """Reads one log of a job into a store; see `LogFollower` for how it is used.

    Without a `choice` it is the newest attempt's, and a retry leads over to the log of the
    next attempt, after a rule that says so. With one it is that log only.
    """

    def __init__(
        self,
        batch: BatchReads,
        logs: LogEventReads,
        job_id: str,
        choice: LogChoice | None = None,
        *,
        store: LogStore | None = None,
        clock: Clock = now,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.store = store or LogStore()
        """The lines."""

    def states(self) -> AsyncIterator[LogState]:
        """See `LogFollower`."""
        raise NotImplementedError

    def older(self, until: int | None = None) -> None:
        """See `LogFollower`."""
        raise NotImplementedError

    def stop_older(self) -> None:
        """See `LogFollower`."""
        raise NotImplementedError

    def now(self) -> None:
        """See `LogFollower`."""
        raise NotImplementedError

    def pause(self) -> None:
        """See `LogFollower`."""
        raise NotImplementedError

    def resume(self) -> None:
        """See `LogFollower`."""
        raise NotImplementedError
