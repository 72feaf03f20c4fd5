from __future__ import annotations

import sys

from tests.benchmarks.stamped_session import StampedSession

ECHO = """
import sys, tty
tty.setraw(0)
print("ready", end="", flush=True)
while (key := sys.stdin.read(1)) != "q":
    print(key * 9, end="", flush=True)
"""
WRITER = "print('x' * 4000, end='', flush=True); input()"


def test_a_reaction_is_timed_and_weighed() -> None:
    with StampedSession([sys.executable, "-c", ECHO]) as it:
        at = it.seen_at("ready")
        assert 0 < at < it.clock()
        reaction = it.press("a", quiet=0.05)
    assert reaction.size == 9
    assert 0 < reaction.first <= reaction.settled


def test_a_slow_line_takes_its_time() -> None:
    with StampedSession([sys.executable, "-c", WRITER], bytes_per_second=20_000) as it:
        it.wait_for("x")
        began = it.last_at
        it.quiet(0.1)
    assert it.received == 4000
    assert it.last_at - began > 0.15


def test_the_program_is_weighed_with_what_it_started() -> None:
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {WRITER!r}])"
    with StampedSession([sys.executable, "-c", child]) as it:
        it.wait_for("x")
        both = it.memory()
        assert both > 12
        assert it.memory("Pss") < both
        assert it.cpu() > 0
