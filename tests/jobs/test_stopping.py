import random
from dataclasses import replace

import pytest

from batchdeck.aws.errors import (
    AwsError,
    DeniedError,
    ReadOnlyError,
    ThrottledError,
    UncertainError,
)
from batchdeck.domain.call import Write
from batchdeck.domain.job_status import ACTIVE, NOT_STARTED
from batchdeck.jobs.stopping import JobStop, Phase, StopState, plan, stop
from tests.jobs.scripted_batch import NOON, ScriptedBatch, VirtualTime, job


@pytest.fixture
def time() -> VirtualTime:
    return VirtualTime()


async def run(
    batch: ScriptedBatch, time: VirtualTime, ids: list[str], most: int = 2_000
) -> list[StopState]:
    states = []
    async for state in stop(batch, ids, "not needed", clock=time.clock, sleep=time.sleep):
        states.append(state)
        assert len(states) < most
    return states


def sent(batch: ScriptedBatch) -> list[tuple[str, str]]:
    return [(write.operation, write.parameters["jobId"]) for write in batch.sent]


def only(state: StopState) -> JobStop:
    (one,) = state.jobs
    return one


@pytest.mark.parametrize("status", ACTIVE)
async def test_the_state_at_that_moment_picks_the_request(status: str, time: VirtualTime) -> None:
    batch = ScriptedBatch(job("a", status))
    last = (await run(batch, time, ["a"]))[-1]
    operation = "CancelJob" if status in NOT_STARTED else "TerminateJob"
    assert sent(batch) == [(operation, "a")]
    assert batch.sent[0].parameters["reason"] == "not needed"
    assert (only(last).phase, only(last).status) == (Phase.OVER, "FAILED")
    assert last.done


async def test_it_is_watched_until_it_is_really_over(time: VirtualTime) -> None:
    batch = ScriptedBatch(job("a", "RUNNING"))
    batch.after_send = lambda write: None

    def end_later(call: tuple[str, ...]) -> None:
        if time.now >= NOON + 30_000:
            batch.move("a", "FAILED", time.now)

    batch.before = end_later
    states = await run(batch, time, ["a"])
    assert [only(state).phase for state in states] == [Phase.WAITING, Phase.SENT, Phase.OVER]
    assert len(batch.sent) == 1
    assert 1 <= time.slept[0] < time.slept[-1] <= 5


async def test_a_job_that_started_after_its_cancel_is_terminated(time: VirtualTime) -> None:
    """`CancelJob` answers well and does nothing when the job is no longer waiting."""
    batch = ScriptedBatch(job("a", "RUNNABLE"))

    def slip(write: Write) -> None:
        if write.operation == "CancelJob":
            batch.move("a", "RUNNING", NOON)
        batch.obey(write)

    batch.after_send = slip
    last = (await run(batch, time, ["a"]))[-1]
    assert sent(batch) == [("CancelJob", "a"), ("TerminateJob", "a")]
    assert only(last).phase == Phase.OVER
    assert only(last).note == "it started meanwhile"


async def test_an_array_with_running_children_is_terminated(time: VirtualTime) -> None:
    batch = ScriptedBatch(job("a", "PENDING"))
    batch.known["a"] = replace(batch.known["a"], children=(("RUNNING", 2), ("RUNNABLE", 3)))
    await run(batch, time, ["a"])
    assert sent(batch) == [("TerminateJob", "a")]


async def test_what_has_ended_or_is_gone_is_said_and_nothing_is_sent(time: VirtualTime) -> None:
    batch = ScriptedBatch(job("a", "SUCCEEDED"))
    last = (await run(batch, time, ["a", "b"]))[-1]
    assert [(one.phase, one.note) for one in last.jobs] == [
        (Phase.OVER, "had ended before"),
        (Phase.GONE, "AWS does not know it any more"),
    ]
    assert batch.sent == []


@pytest.mark.parametrize("error", [DeniedError("no"), ReadOnlyError("no"), ThrottledError("no")])
async def test_a_refused_request_is_reported_and_not_repeated(
    error: AwsError, time: VirtualTime
) -> None:
    batch = ScriptedBatch(job("a"), job("b", "RUNNING"))
    batch.failing["send", "CancelJob"] = error
    last = (await run(batch, time, ["a", "b"]))[-1]
    assert [(one.phase, one.error) for one in last.jobs] == [
        (Phase.REFUSED, error),
        (Phase.OVER, None),
    ]
    assert sent(batch) == [("CancelJob", "a"), ("TerminateJob", "b")]


