from __future__ import annotations

from dataclasses import replace

import pytest

from batchdeck.aws.errors import DeniedError, UnreachableError
from batchdeck.domain.job import JobDetail
from batchdeck.logs.reading import LogReader
from batchdeck.logs.state import TO_BEGINNING
from tests.jobs.scripted_batch import NOON, ScriptedBatch, VirtualTime, job, until
from tests.logs.reading_steps import caught_up, rest, texts
from tests.logs.scripted_events import ScriptedEvents


async def test_what_fails_is_said_and_nothing_is_lost_or_twice(
    logs: ScriptedEvents, reader: LogReader, time: VirtualTime
) -> None:
    logs.write("first", *"0123456", step=1_000)
    denied = logs.failing = DeniedError("no", action="logs:GetLogEvents")
    states = reader.states()
    assert (await anext(states)).problem is denied
    await anext(states)
    await anext(states)
    assert time.slept == [0.5, 1]
    logs.failing = None
    state = await caught_up(states)
    assert (texts(reader), state.problem) == (["4", "5", "6"], None)
    reader.older()
    logs.fail_once = [UnreachableError("no answer")]
    state = await until(states, lambda state: state.problem is not None)
    assert state.loading_older
    await until(states, lambda state: state.first < 0)
    assert texts(reader) == list("123456")


async def test_a_stream_that_does_not_exist_yet_is_waited_for(
    logs: ScriptedEvents, reader: LogReader
) -> None:
    states = reader.states()
    assert (await anext(states)).reason == "No line so far."
    reader.older(TO_BEGINNING)
    logs.write("first", "one")
    state = await until(states, lambda state: state.end == 1)
    assert state.reason == ""
    assert (await until(states, lambda state: state.at_beginning)).first == 0


async def test_while_a_job_waits_it_is_said_why_and_then_it_begins(
    batch: ScriptedBatch, logs: ScriptedEvents, reader: LogReader, time: VirtualTime
) -> None:
    running = batch.known["a"]
    batch.known["a"] = JobDetail(job("a", "RUNNABLE"))
    states = reader.states()
    waiting = await anext(states)
    assert waiting.reason.startswith("RUNNABLE: ")
    assert (waiting.ended, logs.reads) == (False, 0)
    for _ in range(12):
        await anext(states)
    assert time.slept[-1] == 5
    assert time.slept == sorted(time.slept)
    batch.move("a", "STARTING")
    assert (await anext(states)).reason.startswith("STARTING: ")
    batch.known["a"] = running
    logs.write("first", "one")
    await until(states, lambda state: state.end == 1)
    assert texts(reader) == ["one"]


@pytest.mark.parametrize("known", [True, False])
async def test_a_job_that_can_have_no_log_ends_with_the_reason(
    logs: ScriptedEvents, time: VirtualTime, known: bool
) -> None:
    failed = replace(job("a", "FAILED"), started_at=None, reason="Cancelled by user")
    batch = ScriptedBatch(*([failed] if known else []))
    reader = LogReader(batch, logs, "a", clock=time.clock, sleep=time.sleep)
    reader.older(TO_BEGINNING)
    last = (await rest(reader.states()))[-1]
    assert last.ended
    assert ("Cancelled by user" if known else "does not know the job any more") in last.reason


async def test_a_log_that_expired_is_said_to_be_gone(
    batch: ScriptedBatch, reader: LogReader
) -> None:
    batch.move("a", "FAILED", NOON - 60_000)
    last = (await rest(reader.states()))[-1]
    assert last.ended
    assert last.reason == "It wrote nothing, or its log has expired."


async def test_an_array_parent_says_that_its_children_have_logs(
    logs: ScriptedEvents, time: VirtualTime
) -> None:
    batch = ScriptedBatch(job("a", "PENDING"))
    batch.known["a"] = replace(batch.known["a"], children=(("RUNNING", 2),))
    reader = LogReader(batch, logs, "a", clock=time.clock, sleep=time.sleep)
    assert "each of its children has one" in (await anext(reader.states())).reason


async def test_a_full_disk_stops_reading_until_there_is_room(
    logs: ScriptedEvents, reader: LogReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    logs.write("first", "one")
    states = reader.states()
    await caught_up(states)
    reader.store.problem = "No more lines can be kept: No space left on device"

    async def still_full() -> None:
        return

    with monkeypatch.context() as patch:
        patch.setattr(reader.store, "settle", still_full)
        logs.write("first", "two")
        reads = logs.reads
        state = await anext(states)
        assert state.storage == reader.store.problem
        assert logs.reads == reads
    reader.store.problem = ""
    await until(states, lambda state: state.end == 2)
    assert texts(reader) == ["one", "two"]
