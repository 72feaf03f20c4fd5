"""The end of a multi-node job: when its main node ends, Batch stops the others, done or not."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping

from worker.interrupts import Interrupts
from worker.logs import tell
from worker.problems import StorageError
from worker.storage import Storage

EVERY = 2.0
"""Seconds between two looks."""
_logger = logging.getLogger("worker.nodes")


def wait_for(
    expected: Mapping[str, str],
    storage: Storage,
    seconds: float,
    interrupts: Interrupts,
    every: float = EVERY,
) -> None:
    """Return when every result is there with its mark; `expected` has the marks by key.

    Raises StorageError when that takes longer than `seconds`, and InterruptedRunError.
    """
    missing = dict(expected)
    deadline = time.monotonic() + seconds
    tell(_logger, "waiting for the other nodes", results=len(missing))
    while missing:
        missing = {key: mark for key, mark in missing.items() if storage.mark(key) != mark}
        if missing and time.monotonic() >= deadline:
            first = storage.url(min(missing))
            raise StorageError(
                f"{len(missing)} of {len(expected)} other nodes have stored no result in "
                f"{seconds:g} s, the first {first}: look at their logs"
            )
        if missing:
            interrupts.wait(every)
    tell(_logger, "all nodes are done", results=len(expected))