async def test_after_a_lost_answer_the_effect_is_looked_up(time: VirtualTime) -> None:
    batch = ScriptedBatch(job("a", "RUNNING"))

    def lost(write: Write) -> None:
        batch.known["a"] = replace(batch.known["a"], is_terminated=True)
        raise UncertainError("no answer")

    def end_later(call: tuple[str, ...]) -> None:
        if time.now >= NOON + 20_000:
            batch.move("a", "FAILED", time.now)

    batch.after_send = lost
    batch.before = end_later
    states = await run(batch, time, ["a"])
    phases = [only(state).phase for state in states]
    assert phases == [Phase.WAITING, Phase.UNCERTAIN, Phase.SENT, Phase.OVER]
    assert len(batch.sent) == 1


async def test_a_request_that_never_arrived_is_not_repeated_but_said(time: VirtualTime) -> None:
    batch = ScriptedBatch(job("a", "RUNNING"))
    error = batch.failing["send",] = UncertainError("no answer")
    last = (await run(batch, time, ["a"]))[-1]
    assert (only(last).phase, only(last).error) == (Phase.NO_EFFECT, error)
    assert time.now - NOON >= 10_000
    assert len(batch.sent) == 1


async def test_while_aws_cannot_be_asked_that_is_shown_and_nothing_sent(
    time: VirtualTime,
) -> None:
    batch = ScriptedBatch(job("a", "RUNNING"))
    throttled = batch.failing["details",] = ThrottledError("slow down")

    def recover(call: tuple[str, ...]) -> None:
        if time.now >= NOON + 5_000:
            batch.failing.clear()

    batch.before = recover
    states = await run(batch, time, ["a"])
    assert states[1].problem is throttled
    assert only(states[1]).phase == Phase.WAITING
    assert (states[-1].problem, only(states[-1]).phase) == (None, Phase.OVER)


async def test_each_of_many_jobs_is_read_right_before_its_request(time: VirtualTime) -> None:
    batch = ScriptedBatch(*(job(f"j{number:02}") for number in range(45)))
    await run(batch, time, [*sorted(batch.known), "j00"])
    since_read = 0
    for call in batch.calls:
        since_read = 0 if call[0] == "details" else since_read + 1
        assert since_read <= 20
    assert len(batch.sent) == 45


async def test_the_plan_shows_the_requests_before_they_are_sent() -> None:
    batch = ScriptedBatch(job("a"), job("b", "RUNNING"), job("c", "FAILED"))
    planned = await plan(batch, ["a", "b", "c", "d", "a"], "not needed")
    operations = [one.write.operation if one.write else "" for one in planned]
    assert operations == ["CancelJob", "TerminateJob", "", ""]
    assert [one.detail is None for one in planned] == [False, False, False, True]
    assert batch.sent == []


@pytest.mark.parametrize("seed", range(10))
async def test_under_any_race_every_job_ends_and_no_request_is_repeated(
    seed: int, time: VirtualTime
) -> None:
    chance = random.Random(seed)
    batch = ScriptedBatch(*(job(f"j{number:02}", chance.choice(ACTIVE)) for number in range(30)))

    def live(call: tuple[str, ...]) -> None:
        job_id = chance.choice(sorted(batch.known))
        status = batch.known[job_id].job.status
        if status in ACTIVE[:-1]:
            batch.move(job_id, ACTIVE[ACTIVE.index(status) + 1], NOON)
        batch.failing.clear()
        if chance.random() < 0.1:
            batch.failing["details",] = ThrottledError("slow down")

    def flaky(write: Write) -> None:
        batch.obey(write)
        if chance.random() < 0.3:
            raise UncertainError("no answer")

    batch.before = live
    batch.after_send = flaky
    last = (await run(batch, time, sorted(batch.known)))[-1]
    assert {one.phase for one in last.jobs} == {Phase.OVER}
    assert {detail.job.status for detail in batch.known.values()} == {"FAILED"}
    assert len(set(sent(batch))) == len(batch.sent)
