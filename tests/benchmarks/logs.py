"""Logs: `batchdeck logs` beside `aws logs tail`, and the lines in memory beside lnav."""

from __future__ import annotations

import os
import select
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from tests.benchmarks.log_account import GROUP, JOB, STORED, STREAM
from tests.benchmarks.report import Line
from tests.benchmarks.surroundings import DELAY, Account, alternating, environment, p95
from tests.sources import ROOT

NAME = "logs"
EVENTS = 100_000
TIMES = 5
FOLLOWED = 20.0
"""Seconds for which a growing log is followed."""
AWS = "/usr/bin/aws"
"""Version 2 of the AWS CLI, the first with `logs tail`: Debian's package awscli."""
PEER = "aws logs tail"


def ended() -> list[Line]:
    """The log of a job that has ended: its first line, and all of them."""
    with _account(EVENTS, 0) as where:
        lines = []
        for what, measured, target in (
            ("first line", _first, 1.2),
            (f"all of {EVENTS:,} events", _whole, 0.8),
        ):
            mine, theirs = alternating(
                lambda measured=measured: measured(_ours(where)),  # type: ignore[misc]
                lambda measured=measured: measured(_theirs(where)),  # type: ignore[misc]
                TIMES,
            )
            lines.append(Line(NAME, what, "ms", mine * 1000, target, theirs * 1000, PEER))
    return lines


def growing() -> list[Line]:
    """The log of a job that runs: how late its lines are, and what that costs."""
    lines = []
    for rate in (10, 1_000, 5_000):
        with _account(0, rate) as where:
            mine, my_cpu = _followed(_ours(where, "--follow"))
            theirs, their_cpu = _followed(_theirs(where, "--follow"))
        for name, of in (("p50", statistics.median), ("p95", p95)):
            what = f"{rate:,} lines/s: stored to seen, {name}"
            lines.append(Line(NAME, what, "ms", of(mine) * 1000, 0.2, of(theirs) * 1000, PEER))
        print(f"{PEER}, {rate:,} lines/s: {their_cpu:.2%} of a processor", file=sys.stderr)
        lines.append(Line(NAME, f"{rate:,} lines/s: processor", "%", my_cpu * 100, 5))
    return lines


@contextmanager
def _account(events: int, rate: float) -> Iterator[Account]:
    words = ["--events", str(events), "--rate", str(rate), "--delay", str(DELAY)]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.log_account", *words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield Account(int(process.stdout.readline()))
    finally:
        process.stdin.close()
        process.wait()
        process.stdout.close()


def _ours(where: Account, *words: str) -> Sequence[str]:
    return [sys.executable, "-m", "batchdeck", "logs", JOB, "--endpoint-url", where.url, *words]


def _theirs(where: Account, *words: str) -> Sequence[str]:
    streams = ["--log-stream-names", STREAM, "--since", "1d", "--format", "short"]
    return [AWS, "logs", "tail", GROUP, *streams, "--endpoint-url", where.url, *words]


@contextmanager
def _started(command: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, env={**environment(), "AWS_PAGER": ""}, bufsize=0
    )
    assert process.stdout is not None
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _first(command: Sequence[str]) -> float:
    """Seconds until the first byte of output."""
    began = time.perf_counter()
    with _started(command) as process:
        assert process.stdout is not None
        assert process.stdout.read(1)
        return time.perf_counter() - began


def _whole(command: Sequence[str]) -> float:
    """Seconds until the end of the program."""
    began = time.perf_counter()
    with _started(command) as process:
        assert process.stdout is not None
        count = 0
        while part := process.stdout.read(1 << 16):
            count += part.count(b"\n")
        assert count == EVENTS, f"{count} of {EVENTS} lines"
        return time.perf_counter() - began


def _followed(command: Sequence[str]) -> tuple[list[float], float]:
    """How late each line was once it follows, s, and the share of a processor it took."""
    late: list[float] = []
    with _started(command) as process:
        assert process.stdout is not None
        settled = time.monotonic() + 6
        end, before, rest = settled + FOLLOWED, 0.0, b""
        while (now := time.monotonic()) < end:
            if now < settled:
                before = _cpu(process.pid)
            if not select.select([process.stdout], [], [], 0.1)[0]:
                continue
            part = os.read(process.stdout.fileno(), 1 << 20)
            seen = time.time()
            *lines, rest = (rest + part).split(b"\n")
            if now >= settled:
                stored = (line.rpartition(STORED.encode())[2] for line in lines)
                late += [seen - int(at) / 1e9 for at in stored]
        used = _cpu(process.pid) - before
    assert late, f"{command[0]} showed no line in {FOLLOWED:g} s"
    return late, used / FOLLOWED


def _cpu(pid: int) -> float:
    with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure() -> list[Line]:
    """All of it, as far as the peers are installed."""
    if not shutil.which(AWS):
        print(f"logs: {AWS} is missing: apt-get install awscli", file=sys.stderr)
        return []
    return [*ended(), *growing()]


BENCHMARKS: Mapping[str, Callable[[], list[Line]]] = {NAME: measure}
