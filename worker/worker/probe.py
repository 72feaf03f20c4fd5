"""A job that does nothing but end as it was told, and says so while it lasts."""

from __future__ import annotations

import logging

from worker.interrupts import Interrupts
from worker.logs import tell

_logger = logging.getLogger("worker.probe")


def probe(*, ok: bool, seconds: int, interrupts: Interrupts) -> int:
    """Log once a second for so long; the exit code, 0 or 1. Raises InterruptedRunError."""
    tell(_logger, "started", will="succeed" if ok else "fail", seconds=seconds)
    for second in range(1, seconds + 1):
        interrupts.wait(1)
        tell(_logger, "working", second=second, of=seconds)
    if ok:
        tell(_logger, "ended well")
        return 0
    _logger.error("ended badly, as it was told to")
    return 1
