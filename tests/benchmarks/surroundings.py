"""What a benchmark runs in: a clean environment, an account with a delay, and the peers."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.made_jobs import QUEUE
from tests.benchmarks.stamped_session import StampedSession
from tests.sources import ROOT
from tests.surroundings import isolate

DELAY = 0.05
"""Seconds before each answer of the account."""
PROFILE = """[default]
region = us-east-1
aws_access_key_id = bench
aws_secret_access_key = bench
"""
"""awsbw asks for the profile by its name, and then nothing else counts."""
PEERS = Path(sys.executable).parent
"""Where what is compared with is installed."""


@dataclass(frozen=True, slots=True)
class Calls:
    """What an account was asked for."""

    operations: dict[str, int]
    """How often each operation was asked for."""
    chain: int
    """How many calls came one after the other, at most."""


@dataclass(frozen=True, slots=True)
class Account:
    """A running account."""

    port: int

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def calls(self) -> Calls:
        """What was asked for since the last time."""
        with urllib.request.urlopen(f"{self.url}/calls", b"") as answer:
            return Calls(**json.load(answer))


@contextmanager
def account(jobs: int) -> Iterator[Account]:
    """An account with so many jobs, that answers after `DELAY`."""
    words = ["-m", "tests.benchmarks.paging_account", "--jobs", str(jobs), "--delay", str(DELAY)]
    process = subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**environment(), "HOME": os.environ.get("HOME", "/")},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield Account(int(process.stdout.readline()))
    finally:
        process.stdin.close()
        process.wait()
        process.stdout.close()


def environment() -> dict[str, str]:
    """Nothing of the developer's own set-up, and credentials that are none."""
    home = Path(tempfile.gettempdir()) / "batchdeck-bench-home"
    home.mkdir(exist_ok=True)
    (home / "aws-config").write_text(PROFILE, encoding="utf-8")
    found = dict(os.environ)
    isolate(found, home)
    found.update(
        AWS_ACCESS_KEY_ID="bench",
        AWS_SECRET_ACCESS_KEY="bench",
        AWS_DEFAULT_REGION="us-east-1",
        LC_ALL="C.UTF-8",
        PYTHONPATH=str(ROOT),
    )
    return found


def ours(where: Account, *, bytes_per_second: int = 0) -> StampedSession:
    """batchdeck on an account; on a slow line it believes that it runs over SSH."""
    settings = environment()
    if bytes_per_second:
        settings["SSH_CONNECTION"] = "192.0.2.1 50000 192.0.2.2 22"
    command = [sys.executable, "-m", "batchdeck", "--endpoint-url", where.url]
    return StampedSession(command, environment=settings, bytes_per_second=bytes_per_second)


def awsbw(where: Account, poll_seconds: int = 60) -> StampedSession:
    """The watcher of AWS Batch queues that is compared with."""
    command = [str(PEERS / "awsbw"), "-Q", QUEUE, "-D", "30", "-C", str(poll_seconds)]
    settings = {**environment(), "AWS_ENDPOINT_URL": where.url}
    return StampedSession(command, environment=settings)


def program(name: str, *words: str, bytes_per_second: int = 0) -> StampedSession:
    """One of the programs that draw the same table."""
    settings = environment()
    if bytes_per_second:
        settings["SSH_CONNECTION"] = "192.0.2.1 50000 192.0.2.2 22"
    command = [sys.executable, "-m", f"tests.benchmarks.programs.{name}", *words]
    return StampedSession(command, environment=settings, bytes_per_second=bytes_per_second)


def alternating(
    one: Callable[[], float], other: Callable[[], float], times: int
) -> tuple[float, float]:
    """Medians of two measurements taken in turns, so that both meet the same weather."""
    pairs = [(one(), other()) for _ in range(times)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def p95(values: list[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)]
