from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.cloud import Cloud

NOON = int(time.time()) * 1000 - 60_000
"""A minute ago: events of more than 14 days are refused."""


class Stream:
    """A new stream, and what is asked of it."""

    def __init__(self, cloud: Cloud) -> None:
        self.logs = cloud.logs
        self.names = {"logGroupName": cloud.name("group"), "logStreamName": "s"}
        self.logs.create_log_group(logGroupName=self.names["logGroupName"])
        self.logs.create_log_stream(**self.names)

    def put(self, *events: tuple[int, str]) -> None:
        shown = [{"timestamp": NOON + at, "message": text} for at, text in events]
        self.logs.put_log_events(**self.names, logEvents=shown)

    def page(self, token: str = "", **more: Any) -> tuple[list[str], str, str]:
        """Messages, and the tokens forward and backward."""
        if token:
            more["nextToken"] = token
            more.setdefault("startFromHead", token.startswith("f"))
        answer = self.logs.get_log_events(**self.names, **more)
        messages = [event["message"] for event in answer["events"]]
        return messages, answer["nextForwardToken"], answer["nextBackwardToken"]


@pytest.fixture
def stream(cloud: Cloud) -> Stream:
    return Stream(cloud)


def numbered(*numbers: int) -> Sequence[tuple[int, str]]:
    return [(number, str(number)) for number in numbers]


def test_the_tail_then_pages_backward_to_the_beginning(stream: Stream) -> None:
    stream.put(*numbered(*range(7)))
    messages, _, token = stream.page(limit=3)
    assert messages == ["4", "5", "6"]
    messages, _, token = stream.page(token, limit=3)
    assert messages == ["1", "2", "3"]
    messages, _, token = stream.page(token, limit=3)
    assert messages == ["0"]
    messages, _, again = stream.page(token, limit=3)
    assert (messages, again) == ([], token), "the same token back is the beginning"


def test_pages_forward_to_the_end_which_moves(stream: Stream) -> None:
    stream.put(*numbered(*range(4)))
    messages, token, _ = stream.page(limit=3, startFromHead=True)
    assert messages == ["0", "1", "2"]
    messages, token, _ = stream.page(token, limit=3)
    assert messages == ["3"]
    messages, again, _ = stream.page(token)
    assert (messages, again) == ([], token), "the same token back is the end"
    stream.put(*numbered(4))
    assert stream.page(token)[0] == ["4"]


@pytest.mark.parametrize("from_head", [True, False])
def test_an_empty_stream_is_followed_from_its_first_event(stream: Stream, from_head: bool) -> None:
    messages, token, _ = stream.page(startFromHead=from_head)
    assert messages == []
    stream.put(*numbered(0, 1))
    assert stream.page(token)[0] == ["0", "1"]


def test_what_follows_a_tail_comes_after_it(stream: Stream) -> None:
    stream.put(*numbered(*range(5)))
    _, token, _ = stream.page(limit=2)
    stream.put(*numbered(5))
    assert stream.page(token)[0] == ["5"]


def test_an_event_that_comes_late_moves_no_other(stream: Stream) -> None:
    stream.put(*numbered(10, 20, 30))
    _, forward, backward = stream.page(limit=1)
    stream.put(*numbered(15))
    assert stream.page(forward)[0] == []
    assert stream.page(backward)[0] == ["10", "15", "20"]


def test_equal_times_stay_in_the_order_they_came(stream: Stream) -> None:
    stream.put((0, "b"), (0, "a"))
    stream.put((0, "c"))
    messages, _, token = stream.page(limit=2)
    assert messages == ["a", "c"]
    assert stream.page(token)[0] == ["b"]


def test_a_range_of_time_has_its_begin_and_not_its_end(stream: Stream) -> None:
    stream.put(*numbered(*range(6)))
    bounds: dict[str, Any] = {"startTime": NOON + 1, "endTime": NOON + 4}
    assert stream.page(**bounds)[0] == ["1", "2", "3"]
    messages, token, _ = stream.page(**bounds, limit=2, startFromHead=True)
    assert messages == ["1", "2"]
    assert stream.page(token, **bounds)[0] == ["3"]
    _, _, token = stream.page(**bounds, limit=2)
    assert stream.page(token, **bounds)[0] == ["1"]
    assert stream.page(startTime=NOON + 9)[0] == []


def test_a_page_has_a_mebibyte_at_most(stream: Stream) -> None:
    size = 200_000
    stream.put(*((number, str(number) * size) for number in range(4)))
    stream.put(*((number, str(number) * size) for number in range(4, 8)))
    messages, forward, backward = stream.page()
    assert [message[0] for message in messages] == list("34567")
    assert [message[0] for message in stream.page(backward)[0]] == list("012")
    assert stream.page(forward)[0] == []
    messages, _, _ = stream.page(startFromHead=True)
    assert [message[0] for message in messages] == list("01234")


@pytest.mark.parametrize("token", ["x", "f/1", "f/" + "9" * 55])
def test_a_token_that_is_none_is_refused(stream: Stream, token: str) -> None:
    with pytest.raises(ClientError) as raised:
        stream.page(token)
    assert raised.value.response["Error"]["Code"] == "InvalidParameterException"
    assert "nextToken is invalid" in str(raised.value)


def test_a_page_has_ten_thousand_events_at_most(stream: Stream) -> None:
    stream.put(*((number, "x") for number in range(6_000)))
    stream.put(*((number, "y") for number in range(6_000, 12_000)))
    messages, _, backward = stream.page()
    assert (len(messages), messages[-1]) == (10_000, "y")
    assert len(stream.page(backward)[0]) == 2_000
    with pytest.raises(ClientError):
        stream.page(limit=10_001)


def test_filtered_events_of_all_streams_come_in_the_order_of_time(cloud: Cloud) -> None:
    stream = Stream(cloud)
    stream.put(*numbered(0, 2))
    stream.logs.create_log_stream(**{**stream.names, "logStreamName": "t"})
    other = {"timestamp": NOON + 1, "message": "1"}
    stream.logs.put_log_events(**{**stream.names, "logStreamName": "t"}, logEvents=[other])
    found = stream.logs.filter_log_events(logGroupName=stream.names["logGroupName"])
    assert [event["message"] for event in found["events"]] == ["0", "1", "2"]
