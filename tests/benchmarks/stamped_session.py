"""A program in a terminal whose every piece of output has a time.

Output is read in a thread as soon as it comes, or at a limited rate as over a slow line; the
replay into a screen follows behind and costs the stamps nothing.
"""

from __future__ import annotations

import os
import queue
import select
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from tests.processes import descendants
from tests.pty_session import PtySession, Seen, Size

TICK = os.sysconf("SC_CLK_TCK")
SLICE = 0.01
"""At a limited rate: read a share every so many seconds."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a program did about a key."""

    first: float
    """Seconds from the key to the first byte."""
    settled: float
    """Seconds from the key to the last byte."""
    size: int
    """Bytes."""


class StampedSession(PtySession):
    """A `PtySession` that knows when each byte came, and what the program costs."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: Size = (120, 40),
        environment: Mapping[str, str] | None = None,
        bytes_per_second: int = 0,
    ) -> None:
        self.started = time.perf_counter()
        """When the program was started, on the clock of `time.perf_counter`."""
        self.received = 0
        """Bytes so far."""
        self.last_at = self.started
        """When the newest byte came."""
        self._rate = bytes_per_second
        self._chunks: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
        self._fed_at = self.started
        self._over = threading.Event()
        super().__init__(command, size=size, environment=environment)
        self._reader = threading.Thread(target=self._read_all, daemon=True)
        self._reader.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the program and the thread that reads, then close the terminal."""
        self._over.set()
        self._reader.join()
        super().__exit__(kind, error, traceback)

    def seen_at(self, what: str | Seen, timeout: float = 60) -> float:
        """Wait until something is on the screen; seconds since the start when its bytes came."""
        self.wait_for(what, timeout)
        return self._fed_at - self.started

    def press(self, keys: str, *, quiet: float = 0.25, timeout: float = 30) -> Reaction:
        """Type, and wait until the program has been quiet for so many seconds."""
        self.quiet(0)
        before, pressed = self.received, time.perf_counter()
        self.send(keys)
        first = self._first_byte_after(before, pressed + timeout)
        self.quiet(quiet)
        return Reaction(first - pressed, self.last_at - pressed, self.received - before)

    def quiet(self, seconds: float, timeout: float = 60) -> None:
        """Wait until nothing has come for so long after the first output, and show all of it."""
        end = time.perf_counter() + timeout
        while (
            self._pump(0.005) or not self.received or time.perf_counter() - self.last_at < seconds
        ):
            if time.perf_counter() > end:
                raise AssertionError(f"it never rests for {seconds} s:\n{self.text()}")

    def follow(self, seconds: float) -> None:
        """Show what comes in the next seconds, and answer what the program asks."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._pump(left)

    def clock(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self.started

    def cpu(self) -> float:
        """Seconds of processor time of the program and what it started."""
        return sum(_cpu(pid) for pid in (self.pid, *descendants(self.pid)))

    def memory(self, kind: str = "Rss") -> float:
        """MiB in memory, of the program and what it started.

        With `Pss` pages that several processes share count once: for a program that forks.
        """
        return sum(_memory(pid, kind) for pid in (self.pid, *descendants(self.pid))) / 1024

    def _first_byte_after(self, before: int, end: float) -> float:
        while self.received == before:
            if time.perf_counter() > end:
                raise AssertionError(f"no reaction:\n{self.text()}")
            self._pump(0.001)
        return self._fed_at

    def _pump(self, seconds: float = 0.02) -> bool:
        try:
            at, chunk = self._chunks.get(timeout=seconds) if seconds else self._chunks.get_nowait()
        except queue.Empty:
            return False
        self._fed_at = self.last_at = at
        self.received += len(chunk)
        self.output += chunk
        self._feed()
        return True

    def _read_all(self) -> None:
        while not self._over.is_set():
            if not select.select([self._master], [], [], 0.05)[0]:
                continue
            chunk = os.read(self._master, int(self._rate * SLICE) or 65536)
            self._chunks.put((time.perf_counter(), chunk))
            if self._rate:
                time.sleep(len(chunk) / self._rate)


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # It has ended.
        return 0
    return (int(fields[11]) + int(fields[12])) / TICK


def _memory(pid: int, kind: str) -> int:
    """KiB."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # It has ended.
        return 0
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:"))
