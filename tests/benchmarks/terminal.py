"""Bytes to the terminal, beside curses; and a slow line, beside DataTable."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from tests.benchmarks.report import Line
from tests.benchmarks.stamped_session import StampedSession
from tests.benchmarks.surroundings import program

ROWS = 1000
DOWN, PAGE_DOWN = "\x1b[B", "\x1b[6~"
SLOW = 32_000
"""Bytes a second: a line of 256 kbit/s."""
HELD, REPEAT = 2.0, 30
"""Seconds for which a key is held, and how often it repeats a second."""


def sizes() -> list[Line]:
    """What each step sends."""
    mine, theirs = _steps("ours"), _steps("curses_table")
    found = [
        Line("bytes", f"bytes: {step}", "bytes", mine[step], 1.25, theirs[step], "curses")
        for step in theirs
    ]
    return [*found, Line("bytes", "bytes: refresh without change", "bytes", _unchanged(), 0)]


def slow_line() -> list[Line]:
    """How long the screen lags behind after a key was held."""
    mine, theirs = _lag("ours"), _lag("data_table")
    text = "lag after Down held 2 s, 32,000 B/s"
    # The peer's lag is there to be seen; the target is our own time.
    return [
        Line("slow-line", text, "s", mine, 0.1),
        Line("slow-line", text + ", DataTable", "s", theirs, float("inf")),
    ]


def _steps(name: str) -> dict[str, float]:
    down = "\x1bOB" if name == "curses_table" else DOWN
    with program(name, str(ROWS)) as session:
        session.quiet(1)
        session.press("l", quiet=0.5)
        found = {"start": float(session.received)}
        found["cursor key"] = _mean(session, down, 10)
        for _ in range(40):
            session.press(down, quiet=0.02)
        found["cursor key, scrolling"] = _mean(session, down, 10)
        found["page"] = _mean(session, PAGE_DOWN, 5)
        session.press("c", quiet=0.5)
        found["1 % of cells changed"] = _mean(session, "c", 5)
    return found


def _mean(session: StampedSession, key: str, times: int) -> float:
    return sum(session.press(key, quiet=0.1).size for _ in range(times)) / times


def _unchanged() -> int:
    with program("ours", str(ROWS)) as session:
        session.quiet(1)
        session.press("l", quiet=0.5)
        before = session.received
        session.send("nnn")
        session.quiet(0.7)
        return session.received - before


def _lag(name: str) -> float:
    with program(name, str(ROWS), bytes_per_second=SLOW) as session:
        session.quiet(1)
        session.press("l", quiet=1)
        for _ in range(int(HELD * REPEAT)):
            session.send(DOWN)
            session.follow(1 / REPEAT)
        last = time.perf_counter() - 1 / REPEAT
        session.quiet(1)
        return max(0.0, session.last_at - last)


BENCHMARKS: Mapping[str, Callable[[], list[Line]]] = {"bytes": sizes, "slow-line": slow_line}
