import asyncio

from batchdeck.jobs.polling import LONGEST_PAUSE, Backoff, Trigger, first_of, now
from tests.jobs.scripted_batch import VirtualTime


async def never(seconds: float) -> None:
    await asyncio.Event().wait()


def test_now_is_in_milliseconds() -> None:
    assert 1_600_000_000_000 < now() < 10_000_000_000_000


async def test_first_of_cancels_the_others() -> None:
    ended = []

    async def slow() -> None:
        try:
            await never(1)
        finally:
            ended.append("slow")

    await first_of(slow(), asyncio.sleep(0))
    assert ended == ["slow"]


async def test_a_turn_comes_after_the_pause_or_when_asked_for() -> None:
    time = VirtualTime()
    trigger = Trigger()
    assert not await trigger.wait(3, time.sleep)
    assert time.slept == [3]
    trigger.now()
    assert await trigger.wait(3, never)
    assert not await trigger.wait(1, time.sleep), "asking once is one turn"


async def test_a_pause_holds_until_resumed() -> None:
    time = VirtualTime()
    trigger = Trigger()
    trigger.pause()
    turn = asyncio.create_task(trigger.wait(3, time.sleep))
    done, _ = await asyncio.wait({turn}, timeout=0.01)
    assert not done
    assert trigger.paused
    trigger.resume()
    assert await turn
    assert not trigger.paused


async def test_pausing_in_the_middle_of_a_pause_holds_the_next_turn() -> None:
    time = VirtualTime()
    trigger = Trigger()
    turn = asyncio.create_task(trigger.wait(3, time.sleep))
    await asyncio.sleep(0)
    trigger.pause()
    done, _ = await asyncio.wait({turn}, timeout=0.01)
    assert not done
    trigger.now()
    assert await turn, "one look on demand, also while paused"


def test_failures_in_a_row_double_the_pause() -> None:
    backoff = Backoff(3)
    pauses = []
    for _ in range(6):
        backoff.failed()
        pauses.append(backoff.pause)
    assert pauses == [6, 12, 24, 48, LONGEST_PAUSE, LONGEST_PAUSE]
    backoff.succeeded()
    assert backoff.pause == 3


def test_a_long_usual_pause_is_never_shortened_by_a_failure() -> None:
    backoff = Backoff(90)
    backoff.failed()
    assert backoff.pause == 90
