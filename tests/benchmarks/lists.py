"""Long lists of jobs: until they are complete, the keys meanwhile, memory, and polling."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Mapping

from tests.benchmarks.report import Line
from tests.benchmarks.stamped_session import StampedSession
from tests.benchmarks.surroundings import Account, account, alternating, awsbw, ours, p95

MANY, ALL = 10_000, 100_000
DOWN = "\x1b[B"
POLLED = 30.0
"""Seconds for which polling and idling are watched."""


def complete(jobs: int, target: float, times: int) -> list[Line]:
    """The whole list, its calls and its memory, beside awsbw."""
    memory: list[float] = []
    their_memory: list[float] = []
    with account(jobs) as where:

        def mine() -> float:
            with ours(where) as session:
                took = session.seen_at(_complete(jobs))
                memory.append(session.memory())
            return took

        def theirs() -> float:
            with awsbw(where) as session:
                took = session.seen_at(_listed)
                session.quiet(1)
                their_memory.append(session.memory("Pss"))
            return took

        mine_took, their_took = alternating(mine, theirs, times)
        where.calls()
        mine()
        asked = where.calls().operations["listjobs"]
    name = f"complete-{jobs}"
    found = [
        Line(name, f"complete list of {jobs:,} jobs", "s", mine_took, target, their_took, "awsbw"),
        Line(name, f"ListJobs for {jobs:,} jobs", "calls", asked, 7 + jobs // 1000),
    ]
    if jobs == ALL:
        text = "memory with 100,000 jobs"
        found.append(Line(name, text, "MiB", memory[0], 0.3, their_memory[0], "awsbw"))
    return found


def calls() -> list[Line]:
    """What opening the console asks of AWS, and how much of it has to wait for each other."""
    with account(1_000) as where, ours(where) as session:
        session.seen_at(_complete(1_000))
        asked = where.calls()
    total = sum(asked.operations.values())
    return [
        Line("calls", "console, 1,000 jobs: calls", "calls", total, 13),
        Line("calls", "console, 1,000 jobs: one after the other", "calls", asked.chain, 4),
    ]


def keys_while_loading() -> list[Line]:
    """How soon the cursor moves while 100,000 jobs arrive."""
    with account(ALL) as where, ours(where) as session:
        session.seen_at(_rows)
        taken = []
        for key in itertools.cycle((DOWN, DOWN, DOWN, "\x1b[A")):
            taken.append(session.press(key, quiet=0.03).first * 1000)
            if _complete(ALL)(session.screen()):
                break
    name = f"keys while 100,000 jobs load, p95 of {len(taken)}"
    return [Line("keys-while-loading", name, "ms", p95(taken), 10)]


def polling() -> list[Line]:
    """30 s of polling a queue of 10,000 jobs in which nothing happens, beside awsbw."""
    with account(MANY) as where:
        with ours(where) as session:
            session.seen_at(_complete(MANY))
            mine, sent = _watched(session, where)
        with awsbw(where, poll_seconds=5) as session:
            session.seen_at(_listed)
            theirs, _ = _watched(session, where)
    share = f"polling {MANY:,} jobs for 30 s"
    return [
        Line("polling", f"{share}: processor", "s", mine, 1 / 20, theirs, "awsbw"),
        Line("polling", f"{share}: output", "bytes", sent, 0),
    ]


def idle() -> list[Line]:
    """Few jobs, nothing happens."""
    with account(100) as where, ours(where) as session:
        session.seen_at(_complete(100))
        spent, sent = _watched(session, where)
        memory = session.memory()
    return [
        Line("idle", "30 s idle: output", "bytes", sent, 0),
        Line("idle", "30 s idle: processor", "%", spent / POLLED * 100, 0.3),
        Line("idle", "memory with few jobs", "MiB", memory, 75),
    ]


def _watched(session: StampedSession, where: Account) -> tuple[float, int]:
    """Seconds of processor time and bytes in `POLLED` seconds, after it has settled."""
    session.quiet(3)
    where.calls()
    spent, received = session.cpu(), session.received
    end = time.monotonic() + POLLED
    while time.monotonic() < end:
        time.sleep(0.5)
    session.quiet(0)
    return session.cpu() - spent, session.received - received


def _complete(jobs: int) -> Callable[[list[str]], bool]:
    def seen(lines: list[str]) -> bool:
        return any(f"4 Jobs {jobs} " in line for line in lines) and " live" in lines[0]

    return seen


def _rows(lines: list[str]) -> bool:
    return any("RUNNABLE" in line for line in lines)


def _listed(lines: list[str]) -> bool:
    """Whether awsbw shows jobs: it does so when it has all of them."""
    return "SUCCEEDED" in "\n".join(lines)


BENCHMARKS: Mapping[str, Callable[[], list[Line]]] = {
    f"complete-{MANY}": lambda: complete(MANY, 0.45, 3),
    f"complete-{ALL}": lambda: complete(ALL, 0.30, 1),
    "calls": calls,
    "keys-while-loading": keys_while_loading,
    "polling": polling,
    "idle": idle,
}
