from __future__ import annotations

import time

import pytest

from batchdeck.local.batch.usage import Usage


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The monotonic time, to be set by the test."""
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def test_what_runs_counts_at_once(clock: list[float]) -> None:
    usage = Usage()
    usage.take("a", 4)
    assert usage.weight("a", 600) == 4
    assert usage.weight("b", 600) == 0
    assert usage.active() == {"a": 4}


def test_what_ran_counts_less_and_less(clock: list[float]) -> None:
    usage = Usage()
    usage.take("a", 4, 600)
    clock[0] += 6000
    usage.take("a", -4, 600)
    just_ended = usage.weight("a", 600)
    assert just_ended == pytest.approx(4, rel=0.01)
    clock[0] += 600
    assert usage.weight("a", 600) == pytest.approx(just_ended / 2.718, rel=0.01)
    assert usage.active() == {}


def test_a_longer_window_remembers_longer(clock: list[float]) -> None:
    usage = {window: Usage() for window in (0, 6000)}
    for window, one in usage.items():
        one.take("a", 4, window)
    clock[0] += 60_000
    for window, one in usage.items():
        one.take("a", -4, window)
    clock[0] += 1200
    assert usage[6000].weight("a", 6000) > 5 * usage[0].weight("a", 0)
