"""When the next frame may be sent: not before a slow terminal has taken the ones before it.

Over SSH what was written piles up in buffers that nobody can see, and the screen falls seconds
behind the keys. So after a few kilobytes the terminal is asked for its cursor position (CSI 6n),
and until it answers, frames are kept back: the newest one is sent then.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

ASK = "\x1b[6n"
"""Device status report: the terminal answers it in its turn, after all that came before."""
WINDOW = 2048
"""Bytes that may be on their way before the terminal is asked."""
PATIENCE_SECONDS = 2.0
"""How long to wait for an answer."""


class FramePace:
    """Keeps count of what the terminal has not confirmed."""

    def __init__(self, enabled: bool = True, clock: Callable[[], float] = monotonic) -> None:
        self._enabled = enabled
        self._clock = clock
        self._sent = 0
        self._asked_at: float | None = None
        self._answered = False

    @property
    def ready(self) -> bool:
        """Whether a frame may be sent now."""
        return self._asked_at is None or self.wait_seconds <= 0

    @property
    def wait_seconds(self) -> float:
        """How long to wait for the answer at most; 0 when none is awaited."""
        if self._asked_at is None:
            return 0
        return max(0.0, self._asked_at + PATIENCE_SECONDS - self._clock())

    def sending(self, frame: str) -> str:
        """The frame, with the question behind it when it is time to ask."""
        if self._asked_at is not None and not self._answered:
            # It never answers, so it is never asked again.
            self._enabled = False
        self._asked_at = None
        self._sent += len(frame)
        if not self._enabled or self._sent < WINDOW:
            return frame
        self._sent = 0
        self._asked_at = self._clock()
        return frame + ASK

    def answered(self) -> bool:
        """The terminal has answered; whether it was asked."""
        asked = self._asked_at is not None
        self._answered = self._answered or asked
        self._asked_at = None
        return asked
