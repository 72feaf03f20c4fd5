"""Readers of logs on an account, over a line that fails."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from batchdeck.aws.account import Account
from batchdeck.aws.errors import CredentialsError, ThrottledError
from batchdeck.logs.merge import MergedReader
from batchdeck.logs.reading import LogReader
from batchdeck.logs.state import TO_BEGINNING, LogFollower, LogState
from tests.local.cloud import Cloud
from tests.local.conftest import _clients, cloud, endpoint, runner
from tests.local.scripted_runner import ScriptedRun, ScriptedRunner
from tests.logs.reading_steps import texts
from tests.screens.console_app import connection_to
from tests.screens.faulty_line import FaultyLine, faulty_line

__all__ = ["_clients", "cloud", "endpoint", "runner"]
READ = "GetLogEvents"


@pytest.fixture
async def line(cloud: Cloud) -> AsyncIterator[FaultyLine]:
    async with faulty_line(cloud.endpoint) as line:
        yield line


@pytest.fixture
async def account(line: FaultyLine) -> AsyncIterator[Account]:
    account = Account(connection_to(line.url))
    yield account
    await account.close()


async def seen(states: AsyncIterator[LogState], reader: LogFollower, *wanted: str) -> LogState:
    """The first state with these lines and no others in the store."""
    async with asyncio.timeout(90):
        async for state in states:
            if texts(reader) == list(wanted):
                return state
    raise AssertionError(f"it ended with {texts(reader)}")


def say(run: ScriptedRun, *lines: str) -> None:
    run.events.lines([(int(time.time() * 1000), line) for line in lines])


def begun(cloud: Cloud, runner: ScriptedRunner, queue: str) -> tuple[str, ScriptedRun]:
    job = cloud.submit(queue)
    run = runner.next()
    run.events.started()
    cloud.wait(job, "RUNNING")
    return job, run


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "ExpiredTokenException", CredentialsError),
        (400, "ThrottlingException", ThrottledError),
    ],
)
async def test_a_log_goes_on_where_it_was_after_trouble(
    cloud: Cloud,
    runner: ScriptedRunner,
    line: FaultyLine,
    account: Account,
    status: int,
    code: str,
    kind: type[Exception],
) -> None:
    job, run = await asyncio.to_thread(begun, cloud, runner, cloud.queue())
    reader = LogReader(account.batch, account.logs, job)
    states = reader.states()
    say(run, "tick", "tick")
    await seen(states, reader, "tick", "tick")
    line.errors[READ] = (status, code)
    say(run, "tick", "during")
    async with asyncio.timeout(90):
        async for state in states:
            if state.problem is not None:
                break
    assert isinstance(state.problem, kind)
    assert texts(reader) == ["tick", "tick"]
    del line.errors[READ]
    say(run, "after")
    reader.now()
    await seen(states, reader, "tick", "tick", "tick", "during", "after")
    run.events.ended(0, "")
    async with asyncio.timeout(90):
        last = [state async for state in states][-1]
    assert last.ended
    assert len(reader.store) == 5


async def test_an_answer_that_is_lost_is_asked_for_again(
    cloud: Cloud, runner: ScriptedRunner, line: FaultyLine, account: Account
) -> None:
    job, run = await asyncio.to_thread(begun, cloud, runner, cloud.queue())
    reader = LogReader(account.batch, account.logs, job)
    states = reader.states()
    say(run, "one")
    await seen(states, reader, "one")
    line.lose_answers_to.add(READ)
    say(run, "two")
    async with asyncio.timeout(90):
        async for state in states:
            if state.problem is not None:
                break
    line.lose_answers_to.clear()
    reader.now()
    await seen(states, reader, "one", "two")
    run.events.ended(0, "")


async def test_long_logs_of_two_jobs_are_read_back_to_their_beginnings(
    cloud: Cloud, runner: ScriptedRunner, account: Account
) -> None:
    queue, now = cloud.queue(), int(time.time() * 1000)
    jobs = []
    for number in range(2):
        job, run = await asyncio.to_thread(begun, cloud, runner, queue)
        run.events.lines([(now + 2 * at + number, f"{2 * at + number}") for at in range(12_000)])
        run.events.ended(0, "")
        await asyncio.to_thread(cloud.wait, job, "SUCCEEDED")
        jobs.append(job)
    reader = MergedReader(account.batch, account.logs, jobs)
    reader.older(TO_BEGINNING)
    async with asyncio.timeout(120):
        last = [state async for state in reader.states()][-1]
    assert last.at_beginning
    assert texts(reader) == [str(number) for number in range(24_000)]
