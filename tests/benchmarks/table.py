"""A table of 100,000 rows, beside Textual's DataTable."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping

from tests.benchmarks.programs.rows import first_match
from tests.benchmarks.programs.rows import rows as made_rows
from tests.benchmarks.report import Line
from tests.benchmarks.stamped_session import StampedSession
from tests.benchmarks.surroundings import program

ALL, FEW = 100_000, 100
DOWN, HOME = "\x1b[B", "\x1b[H"
PRESSES = 40
DIGITS = "500"
"""Each of them brings another row to the top."""
PATIENCE = 90.0
"""Seconds that the peer may take to load, or to narrow."""


def rows() -> list[Line]:
    """Load, scroll and narrow."""
    mine, theirs = _measured("ours"), _measured("data_table")
    peer = "DataTable"
    text = "100,000 rows: "
    return [
        Line("table", text + "load and paint", "ms", mine[0], 1 / 100, theirs[0], peer),
        Line("table", text + "key while scrolling", "ms", mine[1], 1 / 5, theirs[1], peer),
        Line("table", text + "filter key", "ms", mine[2], 1 / 40, theirs[2], peer),
    ]


def cursor() -> list[Line]:
    """A cursor key among many rows, beside the same among few."""
    with program("ours", str(ALL)) as many, program("ours", str(FEW)) as few:
        for session in (many, few):
            session.quiet(0.5)
            session.press("l")
        pairs = [(_move(many, at), _move(few, at)) for at in range(PRESSES)]
    mine, theirs = (statistics.median(taken) for taken in zip(*pairs, strict=True))
    return [Line("cursor", "cursor key at 100,000 rows", "ms", mine, 1.2, theirs, "at 100 rows")]


def _move(session: StampedSession, at: int) -> float:
    return session.press(DOWN if at % 4 < 2 else "\x1b[A", quiet=0.05).first * 1000


def _measured(name: str) -> tuple[float, float, float]:
    """Milliseconds to load and paint, for a scrolling key, and for a key of the filter."""
    shown = made_rows(ALL)
    with program(name, str(ALL)) as session:
        session.quiet(1)
        loading = _until_top(session, "l", first_match(shown, ""))
        session.quiet(1)
        for _ in range(45):
            session.press(DOWN, quiet=0.02)
        keys = [session.press(DOWN, quiet=0.05).first * 1000 for _ in range(PRESSES)]
        session.send(HOME)
        session.quiet(0.5)
        narrowing = [
            _until_top(session, digit, first_match(shown, DIGITS[: at + 1]))
            for at, digit in enumerate(DIGITS)
        ]
    return loading, statistics.median(keys), statistics.median(narrowing)


def _until_top(session: StampedSession, key: str, name: str) -> float:
    """Milliseconds until the first row below the header is the one with that name."""
    session.quiet(0.2)
    before = session.clock()
    session.send(key)
    at = session.seen_at(lambda lines: name in lines[1], PATIENCE)
    return (at - before) * 1000


BENCHMARKS: Mapping[str, Callable[[], list[Line]]] = {"table": rows, "cursor": cursor}
