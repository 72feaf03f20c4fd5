from __future__ import annotations

import asyncio

import pytest

from batchdeck.aws.budget import Budget


class Time:
    """Sleeping takes no time, but the clock says it did."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        self.slept: list[float] = []
        monkeypatch.setattr("batchdeck.aws.budget.asyncio.sleep", self.sleep)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))


async def test_a_burst_is_free_then_the_rate_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    time = Time(monkeypatch)
    budget = Budget(rate=10, burst=3, clock=lambda: time.now)
    for _ in range(6):
        await budget.take("batch")
    assert time.slept == [0.1, 0.2, 0.3]


async def test_quiet_time_fills_the_bucket_again_but_not_beyond(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    time = Time(monkeypatch)
    budget = Budget(rate=10, burst=2, clock=lambda: time.now)
    for _ in range(2):
        await budget.take("batch")
    time.now += 1000
    for _ in range(3):
        await budget.take("batch")
    assert time.slept == [0.1]


async def test_every_service_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    time = Time(monkeypatch)
    budget = Budget(rate=10, burst=1, clock=lambda: time.now)
    for service in ("batch", "ec2", "batch", "iam"):
        await budget.take(service)
    assert time.slept == [0.1]


async def test_first_come_first_served() -> None:
    budget = Budget(rate=200, burst=1)
    served: list[int] = []

    async def take(number: int) -> None:
        await budget.take("batch")
        served.append(number)

    await asyncio.gather(*(take(number) for number in range(8)))
    assert served == list(range(8))


async def test_a_cancelled_wait_gives_its_place_back() -> None:
    budget = Budget(rate=10, burst=1)
    await budget.take("batch")
    waiting = [asyncio.create_task(budget.take("batch")) for _ in range(100)]
    await asyncio.sleep(0)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    await asyncio.wait_for(budget.take("batch"), 60)
