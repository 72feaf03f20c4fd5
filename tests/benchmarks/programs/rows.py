"""The table that every program draws: jobs as plain texts."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from tests.benchmarks.made_jobs import summaries

COLUMNS = (
    ("State", 11),
    ("Name", 24),
    ("Definition", 16),
    ("Queue", 12),
    ("Created", 11),
    ("Stopped", 11),
    ("Exit", 4),
    ("Id", 20),
)
"""Titles and widths; with a gap between them they fill 120 cells."""
NOW = 1_790_000_000_000
"""The moment, ms, at which all these jobs are looked at."""
CHANGED_EVERY = 100
"""One of so many cells changes when it is asked for."""
Row = tuple[str, ...]


def rows(total: int) -> list[Row]:
    """The rows, newest first."""
    return [
        (
            sys.intern(job["status"]),
            job["jobName"],
            sys.intern(job["jobDefinition"].rpartition("/")[2]),
            "overnight",
            _clock(job["createdAt"]),
            _clock(job["stoppedAt"]) if "stoppedAt" in job else "",
            str(job["container"].get("exitCode", "")),
            job["jobId"][:20],
        )
        for job in summaries(total, NOW)
    ]


def changed(before: Sequence[Row], turn: int) -> list[Row]:
    """The rows with one cell of a hundred changed: the exit code of some of them."""
    every = CHANGED_EVERY // len(COLUMNS)
    return [
        (*row[:6], str(turn % 10), row[7]) if at % every == 0 else row
        for at, row in enumerate(before)
    ]


def first_match(all_rows: Sequence[Row], digits: str) -> str:
    """Name in the first row that has the digits anywhere."""
    return next(row[1] for row in all_rows if any(digits in text for text in row))


def _clock(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%m-%d %H:%M")
