"""A million lines in memory: searched beside lnav, shown beside Textual's widgets."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.benchmarks.programs.log_lines import LINES, write_file
from tests.benchmarks.programs.log_view import LAST
from tests.benchmarks.report import Line
from tests.benchmarks.stamped_session import TICK, StampedSession
from tests.benchmarks.surroundings import environment, p95, program
from tests.sources import ROOT

NAME = "log-lines"
WORDS = ("ERROR", r"rows=49999\b", r"worker-1[0-3].*rows=1\d\d$", "(ERROR|FATAL|CRITICAL)")
LNAV = "lnav"
SEARCHED = 4.0
"""Seconds in which lnav has found everything."""
FLOWED = 15.0


def search() -> list[Line]:
    """Processor time of a search through all lines, and memory."""
    command = [sys.executable, "-m", "tests.benchmarks.programs.log_lines", *WORDS]
    run = subprocess.run(command, env=environment(), cwd=ROOT, capture_output=True, check=True)
    mine = json.loads(run.stdout)
    text = f"{LINES:,} lines: "
    if shutil.which(LNAV):
        theirs, memory = _lnav()
        lines = [
            Line(NAME, f"{text}search {word}", "ms", mine["found"][word][0] * 1000, 0.7, each, LNAV)
            for word, each in theirs.items()
        ]
        return [*lines, Line(NAME, text + "memory", "MiB", mine["memory"], 2, memory, LNAV)]
    found = [(word, seconds * 1000) for word, (seconds, _) in mine["found"].items()]
    lines = [Line(NAME, f"{text}search {word}", "ms", each, 600) for word, each in found]
    return [*lines, Line(NAME, text + "memory", "MiB", mine["memory"], 200)]


def _lnav() -> tuple[dict[str, float], float]:
    """Milliseconds of processor time by word, and MiB."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "million.log"
        write_file(path, LINES)
        settings = {**environment(), "HOME": folder, "TERM": "xterm-256color"}
        for word in WORDS:
            with StampedSession([LNAV, str(path)], environment=settings) as session:
                session.seen_at(lambda lines: any("L999" in one and "100%" in one for one in lines))
                session.follow(SEARCHED)
                idle = _spent(session, "")
                # It looks while one types, in a process of its own.
                found[word] = (_spent(session, f"/{word}") - idle) * 1000
                memory = session.memory()
    return found, memory


def _spent(session: StampedSession, keys: str) -> float:
    """Seconds of processor time in the next `SEARCHED` seconds."""
    before = session.cpu() + _of_ended(session.pid)
    if keys:
        session.send(keys)
    session.follow(SEARCHED)
    return session.cpu() + _of_ended(session.pid) - before


def _of_ended(pid: int) -> float:
    """Seconds of processor time that processes took which it started and which have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / TICK


def append() -> list[Line]:
    """Many lines at once: from the key until the last one stands on the screen."""
    mine = _appended("ours", LINES)
    log, rich_log = _appended("log", LINES), _appended("rich_log", LINES // 20)
    what = "append at once, a line of many"
    return [
        Line(NAME, what, "us", mine, 1 / 2, log, "Log"),
        Line(NAME, what, "us", mine, 1 / 50, rich_log, "RichLog"),
    ]


def _appended(kind: str, count: int) -> float:
    """Microseconds a line."""
    with program("log_view", kind, str(count)) as session:
        session.quiet(1)
        began = session.clock()
        session.send("l")
        return (session.seen_at(LAST, 240) - began) * 1e6 / count


def flow() -> list[Line]:
    """5,000 lines a second: processor time, and keys meanwhile."""
    mine, keys = _flowed("ours", keys=True)
    theirs, _ = _flowed("log", keys=False)
    return [
        Line(NAME, "5,000 lines/s into the view: processor", "%", mine, 1 / 8, theirs, "Log"),
        Line(NAME, "5,000 lines/s into the view: key, p95", "ms", keys, 30),
    ]


def _flowed(kind: str, *, keys: bool) -> tuple[float, float]:
    """Percent of a processor, and milliseconds from a key to the first byte."""
    with program("log_view", kind, "0") as session:
        session.quiet(1)
        session.send("f")
        session.follow(3)
        before = session.cpu()
        session.follow(FLOWED)
        used = (session.cpu() - before) / FLOWED * 100
        if not keys:
            return used, 0
        session.send("k")  # It stays where it is from now on.
        session.follow(0.5)
        pressed = [session.press("kj"[at % 2], quiet=0.02).first * 1000 for at in range(60)]
        return used, p95(pressed)


def measure() -> list[Line]:
    """All of it."""
    return [*search(), *append(), *flow()]


BENCHMARKS: Mapping[str, Callable[[], list[Line]]] = {NAME: measure}
