from __future__ import annotations

from dataclasses import replace

import pytest

from batchdeck.domain.job import ContainerRun
from batchdeck.logs.reading import LogReader
from batchdeck.logs.source import LogChoice
from batchdeck.logs.state import TO_BEGINNING, LogState
from tests.jobs.scripted_batch import NOON, ScriptedBatch, VirtualTime, job, until
from tests.logs.reading_steps import FIRST, SECOND, caught_up, rest, retry, texts
from tests.logs.scripted_events import ScriptedEvents


async def test_the_tail_is_there_at_once_and_older_lines_on_request(
    batch: ScriptedBatch, logs: ScriptedEvents, reader: LogReader
) -> None:
    logs.write("first", *map(str, range(10)), step=1_000)
    states = reader.states()
    state = await anext(states)
    assert texts(reader) == ["7", "8", "9"]
    assert logs.reads == 1
    assert (state.first, state.end, state.at_beginning) == (0, 3, False)
    assert state.newest_at == NOON + 9_000
    reader.older()
    state = await until(states, lambda state: state.first < 0)
    assert texts(reader) == ["4", "5", "6", "7", "8", "9"]
    assert (state.first, state.loading_older) == (-3, False)
    reader.older(TO_BEGINNING)
    loading = await until(states, lambda state: state.first == -6)
    assert loading.loading_older
    state = await until(states, lambda state: not state.loading_older)
    assert state.at_beginning
    assert texts(reader) == list("0123456789")


async def test_older_lines_are_read_back_to_a_time(logs: ScriptedEvents, reader: LogReader) -> None:
    logs.write("first", *map(str, range(20)), step=1_000)
    states = reader.states()
    await anext(states)
    reader.older(NOON + 9_500)
    await until(states, lambda state: state.first < 0 and not state.loading_older)
    assert texts(reader)[0] == "8"
    reader.older(TO_BEGINNING)
    await until(states, lambda state: state.loading_older and state.first < -12)
    reader.stop_older()
    state = await until(states, lambda state: not state.loading_older)
    assert not state.at_beginning


async def test_a_shallower_wish_does_not_end_a_deeper_one(
    logs: ScriptedEvents, reader: LogReader
) -> None:
    logs.write("first", *map(str, range(20)), step=1_000)
    states = reader.states()
    await anext(states)
    reader.older(TO_BEGINNING)
    reader.older()
    await until(states, lambda state: state.at_beginning and not state.loading_older)
    assert texts(reader) == [str(number) for number in range(20)]


async def test_new_lines_come_soon_and_it_asks_less_often_while_none_do(
    logs: ScriptedEvents, reader: LogReader, time: VirtualTime
) -> None:
    logs.write("first", "one")
    states = reader.states()
    await caught_up(states)
    logs.write("first", "two", "three")
    await until(states, lambda state: state.end == 3)
    assert time.slept == [0.25]
    await caught_up(states)
    for _ in range(8):
        await anext(states)
    assert time.slept[1:4] == pytest.approx([0.25, 0.375, 0.562], abs=0.01)
    assert time.slept[-1] == 1


async def test_a_retry_leads_over_after_the_last_lines_and_a_rule(
    batch: ScriptedBatch, logs: ScriptedEvents, reader: LogReader
) -> None:
    logs.write("first", "one")
    states = reader.states()
    await caught_up(states)

    def move() -> None:
        logs.before = lambda: None
        logs.write("first", "dying", at=NOON + 1)
        logs.write("second", "again", at=NOON + 2)
        retry(batch)

    logs.before = move
    state = await until(states, lambda state: state.end == 4)
    assert texts(reader) == ["one", "dying", "attempt 2 begins", "again"]
    assert [line.source for line in reader.store.read(0, 4)] == [0, 0, -1, 1]
    assert [one.attempt for one in state.sources] == [1, 2]
    assert [one.attempt for one in state.choices] == [1, 2]
    assert state.sources[0].exit_code == 1, "as it is known by now"


async def test_a_chosen_attempt_is_read_to_its_end_and_no_further(
    batch: ScriptedBatch, logs: ScriptedEvents, time: VirtualTime
) -> None:
    logs.write("first", "one")
    retry(batch)
    choice = LogChoice("a", "a", "RUNNING", attempt=1, where=FIRST)
    reader = LogReader(batch, logs, "a", choice, clock=time.clock, sleep=time.sleep)
    states = await rest(reader.states())
    assert texts(reader) == ["one"]
    assert states[-1].ended
    assert [one.exit_code for one in states[-1].sources] == [1]


