from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from functools import partial

import pytest

from batchdeck.local.batch.engine import Engine
from tests.local.cloud import eventually


@pytest.fixture
def lock() -> threading.RLock:
    return threading.RLock()


@pytest.fixture
def engine(lock: threading.RLock) -> Iterator[Engine]:
    engine = Engine(lock, lambda: None)
    yield engine
    engine.stop(lambda: None)
    engine.join(5)


def test_actions_run_in_the_order_they_came_in_one_thread(engine: Engine) -> None:
    seen: list[tuple[int, str]] = []

    def see(number: int) -> None:
        seen.append((number, threading.current_thread().name))

    for number in range(100):
        engine.soon(partial(see, number))
    eventually(lambda: len(seen) == 100)
    assert [number for number, _ in seen] == list(range(100))
    assert {name for _, name in seen} == {"batch-engine"}


def test_later_actions_run_in_the_order_of_their_time(engine: Engine) -> None:
    seen: list[str] = []
    engine.after(0.05, lambda: seen.append("second"))
    engine.after(0.01, lambda: seen.append("first"))
    eventually(lambda: len(seen) == 2)
    assert seen == ["first", "second"]


def test_actions_hold_the_lock(engine: Engine, lock: threading.RLock) -> None:
    ran = threading.Event()
    with lock:
        engine.soon(ran.set)
        assert not ran.wait(0.05)
    assert ran.wait(5)


def test_an_action_that_raises_is_logged_and_the_rest_goes_on(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    ran = threading.Event()

    def broken() -> None:
        raise KeyError("a bug")

    with caplog.at_level(logging.ERROR):
        engine.soon(broken)
        engine.soon(ran.set)
        assert ran.wait(5)
    assert "KeyError: 'a bug'" in caplog.text


def test_a_turn_is_taken_again_after_the_pause_it_asked_for() -> None:
    turns: list[int] = []

    def turn() -> float | None:
        turns.append(1)
        return 0.01 if len(turns) < 3 else None

    engine = Engine(threading.RLock(), turn)
    engine.wake()
    eventually(lambda: len(turns) == 3)
    engine.stop(lambda: None)
    engine.join(5)
    assert len(turns) == 3


def test_a_turn_that_raises_is_taken_again(caplog: pytest.LogCaptureFixture) -> None:
    turns: list[int] = []

    def turn() -> float | None:
        turns.append(1)
        raise ValueError("a bug")

    engine = Engine(threading.RLock(), turn)
    engine.wake()
    eventually(lambda: turns)
    engine.wake()
    eventually(lambda: len(turns) >= 2)
    engine.stop(lambda: None)
    engine.join(5)
    assert "a bug" in caplog.text


def test_stopping_says_farewell_in_the_thread_even_while_the_lock_is_held_elsewhere(
    engine: Engine, lock: threading.RLock
) -> None:
    said = threading.Event()
    engine.wake()
    with lock:
        engine.stop(said.set)
    assert said.wait(5)
    assert engine.stopped


def test_nothing_runs_after_the_stop(engine: Engine) -> None:
    ran: list[int] = []
    engine.wake()
    engine.stop(lambda: None)
    engine.join(5)
    engine.soon(lambda: ran.append(1))
    engine.after(0, lambda: ran.append(2))
    engine.join(5)
    assert ran == []
