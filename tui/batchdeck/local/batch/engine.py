"""The one thread that moves things on in an account."""

from __future__ import annotations

import heapq
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from itertools import count

Action = Callable[[], None]
logger = logging.getLogger(__name__)


class Engine:
    """Runs actions now and later, one at a time, holding the account's lock.

    `turn` is called after them and says in how many seconds it wants to be called again at
    the latest; None: only when something has happened. An action that raises is logged with
    its traceback, and the engine goes on.

    `stop` takes no lock: moto resets an account while it holds its own lock, for which an
    action may be waiting.
    """

    def __init__(self, lock: threading.RLock, turn: Callable[[], float | None]) -> None:
        self._lock = lock
        self._turn = turn
        self._inbox: deque[Action] = deque()
        self._later: list[tuple[float, int, Action]] = []
        self._order = count()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._farewell: Action | None = None

    @property
    def stopped(self) -> bool:
        """Whether `stop` was called: nothing runs any more."""
        return self._farewell is not None

    def soon(self, action: Action) -> None:
        """Run an action in the engine's thread. From any thread, with or without the lock."""
        self._inbox.append(action)
        self.wake()

    def after(self, seconds: float, action: Action) -> None:
        """Run an action after some seconds. From any thread, holding the lock."""
        heapq.heappush(self._later, (time.monotonic() + seconds, next(self._order), action))
        self.wake()

    def wake(self) -> None:
        """Take a turn now: something has changed."""
        if self._thread is None and not self.stopped:
            self._thread = threading.Thread(target=self._run, name="batch-engine", daemon=True)
            self._thread.start()
        self._wake.set()

    def stop(self, farewell: Action) -> None:
        """End the thread, which runs `farewell` as its last action. Returns at once."""
        self._farewell = farewell
        self._wake.set()

    def join(self, seconds: float) -> None:
        """Wait for the thread to end; only for tests and an orderly way out."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self) -> None:
        pause: float | None = 0
        while self._farewell is None:
            self._wake.wait(pause)
            self._wake.clear()
            with self._lock:
                pause = self._work()
        self._guarded(self._farewell)

    def _work(self) -> float | None:
        while self._inbox:
            self._guarded(self._inbox.popleft())
        while self._later and self._later[0][0] <= time.monotonic():
            self._guarded(heapq.heappop(self._later)[2])
        pauses = [self._take_turn()]
        if self._later:
            pauses.append(max(0.0, self._later[0][0] - time.monotonic()))
        return min((pause for pause in pauses if pause is not None), default=None)

    def _take_turn(self) -> float | None:
        pauses: list[float | None] = []
        self._guarded(lambda: pauses.append(self._turn()))
        return pauses[0] if pauses else 1.0

    def _guarded(self, action: Action) -> None:
        if self.stopped and action is not self._farewell:
            return
        try:
            action()
        except Exception:
            logger.exception("the local account's Batch engine: an action failed")
