"""The budget of calls per second that all parts of the console share.

AWS Batch answers about 50 calls per second for a whole account, shared with every workflow
engine on it, so a console has to be frugal. Every service counts for itself, and so does this.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

#: Calls per second to one service in the long run: half of what AWS Batch gives the account.
RATE = 25.0
#: Calls to one service that may be made at once after a quiet time.
BURST = 40


class Budget:
    """A token bucket for each service; who asks first is served first."""

    def __init__(
        self,
        rate: float = RATE,
        burst: int = BURST,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._interval = 1 / rate
        self._slack = (burst - 1) / rate
        self._clock = clock
        self._spent_until: dict[str, float] = {}
        """By service: when all calls granted so far would be paid for at the steady rate."""

    async def take(self, service: str) -> None:
        """Wait for the right to make one call. A cancelled wait gives its place back."""
        now = self._clock()
        start = max(self._spent_until.get(service, now), now)
        self._spent_until[service] = start + self._interval
        wait = start - self._slack - now
        if wait <= 0:
            return
        try:
            await asyncio.sleep(wait)
        except asyncio.CancelledError:
            self._spent_until[service] -= self._interval
            raise
