from __future__ import annotations

import asyncio
import dataclasses
from typing import Any

import pytest

from batchdeck.aws.budget import Budget
from batchdeck.aws.caller import Caller
from batchdeck.aws.calls import CallLog
from batchdeck.aws.errors import (
    AwsError,
    ReadOnlyError,
    ThrottledError,
    UncertainError,
    UnreachableError,
)
from batchdeck.aws.session import AwsSession
from batchdeck.domain.call import Write
from batchdeck.domain.connection import Connection
from tests.aws.misbehaving_server import MisbehavingServer, answer, dropped, refusal, silence

GOOD = answer({"jobQueues": [], "jobId": "0a"})
THROTTLED = refusal("TooManyRequestsException", "slow down", 429)
CANCEL = Write("batch", "CancelJob", {"jobId": "0a", "reason": "x"}, "aws batch cancel-job")


async def _queues(caller: Caller) -> dict[str, Any]:
    return await caller.read("batch", "DescribeJobQueues", {}, expects="jobQueues")


async def test_a_read_gives_the_answer_and_is_recorded(
    server: MisbehavingServer, caller: Caller, calls: CallLog
) -> None:
    server.reply(GOOD)
    assert (await _queues(caller))["jobQueues"] == []
    (call,) = calls.recent()
    assert call.action == "batch:DescribeJobQueues"
    assert call.line.startswith("aws batch describe-job-queues --region eu-west-1")
    assert (call.outcome, call.failed) == ("ok", False)
    assert 0 < call.seconds < 5


@pytest.mark.parametrize("trouble", [THROTTLED, dropped, refusal("ServerException", "x", 500)])
async def test_a_read_gets_over_two_troubles(
    server: MisbehavingServer, session: AwsSession, caller: Caller, calls: CallLog, trouble: Any
) -> None:
    await session.client("batch")  # On a busy machine it takes longer than a read may.
    server.reply(trouble, trouble, GOOD)
    await _queues(caller)
    assert len(server.requests) == 3
    assert [call.failed for call in calls.recent()] == [False, True, True]


async def test_a_read_is_given_up_after_three_tries(
    server: MisbehavingServer, caller: Caller
) -> None:
    server.reply(THROTTLED)
    with pytest.raises(ThrottledError):
        await _queues(caller)
    assert len(server.requests) == 3


async def test_a_read_that_took_long_is_not_tried_again(
    server: MisbehavingServer, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("batchdeck.aws.caller.RETRY_WITHIN", 0.2)
    server.reply(silence)
    with pytest.raises(UnreachableError):
        await _queues(caller)
    assert len(server.requests) == 1


async def test_an_answer_that_dribbles_is_given_up(
    server: MisbehavingServer, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def dribble(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while True:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.05)

    monkeypatch.setattr("batchdeck.aws.caller.RETRY_WITHIN", 0)
    server.reply(dribble)
    with pytest.raises(UnreachableError, match="too slowly"):
        await asyncio.wait_for(_queues(caller), 60)


async def test_a_call_after_closing_is_an_error_of_ours(
    server: MisbehavingServer, caller: Caller, session: AwsSession
) -> None:
    server.reply(GOOD)
    await _queues(caller)
    await session.close()
    with pytest.raises(AwsError, match="closed"):
        await _queues(caller)
    assert len(server.requests) == 1


@pytest.mark.parametrize("trouble", [THROTTLED, dropped, silence])
async def test_a_write_is_sent_once_whatever_happens(
    server: MisbehavingServer, caller: Caller, calls: CallLog, trouble: Any
) -> None:
    server.reply(trouble)
    with pytest.raises(Exception, match=r"CancelJob"):
        await caller.write(CANCEL)
    assert len(server.requests) == 1
    assert calls.recent()[0].line == CANCEL.line


async def test_a_write_on_a_connection_that_dies_under_it_is_sent_once(
    server: MisbehavingServer, caller: Caller
) -> None:
    server.reply(GOOD, dropped, GOOD)
    await _queues(caller)
    with pytest.raises(UncertainError):
        await caller.write(CANCEL)
    assert [sent.path for sent in server.requests] == ["/v1/describejobqueues", "/v1/canceljob"]


async def test_read_only_refuses_before_anything_is_sent(
    server: MisbehavingServer, connection: Connection, calls: CallLog
) -> None:
    session = AwsSession(dataclasses.replace(connection, read_only=True))
    with pytest.raises(ReadOnlyError, match="CancelJob was not sent"):
        await Caller(session, calls).write(CANCEL)
    assert server.requests == []
    assert calls.recent() == ()


async def test_no_more_than_ten_requests_are_on_their_way(
    server: MisbehavingServer, session: AwsSession, calls: CallLog
) -> None:
    now, most = 0, 0

    async def slow(writer: asyncio.StreamWriter) -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.02)
        now -= 1
        await GOOD(writer)

    server.reply(slow)
    caller = Caller(session, calls, budget=Budget(1000, 1000))
    await asyncio.gather(*(_queues(caller) for _ in range(40)))
    assert most == 10


async def test_a_cancelled_call_is_recorded_and_leaves_the_door_open(
    server: MisbehavingServer, caller: Caller, calls: CallLog
) -> None:
    full = asyncio.Barrier(11)

    async def wait(writer: asyncio.StreamWriter) -> None:
        await full.wait()
        await silence(writer)

    server.reply(wait)
    waiting = [asyncio.create_task(_queues(caller)) for _ in range(20)]
    await full.wait()
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert {call.outcome for call in calls.recent()} == {"cancelled"}
    server.reply(GOOD)
    await asyncio.wait_for(_queues(caller), 60)


async def test_all_share_one_budget(
    server: MisbehavingServer, session: AwsSession, calls: CallLog
) -> None:
    server.reply(GOOD)
    caller = Caller(session, calls, budget=Budget(rate=50, burst=1))
    await _queues(caller)
    loop = asyncio.get_running_loop()
    began = loop.time()
    await asyncio.gather(*(_queues(caller) for _ in range(10)))
    assert loop.time() - began >= 0.17


async def test_what_was_asked_ahead_is_the_next_answer(
    server: MisbehavingServer, caller: Caller, calls: CallLog
) -> None:
    server.reply(GOOD)
    ahead = caller.ask_ahead("batch", "DescribeJobQueues", {}, expects="jobQueues")
    assert await _queues(caller) is await ahead
    assert await _queues(caller) is not await ahead
    assert (len(server.requests), calls.version) == (2, 2)


async def test_what_was_asked_ahead_grows_old(
    server: MisbehavingServer, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("batchdeck.aws.caller.AHEAD_SECONDS", 0)
    server.reply(GOOD)
    await caller.ask_ahead("batch", "DescribeJobQueues", {}, expects="jobQueues")
    await _queues(caller)
    assert len(server.requests) == 2


async def test_what_nobody_asked_for_is_given_up(server: MisbehavingServer, caller: Caller) -> None:
    server.reply(silence)
    ahead = caller.ask_ahead("batch", "DescribeJobQueues", {}, expects="jobQueues")
    await caller.close()
    assert ahead.cancelled()
