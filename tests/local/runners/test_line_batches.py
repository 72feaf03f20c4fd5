from __future__ import annotations

from collections.abc import Iterator

import pytest

from batchdeck.local.runners.line_batches import FULL, LineBatch, LineBatches
from tests.local.runners.recorder import Recorder


@pytest.fixture
def batches() -> Iterator[LineBatches]:
    started = LineBatches()
    yield started
    started.close()


def test_lines_are_told_by_themselves_and_together(batches: LineBatches) -> None:
    seen = Recorder()
    batch = LineBatch(seen, batches)
    for at in range(20):
        batch.add([(at, f"line {at}")])
    seen.wait(lambda it: len(it.texts) == 20)
    assert seen.texts == [f"line {at}" for at in range(20)]
    assert len(seen.batches) < 20


def test_many_lines_do_not_wait(batches: LineBatches) -> None:
    batches.close()
    seen = Recorder()
    LineBatch(seen, batches).add([(0, "x")] * FULL)
    assert len(seen.texts) == FULL


def test_a_flush_tells_the_rest_once(batches: LineBatches) -> None:
    seen = Recorder()
    batch = LineBatch(seen, batches)
    batch.add([(1, "last words")])
    batch.flush()
    assert seen.texts == ["last words"]
    batch.flush()
    batch.add([])
    assert len(seen.batches) == 1


def test_runs_do_not_mix(batches: LineBatches) -> None:
    one, other = Recorder(), Recorder()
    LineBatch(one, batches).add([(1, "one")])
    LineBatch(other, batches).add([(1, "other")])
    one.wait(lambda it: it.texts == ["one"])
    other.wait(lambda it: it.texts == ["other"])
