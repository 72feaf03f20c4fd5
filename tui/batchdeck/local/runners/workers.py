"""A bounded number of daemon threads, started as needed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue


class Workers:
    """Does work in the background; what exceeds the limit waits its turn.

    Not `ThreadPoolExecutor`: its threads are joined when the interpreter exits, so a
    container that never ends would keep the process alive.
    """

    def __init__(self, limit: int, name: str) -> None:
        self._limit = limit
        self._name = name
        self._work: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._lock = threading.Lock()
        self._threads = 0
        self._free = 0

    def submit(self, work: Callable[[], None]) -> None:
        """Have `work` done soon."""
        with self._lock:
            start = self._free <= self._work.qsize() and self._threads < self._limit
            if start:
                self._threads += 1
            name = f"{self._name}-{self._threads}"
            self._work.put(work)
        if start:
            threading.Thread(target=self._run, name=name, daemon=True).start()

    def _run(self) -> None:
        try:
            while True:
                with self._lock:
                    self._free += 1
                work = self._work.get()
                with self._lock:
                    self._free -= 1
                work()
        finally:
            with self._lock:
                self._threads -= 1
