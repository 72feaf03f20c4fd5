from __future__ import annotations

import pytest

from batchdeck.aws.caller import Caller
from batchdeck.aws.errors import NotFoundError, UnreachableError
from batchdeck.aws.logs import LogsGateway
from batchdeck.domain.job import LogLocation
from batchdeck.domain.log_line import FoundPage, RawEvents, RawPage
from tests.aws.misbehaving_server import MisbehavingServer, answer, refusal

WHERE = LogLocation("/aws/batch/job", "d/default/0a")


async def test_a_stream_that_is_not_there_yet(server: MisbehavingServer, caller: Caller) -> None:
    server.reply(refusal("ResourceNotFoundException", "The specified log stream does not exist."))
    with pytest.raises(NotFoundError, match="log stream does not exist"):
        await LogsGateway(caller).events(WHERE)


async def test_an_answer_without_events_broke_off(
    server: MisbehavingServer, caller: Caller
) -> None:
    server.reply(answer({"nextForwardToken": "f/1"}))
    with pytest.raises(UnreachableError, match="broke off"):
        await LogsGateway(caller).events(WHERE)


async def test_whether_a_group_exists(server: MisbehavingServer, caller: Caller) -> None:
    server.reply(
        answer({"logGroups": [{"logGroupName": "/genome-2"}, {"logGroupName": "/genome"}]})
    )
    logs = LogsGateway(caller)
    assert await logs.has_group("/genome")
    assert not await logs.has_group("/gen")
    assert server.requests[1].json["logGroupNamePrefix"] == "/gen"


async def test_events_come_as_they_are_with_both_tokens(
    server: MisbehavingServer, caller: Caller
) -> None:
    events = [
        {"timestamp": 5, "message": "\x1b[32mstep\n", "ingestionTime": 7},
        {"timestamp": 6, "message": "two", "ingestionTime": 9},
    ]
    server.reply(
        answer({"events": events, "nextForwardToken": "f/2", "nextBackwardToken": "b/0"}),
        answer({"events": []}),
    )
    logs = LogsGateway(caller)
    page = await logs.events(WHERE)
    assert page == RawPage(RawEvents([5, 6], ["\x1b[32mstep\n", "two"]), 9, "f/2", "b/0")
    page = await logs.events(WHERE, "f/2", from_head=True, since=1, until=8)
    assert page == RawPage(RawEvents([], []), 0, "f/2", "f/2")
    first, second = (sent.json for sent in server.requests)
    assert first == {
        "logGroupName": "/aws/batch/job",
        "logStreamName": "d/default/0a",
        "limit": 10000,
        "startFromHead": False,
    }
    more = {"nextToken": "f/2", "startTime": 1, "endTime": 8, "startFromHead": True}
    assert second == {**first, **more}


async def test_events_without_what_an_event_has(server: MisbehavingServer, caller: Caller) -> None:
    server.reply(answer({"events": [{}]}))
    assert await LogsGateway(caller).events(WHERE) == RawPage(RawEvents([0], [""]))


async def test_what_a_pattern_finds(server: MisbehavingServer, caller: Caller) -> None:
    event = {"timestamp": 5, "message": "\x1b[1mx", "logStreamName": "a\x1b[1m", "eventId": "1"}
    server.reply(answer({"events": [event], "nextToken": "t"}), answer({"events": []}))
    logs = LogsGateway(caller)
    page = await logs.found("/group", "?ERROR", streams=["a"], since=1, until=9)
    assert page == FoundPage(RawEvents([5], ["\x1b[1mx"]), ("a",), "t")
    assert await logs.found("/group", "?ERROR", "t") == FoundPage(RawEvents([], []))
    first, second = (sent.json for sent in server.requests)
    assert first == {
        "logGroupName": "/group",
        "filterPattern": "?ERROR",
        "logStreamNames": ["a"],
        "startTime": 1,
        "endTime": 9,
    }
    assert second == {"logGroupName": "/group", "filterPattern": "?ERROR", "nextToken": "t"}
