from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from batchdeck.aws.errors import UnreachableError
from batchdeck.logs.follower import Follower
from batchdeck.logs.state import LogState
from batchdeck.logs.store import LogStore
from tests.jobs.scripted_batch import NOON, VirtualTime


class Counting(Follower):
    """Counts its turns."""

    def __init__(self, time: VirtualTime, ends_after: int = 0) -> None:
        super().__init__(LogStore(), time.clock, time.sleep)
        self.turns: list[str] = []
        self.ends_after = ends_after
        self.failing = False
        self.opened = True

    @property
    def _opened(self) -> bool:
        return self.opened

    async def _read_newer(self) -> AsyncIterator[None]:
        self.turns.append("newer")
        if self.failing:
            raise UnreachableError("no answer")
        self._ended = len(self.turns) == self.ends_after
        yield

    async def _read_older(self) -> AsyncIterator[None]:
        self.turns.append("older")
        self._until = None
        yield

    def _describe_state(self) -> LogState:
        return LogState(reason="why")


@pytest.fixture
def time() -> VirtualTime:
    return VirtualTime()


async def test_turns_come_until_the_end(time: VirtualTime) -> None:
    follower = Counting(time, ends_after=3)
    states = [state async for state in follower.states()]
    assert [state.ended for state in states] == [False, False, True]
    assert states[0].answered_at == NOON
    assert states[0].reason == "why"
    assert time.slept == [0.25, 0.25]


async def test_older_lines_wait_until_there_is_a_log(time: VirtualTime) -> None:
    follower = Counting(time)
    follower.opened = False
    follower.older()
    states = follower.states()
    assert (await anext(states)).loading_older
    await anext(states)
    follower.opened = True
    assert not (await anext(states)).loading_older
    assert follower.turns == ["newer", "newer", "older"]


async def test_older_lines_of_a_log_that_never_was_are_not_waited_for(time: VirtualTime) -> None:
    follower = Counting(time, ends_after=1)
    follower.opened = False
    follower.older()
    assert len([state async for state in follower.states()]) == 1


async def test_paused_it_asks_once_when_told_to(time: VirtualTime) -> None:
    follower = Counting(time)
    states = follower.states()
    await anext(states)
    follower.pause()
    follower.older()
    await anext(states)
    follower.now()
    await anext(states)
    follower.resume()
    await anext(states)
    assert follower.turns == ["newer", "older", "newer", "newer"]


async def test_failures_are_told_and_come_ever_less_often(time: VirtualTime) -> None:
    follower = Counting(time)
    states = follower.states()
    answered = (await anext(states)).answered_at
    follower.failing = True
    for _ in range(3):
        state = await anext(states)
        assert str(state.problem) == "no answer"
        assert state.answered_at == answered
    assert time.slept == [0.25, 0.5, 1]
    follower.failing = False
    assert (await anext(states)).problem is None
