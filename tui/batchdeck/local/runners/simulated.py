"""Pretends to run the demo's images where there is no engine."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

from batchdeck.local.runners.exec_format import EXIT_CODE, exec_format_error
from batchdeck.local.runners.programs import find_program, is_demo_image
from batchdeck.local.runners.runner import EndedRun, Run, RunEvents, RunRequest

NO_ENGINE = (
    "CannotPullContainerError: no Docker engine answers on this machine, so only the demo's "
    "own images run, simulated; not"
)
#: Exit code of a process that SIGTERM ended.
TERMINATED = 143


@dataclass(frozen=True, slots=True)
class Script:
    """What a simulated container does."""

    lines: tuple[str | None, ...]
    """None is a silence as long as the pause."""
    pause: float
    """Seconds after each line."""
    exit_code: int


class SimulatedRun:
    """An attempt whose lines come from a script."""

    def __init__(self, runner: SimulatedRunner, script: Script, events: RunEvents) -> None:
        self._runner = runner
        self._script = script
        self._events = events
        self._next = -1
        self._stopped = False
        self._ended = False

    def stop(self, grace_seconds: float) -> None:
        """End it at once, as a process that heeds SIGTERM."""
        self._stopped = True
        self._runner.schedule(self, 0)

    def step(self) -> None:
        """Do what is due: called by the runner's thread only."""
        if self._ended:
            return
        lines = self._script.lines
        if self._stopped:
            never_ran = self._next < 0
            self._end(None if never_ran else TERMINATED)
        elif self._next < 0:
            self._events.started()
            self._go_on(0)
        elif self._next < len(lines):
            self._say(lines[self._next])
            self._go_on(self._script.pause)
        else:
            self._end(self._script.exit_code)

    def _say(self, line: str | None) -> None:
        if line is not None:
            self._events.lines([(time.time_ns() // 1_000_000, line)])

    def _go_on(self, seconds: float) -> None:
        self._next += 1
        self._runner.schedule(self, seconds)

    def _end(self, exit_code: int | None) -> None:
        self._ended = True
        self._events.ended(exit_code, "")


class SimulatedRunner:
    """Plays all attempts from one thread."""

    name = "simulated"
    simulated = True

    def __init__(self) -> None:
        self._due: list[tuple[float, int, SimulatedRun]] = []
        self._order = count()
        self._changed = threading.Condition()
        self._closed = False
        threading.Thread(target=self._play, name="simulated-jobs", daemon=True).start()

    def start(self, request: RunRequest, events: RunEvents) -> Run:
        """Begin an attempt; an image that is none of the demo's cannot be pulled."""
        if not is_demo_image(request.image):
            events.ended(None, f"{NO_ENGINE} {request.image}")
            return EndedRun()
        error = exec_format_error(request, "")
        played = Script((error,), 0, EXIT_CODE) if error else script(request.command)
        run = SimulatedRun(self, played, events)
        self.schedule(run, 0)
        return run

    def schedule(self, run: SimulatedRun, seconds: float) -> None:
        """Have a run do its next step after that many seconds."""
        with self._changed:
            heappush(self._due, (time.monotonic() + seconds, next(self._order), run))
            self._changed.notify()

    def close(self) -> None:
        """Play nothing any more."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def _play(self) -> None:
        while run := self._wait():
            run.step()

    def _wait(self) -> SimulatedRun | None:
        """The run whose step is due next, once it is due; None when closed."""
        with self._changed:
            while not self._closed:
                pause = self._due[0][0] - time.monotonic() if self._due else None
                if pause is not None and pause <= 0:
                    return heappop(self._due)[2]
                self._changed.wait(pause)
        return None


def script(command: Sequence[str]) -> Script:
    """What a command does in a demo image, as far as it can be pretended."""
    if found := find_program(command):
        return Script(found.lines, found.pause, found.exit_code)
    match [*command]:
        case ["echo", *words]:
            return Script((" ".join(words),), 0, 0)
        case ["sleep", seconds] if seconds.replace(".", "", 1).isdecimal():
            return Script((None,), float(seconds), 0)
        case ["true"]:
            return Script((), 0, 0)
        case ["false"]:
            return Script((), 0, 1)
    shown = " ".join(command) or "(the image's own command)"
    return Script((f"not run: without a Docker engine '{shown}' is not simulated",), 0, 127)
