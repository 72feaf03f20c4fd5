from __future__ import annotations

import pytest

from batchdeck.logs.state import LogState
from tests.logs.events import NOON


@pytest.mark.parametrize(
    ("state", "lag"),
    [
        (LogState(), 0),
        (LogState(newest_at=NOON - 9_000, answered_at=NOON - 100), 9_000),
        (LogState(newest_at=NOON - 9_000, answered_at=NOON - 100, caught_up=True), 100),
        (LogState(newest_at=NOON + 60_000, answered_at=NOON), 0),
    ],
)
def test_the_lag_is_that_of_the_newest_line_or_of_the_last_answer(
    state: LogState, lag: int
) -> None:
    assert state.lag(NOON) == lag
