from __future__ import annotations

import asyncio

import pytest

from batchdeck.domain import courtesy


async def portions(done: list[int]) -> None:
    for number in range(1000):
        done.append(number)
        await courtesy.step_aside()


async def test_without_keys_others_only_have_their_turn() -> None:
    done: list[int] = []
    working = asyncio.create_task(portions(done))
    for _ in range(10):
        await asyncio.sleep(0)
    assert len(done) > 3
    await working


async def test_a_key_has_the_loop_to_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courtesy, "FOR_A_KEY", 0.5)
    monkeypatch.setattr(courtesy, "_until", 0.0)
    done: list[int] = []
    courtesy.key_pressed()
    working = asyncio.create_task(portions(done))
    for _ in range(50):
        await asyncio.sleep(0)
    assert done == [0]
    await working
    assert len(done) == 1000
