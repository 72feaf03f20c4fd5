import asyncio
from collections.abc import AsyncGenerator
from typing import cast

import pytest

from batchdeck.aws.errors import DeniedError, ThrottledError
from batchdeck.domain.job_status import STATUSES
from batchdeck.jobs.listing import Interest, JobsState, list_jobs
from tests.jobs.scripted_batch import NOON, ScriptedBatch, VirtualTime, job, until

States = AsyncGenerator[JobsState]


def listing(batch: ScriptedBatch, interest: Interest, time: VirtualTime) -> States:
    states = list_jobs(batch, interest, clock=time.clock, sleep=time.sleep)
    return cast("States", states)


def shown(state: JobsState) -> dict[str, str]:
    return {each.id: each.status for each in state.jobs}


@pytest.fixture
def time() -> VirtualTime:
    return VirtualTime()


async def test_all_states_of_all_queues_end_up_in_one_list(time: VirtualTime) -> None:
    jobs = [
        job(f"{queue}-{status}", status, age=number, queue=queue)
        for number, status in enumerate(STATUSES)
        for queue in ("etl", "train")
    ]
    batch = ScriptedBatch(*jobs)
    states = listing(batch, Interest(["etl", "train"]), time)
    state = await until(states, lambda one: one.loaded)
    assert list(state.jobs) == sorted(jobs, key=lambda each: (-each.created_at, each.id))
    assert (state.count("RUNNING"), state.count("RUNNING", "etl")) == (2, 1)
    assert (state.fetched_at, state.problem, state.loading) == (NOON, None, "")
    assert len(batch.calls) == 2 * len(STATUSES)


async def test_pages_are_shown_as_they_arrive_active_states_first(time: VirtualTime) -> None:
    batch = ScriptedBatch(job("r", "RUNNING"), job("s", "SUCCEEDED"))
    gate = asyncio.Event()

    def hold(call: tuple[str, ...]) -> None:
        if call == ("pages", "etl", "SUCCEEDED"):
            raise_until_open()

    def raise_until_open() -> None:
        if not gate.is_set():
            raise ThrottledError("slow down")

    batch.before = hold
    states = listing(batch, Interest(["etl"]), time)
    first = await anext(states)
    assert shown(first) == {"r": "RUNNING"}
    assert not first.loaded
    assert first.loading.startswith("etl ")
    throttled = await until(states, lambda one: one.problem is not None)
    assert not throttled.loaded
    gate.set()
    done = await until(states, lambda one: one.loaded)
    assert shown(done) == {"r": "RUNNING", "s": "SUCCEEDED"}
    listed = [call[2] for call in batch.calls if call[0] == "pages"]
    assert listed.count("RUNNING") == 1, "only what is missing is read again"
    await states.aclose()


async def test_a_quiet_account_costs_one_call_per_queue_and_one_for_its_active_jobs(
    time: VirtualTime,
) -> None:
    jobs = [job(f"j{number}") for number in range(150)]
    batch = ScriptedBatch(*jobs, job("t", "FAILED", queue="train"))
    states = listing(batch, Interest(["etl", "train"]), time)
    loaded = await until(states, lambda one: one.loaded)
    await anext(states)
    batch.calls.clear()
    state = await anext(states)
    assert sorted(call[0] for call in batch.calls) == [
        "created_after",
        "created_after",
        "details",
        "details",
    ]
    assert state.jobs is loaded.jobs
    assert state.fetched_at == time.now
    await states.aclose()


async def test_the_first_look_at_many_queues_does_not_delay_the_second(time: VirtualTime) -> None:
    queues = [f"q{number}" for number in range(10)]
    batch = ScriptedBatch(*(job(f"j-{queue}", queue=queue) for queue in queues))
    states = listing(batch, Interest(queues), time)
    await until(states, lambda one: one.loaded)
    time.slept.clear()
    await anext(states)
    assert time.slept == [3]
    await states.aclose()


async def test_with_many_active_jobs_lists_are_used_and_the_ended_ones_described(
    time: VirtualTime,
) -> None:
    batch = ScriptedBatch(*(job(f"j{number:03}", age=number) for number in range(310)))
    states = listing(batch, Interest(["etl"]), time)
    await until(states, lambda one: one.loaded)
    await anext(states)
    batch.calls.clear()
    batch.move("j300", "SUCCEEDED", NOON)
    state = await anext(states)
    assert shown(state)["j300"] == "SUCCEEDED"
    assert [call for call in batch.calls if call[0] == "details"] == [("details", "j300")]
    assert sum(call[0] == "pages" for call in batch.calls) == 5
    await states.aclose()


async def test_new_jobs_moves_and_ends_are_seen(time: VirtualTime) -> None:
    batch = ScriptedBatch(job("a"), job("b", "RUNNING"))
    states = listing(batch, Interest(["etl"]), time)
    first = await until(states, lambda one: one.loaded)
    batch.put(job("c", "SUBMITTED", age=0))
    batch.move("a", "STARTING")
    batch.move("b", "FAILED", NOON)
    state = await anext(states)
    assert shown(state) == {"c": "SUBMITTED", "a": "STARTING", "b": "FAILED"}
    assert state.changed_at == {"a": time.now}
    batch.calls.clear()
    again = await anext(states)
    assert again.jobs is state.jobs
    assert first.jobs != state.jobs
    await states.aclose()


