"""Why a job is stuck, with 100 ms added to every answer: how soon that is told."""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from batchdeck.aws.account import Account
from batchdeck.diagnosis.diagnosing import diagnose
from batchdeck.diagnosis.subject import Kind, Subject
from batchdeck.domain.connection import Connection
from batchdeck.domain.secret import Secret
from tests.accounts import serving
from tests.benchmarks.report import Line
from tests.benchmarks.surroundings import environment
from tests.local.cloud import Cloud
from tests.sources import ROOT

DELAY = 0.1
"""Seconds added to every answer: a round of calls takes at least that."""
TIMES = 5
FIRST, ROOT_CAUSE, WHOLE = 0.25, 0.45, 0.6
"""Seconds that are good, where one, two and three rounds take 0.1, 0.2 and 0.3."""


@dataclass(frozen=True, slots=True)
class Took:
    """One diagnosis."""

    first: float
    """Seconds until the first verdict."""
    root: float
    """Until the cause stood first that stands first in the end."""
    whole: float
    """Until all checks had answered."""
    calls: int
    rounds: int


def diagnosis() -> list[Line]:
    """A job without a way out on instances, and one that is too large on Fargate."""
    with serving("--engine", "none") as local:
        cloud = Cloud(local.endpoint, local.region)
        closed = cloud.environment(subnets=[cloud.subnet(public=False, routed=False)])
        on_instances = _stuck(cloud, closed, cloud.definition())
        small = cloud.environment("FARGATE", maxvCpus=0)
        on_fargate = _stuck(cloud, small, cloud.fargate_definition())
        with _slow(local.endpoint) as endpoint:
            where = Connection(
                region=local.region,
                endpoint_url=endpoint,
                access_key="bench",
                secret_key=Secret("bench"),
            )
            found = _lines("instances", asyncio.run(_measured(where, on_instances)), 3)
            return found + _lines("Fargate", asyncio.run(_measured(where, on_fargate)), 2)


async def _measured(where: Connection, job: str) -> list[Took]:
    """Diagnoses one after the other; the first makes the clients and fills the line's memory."""
    account = Account(where)
    try:
        return [await _one(account, Subject(Kind.JOB, job)) for _ in range(TIMES + 1)][1:]
    finally:
        await account.close()


async def _one(account: Account, subject: Subject) -> Took:
    began = time.monotonic()
    seen: list[tuple[float, str]] = []
    async for one in diagnose(account, subject, time.time_ns() // 1_000_000):
        root = one.roots[0].finding.check.id if one.roots else ""
        seen.append((time.monotonic() - began, root))
        last = one
    final = seen[-1][1]
    stood = next(at for at, (_, root) in enumerate(seen) if root == final)
    return Took(seen[0][0], seen[stood][0], seen[-1][0], last.effort.calls, last.effort.rounds)


def _lines(where: str, all_took: list[Took], rounds: int) -> list[Line]:
    def line(what: str, unit: str, value: float, target: float) -> Line:
        return Line("diagnosis", f"why, on {where}: {what}", unit, value, target)

    middle = statistics.median
    return [
        line("first verdict", "s", middle(one.first for one in all_took), FIRST),
        line("root cause", "s", middle(one.root for one in all_took), ROOT_CAUSE),
        line("all checks", "s", middle(one.whole for one in all_took), WHOLE),
        line("calls", "calls", all_took[-1].calls, 40),
        line("calls one after the other", "calls", all_took[-1].rounds, rounds),
    ]


def _stuck(cloud: Cloud, environment: str, definition: str) -> str:
    job = cloud.submit(cloud.queue(environment), definition)
    cloud.wait(job, "RUNNABLE")
    cloud.wait_for_reason(job)
    return job


@contextmanager
def _slow(endpoint: str) -> Iterator[str]:
    """The endpoint of a slow line to an account."""
    words = ["-m", "tests.benchmarks.slow_line", "--endpoint", endpoint, "--delay", str(DELAY)]
    with subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        process.stdin.close()


BENCHMARKS: Mapping[str, Callable[[], list[Line]]] = {"diagnosis": diagnosis}