async def test_a_log_is_read_though_its_job_is_forgotten(
    logs: ScriptedEvents, time: VirtualTime
) -> None:
    logs.write("first", "one")
    choice = LogChoice("a", "a", "FAILED", where=FIRST)
    reader = LogReader(ScriptedBatch(), logs, "a", choice, clock=time.clock, sleep=time.sleep)
    assert (await rest(reader.states()))[-1].ended
    assert texts(reader) == ["one"]


async def test_it_ends_when_the_last_lines_have_come(
    batch: ScriptedBatch, logs: ScriptedEvents, reader: LogReader, time: VirtualTime
) -> None:
    logs.write("first", "one")
    batch.move("a", "FAILED", NOON)

    def late() -> None:
        if time.now >= NOON + 2_000 and len(logs.streams["first"]) == 1:
            logs.write("first", "Traceback")

    logs.before = late
    assert (await rest(reader.states()))[-1].ended
    assert texts(reader) == ["one", "Traceback"]


async def test_after_the_end_older_lines_can_still_be_asked_for(
    batch: ScriptedBatch, logs: ScriptedEvents, reader: LogReader
) -> None:
    logs.write("first", *"01234", step=1_000)
    batch.move("a", "SUCCEEDED", NOON - 60_000)
    assert (await rest(reader.states()))[-1].ended
    reader.older()
    (state, *_) = await rest(reader.states())
    assert state.ended
    assert texts(reader) == list("01234")


async def test_while_paused_only_older_lines_are_read(
    logs: ScriptedEvents, reader: LogReader
) -> None:
    logs.write("first", *"01234", step=1_000)
    states = reader.states()
    await caught_up(states)
    reader.pause()
    logs.write("first", "5", at=NOON + 5_000)
    reader.older()
    state = await anext(states)
    assert (state.first, state.end) == (-2, 3)
    reader.resume()
    await until(states, lambda state: state.end == 4)
    assert texts(reader) == list("012345")


async def test_of_a_multi_node_job_the_main_node_is_read(
    logs: ScriptedEvents, time: VirtualTime
) -> None:
    batch = ScriptedBatch(job("a", "RUNNING"), job("a#0", "RUNNING"), job("a#1", "RUNNING"))
    batch.known["a"] = replace(batch.known["a"], nodes=2, main_node=1)
    for index, where in enumerate((FIRST, SECOND)):
        known = batch.known[f"a#{index}"]
        batch.known[f"a#{index}"] = replace(known, runs=(ContainerRun(log=where),))
    logs.write("second", "I am main")
    reader = LogReader(batch, logs, "a", clock=time.clock, sleep=time.sleep)
    state = await anext(reader.states())
    assert texts(reader) == ["I am main"]
    assert [one.node for one in state.choices] == [0, 1]
    assert [one.node for one in state.sources] == [1]


async def test_the_lag_is_told(logs: ScriptedEvents, reader: LogReader, time: VirtualTime) -> None:
    logs.ingestion = 700
    logs.write("first", "one", at=NOON - 14_000)
    states = reader.states()
    state = await anext(states)
    assert (state.lag(time.now), state.ingestion) == (14_000, 700)
    state = await caught_up(states)
    assert state.lag(time.now) == 0
    assert state.lag(time.now + 500) == 500
    assert LogState().lag(time.now) == 0


async def test_from_the_head_and_from_a_time_on(
    batch: ScriptedBatch, logs: ScriptedEvents, time: VirtualTime
) -> None:
    logs.write("first", *"0123456789", step=1_000)
    batch.move("a", "SUCCEEDED", NOON - 60_000)
    for since, expected in ((None, "0123456789"), (NOON + 5_500, "6789")):
        reader = LogReader(
            batch, logs, "a", from_head=True, since=since, clock=time.clock, sleep=time.sleep
        )
        await rest(reader.states())
        assert texts(reader) == list(expected)


async def test_what_is_known_of_the_job_is_not_asked_again(
    batch: ScriptedBatch, logs: ScriptedEvents, time: VirtualTime
) -> None:
    logs.write("first", "one")
    known = batch.known["a"]
    reader = LogReader(batch, logs, "a", detail=known, clock=time.clock, sleep=time.sleep)
    states = reader.states()
    await anext(states)
    assert (texts(reader), batch.calls) == (["one"], [])
    await until(states, lambda state: bool(batch.calls))
