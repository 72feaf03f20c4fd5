from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batchdeck.aws.errors import AwsError, NotFoundError, RefusedError, UnreachableError
from batchdeck.domain.job import LogLocation
from batchdeck.domain.log_line import RawEvents
from batchdeck.logs.stream import LogStream
from tests.logs.events import NOON
from tests.logs.scripted_events import ScriptedEvents

WHERE = LogLocation("/aws/batch/job", "s")


def texts(events: RawEvents) -> list[str]:
    return list(events.messages)


@pytest.fixture
def logs() -> ScriptedEvents:
    """Ten events, ten seconds apart."""
    logs = ScriptedEvents()
    logs.write("s", *"0123456789", step=10_000)
    return logs


async def test_the_tail_comes_first_then_either_way(logs: ScriptedEvents) -> None:
    stream = LogStream(logs, WHERE)
    assert texts(await stream.tail()) == ["7", "8", "9"]
    assert stream.opened
    assert texts(await stream.older()) == ["4", "5", "6"]
    logs.write("s", "10", at=NOON + 100_000)
    assert texts(await stream.newer()) == ["10"]
    assert not stream.at_end
    assert (texts(await stream.newer()), stream.at_end) == ([], True)
    assert texts(await stream.older()) == ["1", "2", "3"]
    assert (texts(await stream.older()), stream.at_beginning) == (["0"], False)
    assert (texts(await stream.older()), stream.at_beginning) == ([], True)
    reads = logs.reads
    assert texts(await stream.older()) == []
    assert logs.reads == reads


async def test_the_head_comes_first_when_asked_for(logs: ScriptedEvents) -> None:
    stream = LogStream(logs, WHERE)
    assert texts(await stream.head()) == ["0", "1", "2"]
    assert stream.at_beginning
    assert texts(await stream.newer()) == ["3", "4", "5"]


async def test_empty_pages_are_no_end_in_any_direction(logs: ScriptedEvents) -> None:
    stream = LogStream(logs, WHERE)
    logs.empty_pages = 5
    assert texts(await stream.tail()) == ["7", "8", "9"]
    logs.empty_pages = 5
    assert texts(await stream.older()) == ["4", "5", "6"]
    logs.write("s", "10", at=NOON + 100_000)
    logs.empty_pages = 5
    assert texts(await stream.newer()) == ["10"]


async def test_very_many_empty_pages_are_passed_over_in_turns(logs: ScriptedEvents) -> None:
    stream = LogStream(logs, WHERE)
    await stream.tail()
    logs.empty_pages = 30
    assert (texts(await stream.older()), stream.at_beginning) == ([], False)
    assert texts(await stream.older()) == ["4", "5", "6"]


async def test_expired_tokens_are_replaced_by_the_time(logs: ScriptedEvents) -> None:
    stream = LogStream(logs, WHERE, since=NOON - 1, until=NOON + 10**9)
    await stream.tail()
    logs.expire()
    assert texts(await stream.older()) == ["5", "6"], "a page that ends with 7, which was there"
    assert logs.asked[-1] == ("", NOON - 1, NOON + 70_001)
    logs.write("s", "10", at=NOON + 100_000)
    assert texts(await stream.newer()) == ["10"]
    assert ("", NOON + 90_000, NOON + 10**9) in logs.asked
    logs.expire()
    assert (texts(await stream.newer()), stream.at_end) == ([], True)


async def test_equal_events_of_one_moment_are_counted_not_dropped() -> None:
    logs = ScriptedEvents(page_size=3)
    logs.write("s", "before", at=NOON - 1)
    logs.write("s", "same", "same")
    stream = LogStream(logs, WHERE)
    assert texts(await stream.tail()) == ["before", "same", "same"]
    logs.expire()
    logs.write("s", "same", "other", "same")
    found = []
    while not stream.at_end:
        found += texts(await stream.newer())
    assert found == ["same", "other", "same"]
    logs.expire()
    assert texts(await stream.older()) == []


async def test_what_is_refused_for_another_reason_is_told() -> None:
    logs = ScriptedEvents()
    logs.write("s", "a")
    stream = LogStream(logs, WHERE)
    logs.failing = RefusedError("no")
    with pytest.raises(RefusedError):
        await stream.tail()
    logs.failing = None
    await stream.tail()
    logs.failing = RefusedError("no")
    with pytest.raises(RefusedError):
        await stream.newer()


async def test_a_stream_that_is_not_there_yet_can_be_opened_later() -> None:
    logs = ScriptedEvents()
    stream = LogStream(logs, WHERE)
    with pytest.raises(NotFoundError):
        await stream.tail()
    assert not stream.opened
    logs.write("s", "a")
    assert texts(await stream.tail()) == ["a"]


