from __future__ import annotations

import asyncio

from batchdeck.aws.calls import CallLog
from batchdeck.domain.call import Call


def _call(at: int) -> Call:
    return Call(at, "batch:ListJobs", "aws batch list-jobs", 0.1, "ok")


def test_the_last_calls_are_kept_newest_first() -> None:
    log = CallLog(capacity=3)
    for at in range(5):
        log.record(_call(at))
    assert [call.at for call in log.recent()] == [4, 3, 2]
    assert log.version == 5


async def test_all_that_wait_learn_of_a_new_call() -> None:
    log = CallLog()
    waiting = [asyncio.create_task(log.changed(0)) for _ in range(2)]
    await asyncio.sleep(0)
    assert not any(task.done() for task in waiting)
    log.record(_call(1))
    assert await asyncio.wait_for(asyncio.gather(*waiting), 60) == [1, 1]


async def test_who_comes_late_does_not_wait() -> None:
    log = CallLog()
    log.record(_call(1))
    assert await asyncio.wait_for(log.changed(0), 60) == 1
