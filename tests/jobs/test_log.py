from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from batchdeck.aws.errors import DeniedError
from batchdeck.domain.job import Attempt, LogLocation
from batchdeck.jobs.log import LogState, follow_log
from tests.jobs.scripted_batch import NOON, ScriptedBatch, ScriptedLogs, VirtualTime, job, until

FIRST = LogLocation("/aws/batch/job", "first")
SECOND = LogLocation("/aws/batch/job", "second")


@pytest.fixture
def time() -> VirtualTime:
    return VirtualTime()


@pytest.fixture
def batch() -> ScriptedBatch:
    """One job that runs and logs to `FIRST`."""
    batch = ScriptedBatch(job("a", "RUNNING"))
    batch.known["a"] = replace(batch.known["a"], log=FIRST, attempts=(Attempt(log=FIRST),))
    return batch


@pytest.fixture
def logs() -> ScriptedLogs:
    return ScriptedLogs()


def following(
    batch: ScriptedBatch, logs: ScriptedLogs, time: VirtualTime
) -> AsyncIterator[LogState]:
    return follow_log(batch, logs, "a", clock=time.clock, sleep=time.sleep)


def texts(*states: LogState) -> list[str]:
    return [line.text for state in states for line in state.lines]


async def read_lines(states: AsyncIterator[LogState]) -> LogState:
    return await until(states, lambda state: bool(state.lines))


async def caught_up(states: AsyncIterator[LogState]) -> None:
    """Read on to where nothing is left."""
    await until(states, lambda state: not state.lines)


async def rest(states: AsyncIterator[LogState]) -> list[LogState]:
    return [state async for state in states]


async def test_a_finished_log_is_read_from_its_head_to_its_end(
    batch: ScriptedBatch, logs: ScriptedLogs, time: VirtualTime
) -> None:
    lines = [f"line {number}" for number in range(40)]
    logs.write("first", *lines)
    batch.move("a", "SUCCEEDED", NOON - 60_000)
    states = await rest(following(batch, logs, time))
    assert texts(*states) == lines
    assert [state.fresh for state in states if state.lines] == [True] + 13 * [False]
    assert (states[0].where, states[0].attempt) == (FIRST, 1)
    assert states[-1].ended
    assert sum(call[0] == "details" for call in batch.calls) == 1


async def test_new_lines_come_soon_after_they_are_written(
    batch: ScriptedBatch, logs: ScriptedLogs, time: VirtualTime
) -> None:
    logs.write("first", "one")
    states = following(batch, logs, time)
    assert texts(await read_lines(states)) == ["one"]
    await caught_up(states)
    logs.write("first", "two", "three")
    assert texts(await read_lines(states)) == ["two", "three"]
    assert time.slept == [0.5], "quickly while lines flow"


async def test_while_nothing_is_written_it_is_asked_once_a_second(
    batch: ScriptedBatch, logs: ScriptedLogs, time: VirtualTime
) -> None:
    logs.write("first", "one")
    states = following(batch, logs, time)
    await caught_up(states)

    def write(call: tuple[str, ...]) -> None:
        if time.now >= NOON + 6_000:
            logs.write("first", "two")

    batch.before = write
    assert texts(await read_lines(states)) == ["two"]
    assert set(time.slept[1:]) == {1}


async def test_an_empty_page_is_not_the_end(
    batch: ScriptedBatch, logs: ScriptedLogs, time: VirtualTime
) -> None:
    logs.write("first", "one")
    logs.streams["first"] += [None, None]
    logs.write("first", "two")
    batch.move("a", "SUCCEEDED", NOON - 60_000)
    assert texts(*await rest(following(batch, logs, time))) == ["one", "two"]


async def test_the_last_lines_are_waited_for_after_the_end(
    batch: ScriptedBatch, logs: ScriptedLogs, time: VirtualTime
) -> None:
    logs.write("first", "one")
    batch.move("a", "FAILED", NOON)

    async def late(seconds: float) -> None:
        await time.sleep(seconds)
        if time.now >= NOON + 2_000 and len(logs.streams["first"]) == 1:
            logs.write("first", "Traceback")

    states = follow_log(batch, logs, "a", clock=time.clock, sleep=late)
    assert texts(*await rest(states)) == ["one", "Traceback"]