async def test_how_long_the_newest_event_took(logs: ScriptedEvents) -> None:
    logs.ingestion = 1_500
    stream = LogStream(logs, WHERE)
    await stream.tail()
    assert stream.ingestion == 1_500


#: What happens to a log and to who reads it.
STEP = st.one_of(
    st.tuples(st.just("write"), st.integers(1, 5), st.integers(0, 2)),
    st.tuples(st.sampled_from(["newer", "older", "fail", "expire"]), st.just(1), st.just(0)),
    st.tuples(st.just("empty"), st.integers(1, 3), st.just(0)),
)


class Reading:
    """A stream and all that came out of it, in the order of the stream."""

    def __init__(self, logs: ScriptedEvents) -> None:
        self.logs = logs
        self.stream = LogStream(logs, WHERE)
        self.found: list[tuple[int, str]] = []
        self.at = NOON
        self.written = 0

    async def step(self, what: str, count: int, later: int) -> None:
        if what == "write":
            self.at += later
            # Few different texts, so that many events are equal.
            self.logs.write("s", *(str(self.written % 2) for _ in range(count)), at=self.at)
            self.written += 1
        elif what == "fail":
            self.logs.fail_once.append(UnreachableError("no answer"))
        elif what == "expire" and len({at for at, _ in self.found}) > 1:
            self.logs.expire()
        elif what == "empty":
            self.logs.empty_pages += count
        elif what in ("newer", "older"):
            await self.read(older=what == "older")

    async def read(self, *, older: bool) -> bool:
        """Whether it was answered."""
        stream = self.stream
        try:
            if not stream.opened:
                self.found += zip(*await stream.tail(), strict=True)
            elif older:
                self.found[:0] = zip(*await stream.older(), strict=True)
            else:
                self.found += zip(*await stream.newer(), strict=True)
        except AwsError:
            return False
        return True

    async def finish(self) -> None:
        stream = self.stream
        while not stream.at_beginning:
            await self.read(older=True)
        while not (await self.read(older=False) and stream.at_end):
            pass


@settings(max_examples=500, deadline=None)
@given(st.lists(STEP, max_size=40), st.integers(1, 4))
async def test_each_event_comes_out_once_and_in_order(
    steps: Sequence[tuple[str, int, int]], page_size: int
) -> None:
    """Whatever comes between: appends, failures, empty pages, expired tokens, reads either way.

    Tokens do not expire while all that came out is of one millisecond: see `LogStream`.
    """
    logs = ScriptedEvents(page_size)
    logs.write("s", "first")
    reading = Reading(logs)
    for step in steps:
        await reading.step(*step)
    await reading.finish()
    assert sorted(reading.found) == sorted(logs.streams["s"])
    assert [at for at, _ in reading.found] == [at for at, _ in logs.streams["s"]]


async def test_it_is_current_at_the_end_and_while_little_comes_that_is_new() -> None:
    logs = ScriptedEvents(page_size=2_000)
    logs.write("s", "old")
    stream = LogStream(logs, WHERE)
    await stream.tail()
    assert stream.is_current(NOON + 5_000)
    assert not stream.is_current(NOON + 60_000)
    await stream.newer()
    assert stream.is_current(NOON + 60_000)
    logs.write("s", *["new"] * 1_500, at=NOON + 60_000)
    await stream.newer()
    assert not stream.is_current(NOON + 60_000)


async def test_the_page_after_a_long_one_is_asked_for_in_advance() -> None:
    logs = ScriptedEvents(page_size=1_000)
    logs.write("s", *map(str, range(3_500)), step=1)
    stream = LogStream(logs, WHERE)
    found = texts(await stream.tail())
    found[:0] = texts(await stream.older())
    await asyncio.sleep(0.01)
    assert logs.reads == 3, "the next page is on its way"
    logs.failing = UnreachableError("no answer")
    found[:0] = texts(await stream.older())
    await asyncio.sleep(0.01)
    with pytest.raises(UnreachableError):
        await stream.older()
    logs.failing = None
    while not stream.at_beginning:
        found[:0] = texts(await stream.older())
    assert found == [str(number) for number in range(3_500)]


async def test_a_page_in_advance_that_nobody_wanted_is_asked_for_again() -> None:
    logs = ScriptedEvents(page_size=1_000)
    logs.write("s", *map(str, range(2_500)), step=1)
    stream = LogStream(logs, WHERE)
    found = texts(await stream.head())
    found += texts(await stream.newer())
    waiting = asyncio.ensure_future(stream.newer())
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    while not stream.at_end:
        found += texts(await stream.newer())
    assert found == [str(number) for number in range(2_500)]
