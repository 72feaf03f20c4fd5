import asyncio
from dataclasses import replace

import pytest

from batchdeck.aws.errors import AwsError, DeniedError, ThrottledError
from batchdeck.domain.job_status import ACTIVE, FINISHED
from batchdeck.jobs.rounds import CALLS_A_SECOND, IN_FLIGHT, SWEEP_EVERY, Rounds
from tests.jobs.scripted_batch import NOON, ScriptedBatch, VirtualTime, job


@pytest.fixture
def time() -> VirtualTime:
    return VirtualTime()


def rounds_of(batch: ScriptedBatch, time: VirtualTime) -> Rounds:
    return Rounds(batch, interval=3, clock=time.clock)


async def turn(rounds: Rounds, queues: list[str], time: VirtualTime) -> None:
    """Wait until a look is due, and take it."""
    time.now += round(rounds.pause(queues) * 1000)
    await rounds.go(queues, at_once=False)


async def test_however_many_queues_there_are_the_calls_a_second_stay_few(
    time: VirtualTime,
) -> None:
    queues = [f"q{number}" for number in range(50)]
    batch = ScriptedBatch(*(job(queue, "FAILED", queue=queue) for queue in queues))
    rounds = rounds_of(batch, time)
    await rounds.go(queues, at_once=False)
    batch.calls.clear()
    began = time.now
    for _ in range(3 * SWEEP_EVERY):
        await turn(rounds, queues, time)
    seconds = (time.now - began) / 1000
    assert len(batch.calls) / seconds <= CALLS_A_SECOND * 1.1


async def test_one_queue_is_looked_at_every_interval(time: VirtualTime) -> None:
    rounds = rounds_of(ScriptedBatch(job("a", "FAILED")), time)
    await rounds.go(["etl"], at_once=False)
    assert rounds.pause(["etl"]) == 3
    time.now += 2_000
    assert rounds.pause(["etl"]) == 1


async def test_the_first_look_lists_the_active_states_first(time: VirtualTime) -> None:
    batch = ScriptedBatch()
    await rounds_of(batch, time).go(["etl"], at_once=False)
    assert {call[2] for call in batch.calls[:5]} == set(ACTIVE)
    assert {call[2] for call in batch.calls[5:]} == set(FINISHED)


async def test_what_is_not_due_is_left_alone_unless_asked_for(time: VirtualTime) -> None:
    batch = ScriptedBatch(job("a", "FAILED"))
    rounds = rounds_of(batch, time)
    await rounds.go(["etl"], at_once=False)
    batch.calls.clear()
    time.now += 1_000
    await rounds.go(["etl"], at_once=False)
    assert batch.calls == []
    await rounds.go(["etl"], at_once=True)
    assert batch.calls[0] == ("created_after", "etl")


async def test_only_some_calls_are_under_way_at_the_same_time(time: VirtualTime) -> None:
    under_way = most = 0

    class Busy(ScriptedBatch):
        async def _call(self, *call: str) -> None:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            await super()._call(*call)
            await asyncio.sleep(0)
            under_way -= 1

    queues = [f"q{number}" for number in range(10)]
    await rounds_of(Busy(), time).go(queues, at_once=False)
    assert most == IN_FLIGHT


async def test_the_active_states_are_listed_now_and_then_in_the_order_of_a_jobs_life(
    time: VirtualTime,
) -> None:
    batch = ScriptedBatch(job("a"))
    rounds = rounds_of(batch, time)
    await rounds.go(["etl"], at_once=False)
    sweeps = []
    for look in range(2 * SWEEP_EVERY + 1):
        batch.calls.clear()
        await turn(rounds, ["etl"], time)
        listed = [call[2] for call in batch.calls if call[0] == "pages"]
        if listed:
            sweeps.append(look)
            assert listed == ["SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING"]
    assert sweeps == [0, SWEEP_EVERY, 2 * SWEEP_EVERY]


async def test_a_sweep_that_breaks_off_counts_no_job_as_missing(time: VirtualTime) -> None:
    batch = ScriptedBatch(*(job(f"j{number:03}", age=99 + number) for number in range(301)))
    rounds = rounds_of(batch, time)
    await rounds.go(["etl"], at_once=False)
    batch.failing["pages", "etl", "PENDING"] = ThrottledError("slow down")
    for _ in range(3):
        await turn(rounds, ["etl"], time)
    assert len(rounds.roster.jobs) == 301
    assert not any(call[0] == "details" for call in batch.calls)


async def test_what_aws_has_forgotten_leaves_the_list_the_oldest_first(time: VirtualTime) -> None:
    batch = ScriptedBatch(*(job(f"j{age:03}", "SUCCEEDED", age=age) for age in range(350)))
    rounds = rounds_of(batch, time)
    await rounds.go(["etl"], at_once=False)
    for age in range(100, 350):
        del batch.known[f"j{age:03}"]
    for _ in range(SWEEP_EVERY - 2):
        await turn(rounds, ["etl"], time)
    assert len(rounds.roster.jobs) == 350
    for _ in range(8):
        await turn(rounds, ["etl"], time)
    assert [each.id for each in rounds.roster.jobs] == [f"j{age:03}" for age in range(100)]
    assert rounds.roster.counts == {("etl", "SUCCEEDED"): 100}
    batch.calls.clear()
    for _ in range(SWEEP_EVERY - 8):
        await turn(rounds, ["etl"], time)
    assert not any(call[0] == "details" for call in batch.calls)


async def test_a_queue_that_nobody_looks_at_keeps_what_it_had(time: VirtualTime) -> None:
    batch = ScriptedBatch(job("mine", "FAILED"), job("theirs", "FAILED", queue="other"))
    rounds = rounds_of(batch, time)
    await rounds.go(["etl", "other"], at_once=False)
    batch.known.clear()
    for _ in range(2 * SWEEP_EVERY):
        await turn(rounds, ["etl"], time)
    assert [each.id for each in rounds.roster.jobs] == ["theirs"]


@pytest.mark.parametrize("error", [ThrottledError("slow down"), DeniedError("not allowed")])
async def test_without_an_answer_nothing_is_taken_for_forgotten(
    time: VirtualTime, error: AwsError
) -> None:
    batch = ScriptedBatch(job("a", "FAILED"))
    rounds = rounds_of(batch, time)
    await rounds.go(["etl"], at_once=False)
    batch.known.clear()
    batch.failing["details",] = error
    for _ in range(3 * SWEEP_EVERY):
        await turn(rounds, ["etl"], time)
    assert [each.id for each in rounds.roster.jobs] == ["a"]


async def test_a_page_is_taken_in_by_parts_so_that_others_get_their_turn(
    time: VirtualTime,
) -> None:
    batch = ScriptedBatch(*(job(f"j{number:04}", "FAILED") for number in range(1000)))
    rounds = rounds_of(batch, time)
    look = asyncio.create_task(rounds.go(["etl"], at_once=False))
    sizes = set()
    while not look.done():
        await asyncio.sleep(0)
        sizes.add(len(rounds.roster.jobs))
    assert {0, 1000} < sizes


async def test_a_new_job_that_shows_up_late_is_not_overlooked(time: VirtualTime) -> None:
    """Lists lag behind: a job may appear after a newer one."""
    batch = ScriptedBatch(job("newer", "FAILED", age=1))
    rounds = rounds_of(batch, time)
    await rounds.go(["etl"], at_once=False)
    await turn(rounds, ["etl"], time)
    batch.put(replace(job("late", "SUCCEEDED"), created_at=NOON - 20_000))
    await turn(rounds, ["etl"], time)
    assert [each.id for each in rounds.roster.jobs] == ["newer", "late"]
