"""A runner whose runs do what the test says."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from batchdeck.local.runners.runner import RunEvents, RunRequest


class ScriptedRun:
    """One attempt; the test calls its events."""

    def __init__(self, request: RunRequest, events: RunEvents) -> None:
        self.request = request
        self.events = events
        self.stopped_with: list[float] = []
        self.exit_code_when_stopped: int | None = 143

    def stop(self, grace_seconds: float) -> None:
        """End as a container does that obeys SIGTERM."""
        self.stopped_with.append(grace_seconds)
        if self.exit_code_when_stopped is not None and len(self.stopped_with) == 1:
            self.events.ended(self.exit_code_when_stopped, "")

    def finish(self, exit_code: int = 0, reason: str = "") -> None:
        """Start and end at once."""
        self.events.started()
        self.events.ended(exit_code, reason)


class ScriptedRunner:
    """Hands every attempt to `script`, or to the test that waits in `next`."""

    name = "scripted"
    simulated = True

    def __init__(self) -> None:
        self.script: Callable[[ScriptedRun], None] | None = None
        self.requests: list[RunRequest] = []
        self._held: deque[ScriptedRun] = deque()
        self._arrived = threading.Condition()

    def start(self, request: RunRequest, events: RunEvents) -> ScriptedRun:
        """Begin an attempt."""
        run = ScriptedRun(request, events)
        self.requests.append(request)
        if self.script is not None:
            self.script(run)
        else:
            with self._arrived:
                self._held.append(run)
                self._arrived.notify_all()
        return run

    def next(self, seconds: float = 30.0) -> ScriptedRun:
        """The next attempt that is begun, in order."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: bool(self._held), seconds), "nothing was started"
            return self._held.popleft()

    def close(self) -> None:
        """Nothing to end."""
