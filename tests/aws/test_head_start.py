from __future__ import annotations

import asyncio

import pytest

from batchdeck.aws.errors import CredentialsError
from batchdeck.aws.head_start import HeadStart
from batchdeck.domain.connection import Connection
from tests.aws.answers import JOB, QUEUE
from tests.aws.misbehaving_server import MisbehavingServer, answer

#: Every operation finds its list in it.
ALL = {"computeEnvironments": [], "jobQueues": [QUEUE], "jobDefinitions": []}
RESOURCES = 3
STATES = 7


def _connecting(connection: Connection) -> HeadStart:
    async def connect() -> Connection:
        return connection

    return HeadStart(connect)


async def test_what_was_asked_ahead_is_not_asked_again(
    server: MisbehavingServer, connection: Connection
) -> None:
    server.reply(answer({**ALL, "jobSummaryList": [JOB]}))
    start = _connecting(connection)
    await start.lead(60)
    account = await start.account()
    (queue,) = await account.batch.queues()
    assert (await account.batch.environments(), await account.batch.definitions()) == ((), ())
    assert start._asking is not None
    await start._asking
    for status in ("RUNNING", "FAILED"):
        async for page in account.batch.pages(queue.name, status):
            assert [job.id for job in page] == [JOB["jobId"]]
    assert len(server.requests) == RESOURCES + STATES
    await account.batch.queues()
    assert len(server.requests) == RESOURCES + STATES + 1
    await start.close()


async def test_without_a_lead_nothing_is_asked(
    server: MisbehavingServer, connection: Connection
) -> None:
    start = _connecting(connection)
    assert await start.account() is await start.account()
    assert server.requests == []
    await start.close()


async def test_the_lead_is_limited() -> None:
    never = asyncio.Event()

    async def connect() -> Connection:
        await never.wait()
        return Connection()

    start = HeadStart(connect)
    await start.lead(0.01)
    await start.close()


async def test_a_failure_is_told_who_asks_for_the_account() -> None:
    async def connect() -> Connection:
        raise CredentialsError("no such profile")

    start = HeadStart(connect)
    await start.lead(60)
    with pytest.raises(CredentialsError, match="no such profile"):
        await start.account()
    await start.close()
