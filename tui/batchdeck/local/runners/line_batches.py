"""Hands log lines on a few times a second instead of one by one."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from batchdeck.local.runners.runner import RunEvents

#: Seconds a line waits for company.
INTERVAL = 0.1
#: Lines that do not wait any longer.
FULL = 1000


class LineBatch:
    """The lines of one run that were not handed on yet."""

    def __init__(self, events: RunEvents, batches: LineBatches) -> None:
        self._events = events
        self._batches = batches
        self._lines: list[tuple[int, str]] = []
        self._lock = threading.Lock()
        self._delivery = threading.Lock()

    def add(self, lines: Sequence[tuple[int, str]]) -> None:
        """Take lines; they are told within `INTERVAL`, at once when there are many."""
        if not lines:
            return
        with self._lock:
            self._lines.extend(lines)
            full = len(self._lines) >= FULL
        if full:
            self.flush()
        else:
            self._batches.flush_soon(self)

    def flush(self) -> None:
        """Tell everything taken so far, in order."""
        with self._delivery:
            with self._lock:
                lines, self._lines = self._lines, []
            if lines:
                self._events.lines(lines)


class LineBatches:
    """Flushes the batches of all runs from one thread, which sleeps while nobody writes."""

    def __init__(self) -> None:
        self._waiting: set[LineBatch] = set()
        self._changed = threading.Condition()
        self._closed = False
        threading.Thread(target=self._run, name="log-lines", daemon=True).start()

    def flush_soon(self, batch: LineBatch) -> None:
        """Have a batch flushed within `INTERVAL`."""
        with self._changed:
            self._waiting.add(batch)
            self._changed.notify()

    def close(self) -> None:
        """End the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed)
                if self._closed:
                    return
            time.sleep(INTERVAL)
            with self._changed:
                batches, self._waiting = self._waiting, set()
            for batch in batches:
                batch.flush()
