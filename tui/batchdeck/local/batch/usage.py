"""How many vCPUs the jobs of a queue have and had, share by share.

Source: AWS Batch user guide, "Fair-share scheduling policies".
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

LEAST_WINDOW = 600
"""Seconds that count when a policy says 0."""


@dataclass(slots=True)
class ShareUsage:
    """The vCPUs of one share."""

    running: float = 0.0
    """vCPUs that its jobs have now."""
    average: float = 0.0
    """vCPUs that they had, the longer ago the less."""
    since: float = 0.0
    """When `average` was reckoned (monotonic seconds)."""

    def settle(self, window: float, now: float) -> None:
        """Bring the average up to `now`; what is `window` seconds ago counts for a third."""
        kept = math.exp(-(now - self.since) / (window or LEAST_WINDOW))
        self.average = self.average * kept + self.running * (1 - kept)
        self.since = now


class Usage:
    """The shares of one queue; jobs without a share are one of their own."""

    def __init__(self) -> None:
        self._shares: dict[str, ShareUsage] = {}

    def take(self, share: str, vcpus: float, window: float = 0) -> None:
        """Jobs of a share have that many vCPUs more, or fewer."""
        now = time.monotonic()
        usage = self._shares.setdefault(share, ShareUsage(since=now))
        usage.settle(window, now)
        usage.running = max(0.0, usage.running + vcpus)

    def weight(self, share: str, window: float) -> float:
        """What a share had lately and has now, in vCPUs."""
        usage = self._shares.get(share)
        if usage is None:
            return 0.0
        usage.settle(window, time.monotonic())
        return usage.average + usage.running

    def active(self) -> dict[str, float]:
        """The vCPUs of every share that has some now."""
        return {share: usage.running for share, usage in self._shares.items() if usage.running}
