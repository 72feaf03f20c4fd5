"""From the start of the process to the first frame and to the first rows."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from tests.benchmarks.made_jobs import job_name
from tests.benchmarks.report import Line
from tests.benchmarks.stamped_session import StampedSession
from tests.benchmarks.surroundings import account, alternating, awsbw, environment, ours

TIMES = 7
FEW = 1000
"""Jobs in the account when the first rows are waited for."""
IMPORT = [sys.executable, "-c", "import textual.app"]


def first_frame() -> list[Line]:
    """Process start to first frame, beside a process that only imports Textual."""
    with account(1) as where:

        def framed() -> float:
            with ours(where) as session:
                return session.seen_at("4 Jobs")

        def imported() -> float:
            with StampedSession(IMPORT, environment=environment()) as session:
                session.process.wait()
                return session.clock()

        mine, theirs = alternating(framed, imported, TIMES)
    name = "process start to first frame"
    peer = "import textual.app"
    return [Line("first-frame", name, "ms", mine * 1000, 1.25, theirs * 1000, peer)]


def first_rows() -> list[Line]:
    """Process start to the first job rows, beside awsbw."""
    with account(FEW) as where:

        def mine() -> float:
            with ours(where) as session:
                return session.seen_at(_shows_jobs)

        def theirs() -> float:
            with awsbw(where) as session:
                return session.seen_at(_shows_jobs)

        ours_took, awsbw_took = alternating(mine, theirs, TIMES)
    name = f"process start to first rows, {FEW:,} jobs"
    return [Line("first-rows", name, "ms", ours_took * 1000, 0.65, awsbw_took * 1000, "awsbw")]


def _shows_jobs(lines: list[str]) -> bool:
    names = {job_name(number) for number in range(FEW)}
    return any(name in line for line in lines for name in names)


BENCHMARKS: Mapping[str, Callable[[], list[Line]]] = {
    "first-frame": first_frame,
    "first-rows": first_rows,
}