async def test_a_retry_leads_over_to_the_next_stream_after_the_last_lines_of_the_old(
    batch: ScriptedBatch, logs: ScriptedLogs, time: VirtualTime
) -> None:
    logs.write("first", "one")
    states = following(batch, logs, time)
    await caught_up(states)

    def retry(call: tuple[str, ...]) -> None:
        logs.write("first", "dying")
        logs.write("second", "again")
        both = (Attempt(log=FIRST), Attempt(log=SECOND))
        batch.known["a"] = replace(batch.known["a"], log=SECOND, attempts=both)
        batch.before = lambda call: None

    batch.before = retry
    dying = await read_lines(states)
    again = await read_lines(states)
    assert (texts(dying), dying.fresh, dying.attempt) == (["dying"], False, 1)
    assert (texts(again), again.fresh, again.attempt) == (["again"], True, 2)
    assert again.where == SECOND


async def test_while_a_job_waits_it_is_said_why_there_is_no_log(
    batch: ScriptedBatch, logs: ScriptedLogs, time: VirtualTime
) -> None:
    running = batch.known["a"]
    batch.known["a"] = replace(running, job=job("a", "RUNNABLE"), log=None, attempts=())
    states = following(batch, logs, time)
    waiting = await anext(states)
    assert waiting.reason.startswith("RUNNABLE: ")
    assert (waiting.ended, waiting.attempt, logs.reads) == (False, 0, 0)
    logs.write("first", "one")
    batch.known["a"] = running
    assert texts(await read_lines(states)) == ["one"]


async def test_a_waiting_job_is_looked_at_ever_less_often_until_it_moves(
    logs: ScriptedLogs, time: VirtualTime
) -> None:
    batch = ScriptedBatch(job("a", "RUNNABLE"))
    states = following(batch, logs, time)
    await anext(states)

    def start(call: tuple[str, ...]) -> None:
        if time.now >= NOON + 60_000:
            batch.move("a", "STARTING")

    batch.before = start
    assert (await anext(states)).reason.startswith("STARTING: ")
    assert (time.slept[0], time.slept[-1]) == (1, 5)
    assert time.slept == sorted(time.slept)
    batch.move("a", "RUNNING", NOON)
    batch.before = lambda call: None
    await anext(states)
    assert time.slept[-1] == 1


async def test_a_stream_that_does_not_exist_yet_is_waited_for(
    batch: ScriptedBatch, logs: ScriptedLogs, time: VirtualTime
) -> None:
    states = following(batch, logs, time)
    assert (await anext(states)).reason == "No line so far."
    logs.write("first", "one")
    assert texts(await read_lines(states)) == ["one"]


async def test_a_log_that_expired_is_said_to_be_gone(
    batch: ScriptedBatch, logs: ScriptedLogs, time: VirtualTime
) -> None:
    batch.move("a", "FAILED", NOON - 60_000)
    (last,) = await rest(following(batch, logs, time))
    assert last.ended
    assert last.reason == "It wrote nothing, or its log has expired."


async def test_a_job_that_never_started_ends_with_its_reason(
    logs: ScriptedLogs, time: VirtualTime
) -> None:
    failed = replace(job("a", "FAILED"), started_at=None, reason="Cancelled by user")
    (last,) = await rest(following(ScriptedBatch(failed), logs, time))
    assert last.ended
    assert "never started" in last.reason
    assert "Cancelled by user" in last.reason


async def test_a_job_that_aws_does_not_know_is_waited_for_then_given_up(
    logs: ScriptedLogs, time: VirtualTime
) -> None:
    first, last = await rest(following(ScriptedBatch(), logs, time))
    assert (first.reason, first.ended) == ("AWS does not know the job yet.", False)
    assert (last.reason, last.ended) == ("AWS does not know the job any more.", True)


async def test_a_denied_read_is_shown_and_mended_without_a_restart(
    batch: ScriptedBatch, logs: ScriptedLogs, time: VirtualTime
) -> None:
    logs.write("first", "one")
    denied = logs.failing = DeniedError("no", action="logs:GetLogEvents")
    states = following(batch, logs, time)
    assert (await anext(states)).problem is denied
    await anext(states)
    await anext(states)
    assert time.slept == [2, 4]
    logs.failing = None
    state = await read_lines(states)
    assert (texts(state), state.problem) == (["one"], None)


async def test_a_problem_that_is_over_is_taken_back_also_without_new_lines(
    batch: ScriptedBatch, logs: ScriptedLogs, time: VirtualTime
) -> None:
    logs.write("first", "one")
    states = following(batch, logs, time)
    await caught_up(states)
    logs.failing = DeniedError("no")
    await until(states, lambda state: state.problem is not None)
    logs.failing = None
    assert (await anext(states)).problem is None
