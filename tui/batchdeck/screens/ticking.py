"""A clock that ticks every second while that shows, and seldom while nothing does.

Ages of more than ten minutes are shown without seconds, so on most consoles nearly all ticks
change nothing; they cost a third of what an idle console costs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

SHORTEST, LONGEST = 1.0, 5.0
"""Seconds between two ticks. With each that changed nothing it becomes one more."""


class Waiting(Protocol):
    """A timer that has been set."""

    def stop(self) -> None:
        """Let it never come."""


class Ticking:
    """Lets something tick as often as it is seen."""

    def __init__(
        self,
        tick: Callable[[], None],
        set_timer: Callable[[float, Callable[[], None]], Waiting],
        displayed: Callable[[], int],
    ) -> None:
        self._tick = tick
        self._set_timer = set_timer
        self._displayed = displayed
        self._seen = 0
        """How often something had changed on the screen, before the newest tick."""
        self._pause = SHORTEST
        self._timer: Waiting | None = None

    def begin(self) -> None:
        """Tick now, and go on."""
        self._tick()
        self._wait(SHORTEST)

    def wake(self) -> None:
        """Something else is shown: it may have an age that grows every second."""
        if self._timer is not None and self._pause > SHORTEST:
            self._timer.stop()
            self._wait(SHORTEST)

    def _again(self) -> None:
        before, self._seen = self._seen, self._displayed()
        self._tick()
        unchanged = before == self._seen
        self._wait(min(self._pause + SHORTEST, LONGEST) if unchanged else SHORTEST)

    def _wait(self, pause: float) -> None:
        self._pause = pause
        self._timer = self._set_timer(pause, self._again)
