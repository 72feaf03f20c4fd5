"""The job list against an account in which everything moves between two calls."""

import random

import pytest

from batchdeck.aws.errors import AwsError
from batchdeck.domain.job_status import STATUSES
from batchdeck.jobs.listing import Interest, JobsState, list_jobs
from tests.jobs.scripted_batch import NOON, ScriptedBatch, VirtualTime, job, until


def shown(state: JobsState) -> dict[str, str]:
    return {each.id: each.status for each in state.jobs}


@pytest.mark.parametrize("seed", range(8))
async def test_whatever_moves_between_calls_the_list_ends_up_true(
    seed: int,
) -> None:
    time = VirtualTime()
    chance = random.Random(seed)
    batch = ScriptedBatch(*(job(f"j{n:03}", "SUBMITTED", age=n) for n in range(60)), page_size=7)
    busy = True

    def live(call: tuple[str, ...]) -> None:
        if not busy:
            return
        if chance.random() < 0.1:
            batch.failing["pages", "etl", chance.choice(STATUSES)] = AwsError("a hiccup")
        if chance.random() < 0.3:
            batch.failing.clear()
        for _ in range(chance.randrange(4)):
            push(batch, chance.choice(sorted(batch.known)), chance)
        if chance.random() < 0.2:
            batch.put(job(f"n{len(batch.known)}", "SUBMITTED", age=0))

    batch.before = live
    states = list_jobs(batch, Interest(["etl"]), clock=time.clock, sleep=time.sleep)
    ended: set[str] = set()
    for _ in range(40):
        state = await anext(states)
        now_ended = {each.id for each in state.jobs if each.finished}
        assert ended <= now_ended
        ended = now_ended
    busy = False
    batch.failing.clear()
    await until(states, lambda one: one.loaded)
    truth = {each.job.id: each.job.status for each in batch.known.values()}
    settled = await until(states, lambda one: shown(one) == truth, most=60)
    assert len(settled.jobs) == len(truth)


def push(batch: ScriptedBatch, job_id: str, chance: random.Random) -> None:
    """Move a job on, or back for a retry."""
    status = batch.known[job_id].job.status
    if status in ("SUCCEEDED", "FAILED"):
        return
    following = {"RUNNING": ["SUCCEEDED", "FAILED", "RUNNABLE"]}
    onwards = [STATUSES[STATUSES.index(status) + 1]]
    batch.move(job_id, chance.choice(following.get(status, onwards)), NOON)
