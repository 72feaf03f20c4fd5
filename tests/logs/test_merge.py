from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from batchdeck.aws.errors import UnreachableError
from batchdeck.domain.job import Attempt, ContainerRun, LogLocation
from batchdeck.logs import merge
from batchdeck.logs.merge import MergedReader
from batchdeck.logs.state import TO_BEGINNING, LogState
from tests.jobs.scripted_batch import NOON, ScriptedBatch, VirtualTime, job, until
from tests.logs.reading_steps import rest, texts
from tests.logs.scripted_events import ScriptedEvents

AN_HOUR = 3_600_000


@pytest.fixture
def batch() -> ScriptedBatch:
    """Two jobs that run, each with a log of its name."""
    return running(ScriptedBatch(), "a", "b")


@pytest.fixture
def logs() -> ScriptedEvents:
    return ScriptedEvents()


@pytest.fixture
def reader(batch: ScriptedBatch, logs: ScriptedEvents, time: VirtualTime) -> MergedReader:
    return MergedReader(batch, logs, ["a", "b"], clock=time.clock, sleep=time.sleep)


def running(batch: ScriptedBatch, *ids: str) -> ScriptedBatch:
    for each in ids:
        batch.put(job(each, "RUNNING"))
        runs = (ContainerRun(log=LogLocation("/aws/batch/job", each)),)
        batch.known[each] = replace(batch.known[each], runs=runs)
    return batch


def write(logs: ScriptedEvents, stream: str, *seconds: int) -> None:
    """Events that say their log and so many seconds before noon, in that order."""
    for second in seconds:
        logs.write(stream, f"{stream}{second}", at=NOON - 1000 * second)


async def settled(states: AsyncIterator[LogState]) -> LogState:
    return await until(states, lambda state: state.caught_up)


async def test_tails_come_merged_and_older_lines_on_request(
    logs: ScriptedEvents, reader: MergedReader
) -> None:
    write(logs, "a", 90, 80, 70, 60, 50)
    write(logs, "b", 75, 55, 45, 35)
    states = reader.states()
    state = await anext(states)
    assert texts(reader) == ["b55", "a50", "b45", "b35"]
    assert [one.job_id for one in state.sources] == ["a", "b"]
    assert [line.source for line in reader.store.read(state.first, state.end)] == [1, 0, 1, 1]
    reader.older(TO_BEGINNING)
    state = await until(states, lambda state: state.at_beginning and not state.loading_older)
    assert texts(reader) == ["a90", "a80", "b75", "a70", "a60", "b55", "a50", "b45", "b35"]


async def test_one_page_of_older_lines_is_read_at_a_time(
    logs: ScriptedEvents, reader: MergedReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merge, "AT_FIRST", 1)
    write(logs, "a", *range(99, 69, -3))
    write(logs, "b", *range(98, 68, -3))
    states = reader.states()
    before = await settled(states)
    reader.older()
    state = await until(states, lambda state: state.first < before.first)
    assert not state.loading_older
    assert not state.at_beginning
    times = [line.at for line in reader.store.read(state.first, state.end)]
    assert times == sorted(times)


async def test_new_lines_come_in_order_a_little_later(
    logs: ScriptedEvents, reader: MergedReader, time: VirtualTime
) -> None:
    write(logs, "a", 9)
    write(logs, "b", 8)
    states = reader.states()
    await settled(states)
    write(logs, "b", 2)
    write(logs, "a", 4)
    await until(states, lambda state: state.end == 2)
    assert texts(reader) == ["a9", "b8", "a4", "b2"]


async def test_it_ends_when_all_have_ended(
    batch: ScriptedBatch, logs: ScriptedEvents, reader: MergedReader
) -> None:
    write(logs, "a", 5)
    write(logs, "b", 4)
    for each in ("a", "b"):
        batch.move(each, "SUCCEEDED", NOON - 60_000)
    states = await rest(reader.states())
    assert states[-1].ended
    assert texts(reader) == ["a5", "b4"]
    assert states[-1].at_beginning


async def test_an_attempt_that_begins_later_joins(
    batch: ScriptedBatch, logs: ScriptedEvents, reader: MergedReader, time: VirtualTime
) -> None:
    write(logs, "a", 5)
    write(logs, "b", 4)
    states = reader.states()
    await settled(states)
    ended = Attempt(NOON - 9_000, NOON, exit_code=1, log=LogLocation("/aws/batch/job", "a"))
    again = (ContainerRun(log=LogLocation("/aws/batch/job", "again")),)
    batch.known["a"] = replace(batch.known["a"], attempts=(ended,), runs=again)
    logs.write("again", "second", at=NOON)
    state = await until(states, lambda state: len(state.sources) == 3)
    await until(states, lambda state: state.end == 1)
    assert texts(reader) == ["a5", "b4", "second"]
    assert [(one.job_id, one.attempt) for one in state.sources] == [("a", 1), ("b", 1), ("a", 2)]


async def test_an_array_stands_for_its_children_and_what_is_left_out_is_said(
    logs: ScriptedEvents, time: VirtualTime
) -> None:
    batch = running(ScriptedBatch(), *(f"p:{index}" for index in range(5)))
    batch.put(replace(job("p", "PENDING"), array_size=5))
    batch.known["p"] = replace(batch.known["p"], children=(("RUNNING", 5),))
    for index in range(5):
        write(logs, f"p:{index}", 9 - index)
    reader = MergedReader(batch, logs, ["p"], most=3, clock=time.clock, sleep=time.sleep)
    state = await until(reader.states(), lambda state: state.at_beginning)
    assert len(state.sources) == 3
    assert state.left_out == "3 of 5 children"
    assert len(texts(reader)) == 3


async def test_jobs_without_a_log_are_counted_and_explained(
    batch: ScriptedBatch, logs: ScriptedEvents, time: VirtualTime
) -> None:
    write(logs, "a", 5)
    batch.put(job("w", "RUNNABLE"))
    wanted = ["a", "w", "gone"]
    reader = MergedReader(batch, logs, wanted, clock=time.clock, sleep=time.sleep)
    state = await settled(reader.states())
    assert texts(reader) == ["a5"]
    assert state.left_out == (
        "1 without: AWS does not know the job any more.; "
        "1 without: RUNNABLE: the log begins when the container runs."
    )


async def test_a_log_that_fails_keeps_no_other_back(
    logs: ScriptedEvents, reader: MergedReader
) -> None:
    write(logs, "a", 5)
    write(logs, "b", 4)
    logs.fail_once = [UnreachableError("no answer")]
    states = reader.states()
    assert (await anext(states)).problem is not None
    assert len(texts(reader)) == 1
    await until(states, lambda state: state.end - state.first == 2)
    assert sorted(texts(reader)) == ["a5", "b4"]


async def test_none_of_them_may_have_a_log(logs: ScriptedEvents, time: VirtualTime) -> None:
    batch = ScriptedBatch(replace(job("x", "FAILED"), started_at=None))
    reader = MergedReader(batch, logs, ["x"], clock=time.clock, sleep=time.sleep)
    last = (await rest(reader.states()))[-1]
    assert last.ended
    assert last.reason == "It never started, so there is no log."
