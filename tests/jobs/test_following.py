import pytest

from batchdeck.aws.errors import UnreachableError
from batchdeck.jobs.following import Following, follow
from batchdeck.jobs.polling import Trigger
from tests.jobs.scripted_batch import NOON, ScriptedBatch, VirtualTime, job, until


@pytest.fixture
def time() -> VirtualTime:
    return VirtualTime()


def told(state: Following) -> list[tuple[str, int, bool]]:
    return [(each.status, each.at - NOON, each.exact) for each in state.milestones]


async def test_a_job_is_followed_through_its_states_to_its_end(time: VirtualTime) -> None:
    batch = ScriptedBatch(job("a", "SUBMITTED", age=0))
    moves = iter([("RUNNABLE", None), ("STARTING", None), ("RUNNING", NOON + 5_000)])
    states = follow(batch, "a", clock=time.clock, sleep=time.sleep)
    await anext(states)
    for status, at in moves:
        batch.move("a", status, at)
        state = await anext(states)
        assert state.detail is not None
        assert state.detail.job.status == status
    batch.move("a", "SUCCEEDED", NOON + 9_000)
    last = await anext(states)
    assert last.finished
    assert not last.gone
    assert told(last) == [
        ("SUBMITTED", 0, True),
        ("RUNNABLE", 1_000, False),
        ("STARTING", 2_000, False),
        ("RUNNING", 5_000, True),
        ("SUCCEEDED", 9_000, True),
    ]
    with pytest.raises(StopAsyncIteration):
        await anext(states)
    assert time.slept == [1, 1, 1, 1]


async def test_looks_get_rarer_while_nothing_moves(time: VirtualTime) -> None:
    batch = ScriptedBatch(job("a"))
    states = follow(batch, "a", clock=time.clock, sleep=time.sleep)
    first = await anext(states)
    for _ in range(12):
        state = await anext(states)
    assert state.detail is first.detail
    assert time.slept == sorted(time.slept)
    assert (time.slept[0], time.slept[-1]) == (1, 5)
    batch.move("a", "STARTING")
    await anext(states)
    await anext(states)
    assert time.slept[-1] == 1


async def test_a_refresh_looks_at_once(time: VirtualTime) -> None:
    trigger = Trigger()
    states = follow(ScriptedBatch(job("a")), "a", trigger, clock=time.clock, sleep=time.sleep)
    await anext(states)
    trigger.now()
    await anext(states)
    assert time.slept == []


async def test_a_failed_read_keeps_what_is_known_and_is_tried_again(time: VirtualTime) -> None:
    batch = ScriptedBatch(job("a"))
    states = follow(batch, "a", clock=time.clock, sleep=time.sleep)
    before = await anext(states)
    lost = batch.failing["details",] = UnreachableError("no connection")
    failed = await until(states, lambda one: time.now > NOON + 60_000)
    assert (failed.problem, failed.detail, failed.fetched_at) == (lost, before.detail, NOON)
    assert max(time.slept) <= 60
    batch.failing.clear()
    assert (await anext(states)).problem is None


async def test_a_job_that_aws_forgot_is_gone_and_what_was_known_stays(time: VirtualTime) -> None:
    batch = ScriptedBatch(job("a"))
    states = follow(batch, "a", clock=time.clock, sleep=time.sleep)
    before = await anext(states)
    batch.known.clear()
    gone = await until(states, lambda one: one.finished)
    assert gone.gone
    assert gone.detail is before.detail


async def test_a_new_job_may_show_up_late(time: VirtualTime) -> None:
    batch = ScriptedBatch()
    states = follow(batch, "a", clock=time.clock, sleep=time.sleep)
    missing = await anext(states)
    assert (missing.detail, missing.gone) == (None, False)
    batch.put(job("a", "SUBMITTED"))
    state = await anext(states)
    assert state.detail is not None