async def test_a_job_that_slipped_through_while_it_moved_is_found(time: VirtualTime) -> None:
    """It is in each state just when that one is not listed."""
    batch = ScriptedBatch(job("a", age=9_000), job("young", "FAILED", age=1))
    held = batch.known.pop("a")

    def appear(call: tuple[str, ...]) -> None:
        if call[0] == "created_after":
            batch.known["a"] = held

    batch.before = appear
    states = listing(batch, Interest(["etl"]), time)
    await until(states, lambda one: one.loaded)
    state = await anext(states)
    assert shown(state) == {"young": "FAILED", "a": "RUNNABLE"}
    await states.aclose()


async def test_a_forgotten_job_disappears_after_two_looks(time: VirtualTime) -> None:
    batch = ScriptedBatch(job("a"), job("b"))
    states = listing(batch, Interest(["etl"]), time)
    await until(states, lambda one: one.loaded)
    del batch.known["a"]
    once = await anext(states)
    assert set(shown(once)) == {"a", "b"}
    twice = await anext(states)
    assert set(shown(twice)) == {"b"}
    await states.aclose()


async def test_one_denied_queue_leaves_the_others_alone(time: VirtualTime) -> None:
    batch = ScriptedBatch(job("a"), job("t", queue="train"))
    denied = DeniedError("no", action="batch:ListJobs")
    batch.failing["pages", "train"] = denied
    states = listing(batch, Interest(["etl", "train"]), time)
    state = await until(states, lambda one: bool(one.problems))
    assert shown(state) == {"a": "RUNNABLE"}
    assert (state.problems, state.problem) == ({"train": denied}, denied)
    batch.calls.clear()
    batch.move("a", "RUNNING", NOON)
    state = await until(states, lambda one: shown(one) == {"a": "RUNNING"})
    assert not any("train" in call for call in batch.calls), "it is asked less and less often"
    batch.failing.clear()
    state = await until(states, lambda one: one.loaded)
    assert not state.problems
    assert set(shown(state)) == {"a", "t"}
    await states.aclose()


async def test_throttling_keeps_what_is_shown_and_slows_down_to_a_minute(
    time: VirtualTime,
) -> None:
    batch = ScriptedBatch(job("a"))
    states = listing(batch, Interest(["etl"]), time)
    await until(states, lambda one: one.loaded)

    def throttle(call: tuple[str, ...]) -> None:
        raise ThrottledError("slow down")

    batch.before = throttle
    failed = [await anext(states) for _ in range(8)]
    assert {state.fetched_at for state in failed} == {NOON}
    assert all(shown(state) == {"a": "RUNNABLE"} for state in failed)
    assert [round(pause) for pause in time.slept[1:]] == [6, 12, 24, 48, 60, 60, 60]
    batch.before = lambda call: None
    state = await anext(states)
    assert (state.problem, state.fetched_at) == (None, time.now)
    await states.aclose()


async def test_where_jobs_may_not_be_described_lists_must_do(time: VirtualTime) -> None:
    batch = ScriptedBatch(job("a", "RUNNING"), job("young", "FAILED", age=1))
    denied = batch.failing["details",] = DeniedError("no", action="batch:DescribeJobs")
    states = listing(batch, Interest(["etl"]), time)
    await until(states, lambda one: one.loaded)
    await anext(states)
    state = await anext(states)
    assert state.problems == {"": denied}
    batch.move("a", "SUCCEEDED", NOON)
    state = await until(states, lambda one: shown(one)["a"] == "SUCCEEDED")
    assert state.fetched_at is not None
    assert state.fetched_at > NOON, "the list is fresh all the same"
    await states.aclose()


async def test_nobody_looks_nobody_polls(time: VirtualTime) -> None:
    batch = ScriptedBatch(job("a"), job("t", queue="train"))
    interest = Interest()
    states = listing(batch, interest, time)
    unknown = asyncio.create_task(anext(states))
    interest.look_at(["etl"])
    assert shown(await unknown) == {"a": "RUNNABLE"}
    assert not any("train" in call for call in batch.calls)
    interest.look_at(["train"])
    await until(states, lambda one: set(shown(one)) == {"a", "t"})
    batch.calls.clear()
    await anext(states)
    assert not any("etl" in call for call in batch.calls)
    await states.aclose()


async def test_an_account_without_queues_is_loaded_and_silent(time: VirtualTime) -> None:
    batch = ScriptedBatch()
    states = listing(batch, Interest([]), time)
    state = await anext(states)
    assert state.loaded
    assert batch.calls == []
    await states.aclose()


async def test_a_refresh_looks_at_once_also_at_what_is_being_left_alone(
    time: VirtualTime,
) -> None:
    batch = ScriptedBatch(job("a"))
    interest = Interest(["etl"])
    batch.failing["pages",] = ThrottledError("slow down")
    states = listing(batch, interest, time)
    await until(states, lambda one: one.problem is not None)
    batch.failing.clear()
    interest.now()
    state = await until(states, lambda one: one.loaded)
    assert state.problem is None
    assert time.slept == []
    await states.aclose()


async def test_closing_ends_what_is_under_way(time: VirtualTime) -> None:
    batch = ScriptedBatch(*(job(f"j{number}") for number in range(50)), page_size=1)
    states = listing(batch, Interest(["etl"]), time)
    before = asyncio.all_tasks()
    await anext(states)
    await states.aclose()
    assert asyncio.all_tasks() == before


async def test_an_error_that_is_not_of_aws_is_loud(time: VirtualTime) -> None:
    batch = ScriptedBatch(job("a"))

    def bug(call: tuple[str, ...]) -> None:
        raise KeyError("a bug")

    batch.before = bug
    with pytest.raises(ExceptionGroup):
        await anext(listing(batch, Interest(["etl"]), time))
