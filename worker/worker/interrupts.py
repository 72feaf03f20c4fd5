"""SIGTERM and SIGINT as something to ask for, so that nothing is interrupted in the middle."""

from __future__ import annotations

import signal
import threading
from types import FrameType

from worker.problems import InterruptedRunError


class Interrupts:
    """Whether the program was asked to end."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    def listen(self) -> None:
        """Take the signals; in the main thread. The first process of a container has to."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)

    def ask(self) -> None:
        """Ask for the end."""
        self._asked.set()

    def check(self) -> None:
        """Raises InterruptedRunError once the end was asked for."""
        if self._asked.is_set():
            raise InterruptedRunError("interrupted by a signal")

    def wait(self, seconds: float) -> None:
        """Pause. Raises InterruptedRunError as soon as the end is asked for."""
        self._asked.wait(seconds)
        self.check()

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.ask()
