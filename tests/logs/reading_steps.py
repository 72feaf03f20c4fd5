"""Steps that tests of readers share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

from batchdeck.domain.job import Attempt, ContainerRun, LogLocation
from batchdeck.logs.state import LogFollower, LogState
from tests.jobs.scripted_batch import NOON, ScriptedBatch, until

FIRST = LogLocation("/aws/batch/job", "first")
SECOND = LogLocation("/aws/batch/job", "second")


def texts(reader: LogFollower) -> list[str]:
    return [line.text for line in reader.store.read(reader.store.first, reader.store.end)]


def retry(batch: ScriptedBatch, code: int = 1) -> None:
    """Let the second attempt run."""
    ended = Attempt(NOON - 9_000, NOON - 8_000, "exited", "bad", code, FIRST)
    known = batch.known["a"]
    runs = (ContainerRun(log=SECOND),)
    batch.known["a"] = replace(known, log=SECOND, runs=runs, attempts=(ended,))


async def caught_up(states: AsyncIterator[LogState]) -> LogState:
    return await until(states, lambda state: state.caught_up)


async def rest(states: AsyncIterator[LogState]) -> list[LogState]:
    return [state async for state in states]
