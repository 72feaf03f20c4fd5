"""Signals as something to ask for."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from worker.interrupts import Interrupts
from worker.problems import InterruptedRunError


@pytest.fixture
def _signals() -> Iterator[None]:
    before = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("_signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_wait(number: signal.Signals) -> None:
    interrupts = Interrupts()
    interrupts.listen()
    interrupts.check()
    os.kill(os.getpid(), number)
    with pytest.raises(InterruptedRunError):
        interrupts.wait(600)


def test_without_one_a_wait_just_passes() -> None:
    Interrupts().wait(0)
