from __future__ import annotations

import os
import pty
import select
import termios
from collections.abc import Iterator
from time import monotonic

import pytest

from batchdeck.widgets.late_answer import swallow_answer


@pytest.fixture
def ends() -> Iterator[tuple[int, int]]:
    """Both ends of a terminal: the user's and the program's."""
    user, program = pty.openpty()
    yield user, program
    os.close(user)
    os.close(program)


def test_the_answer_reaches_nobody_and_is_not_echoed(ends: tuple[int, int]) -> None:
    user, program = ends
    before = termios.tcgetattr(program)
    raw = before[:]
    raw[3] &= ~termios.ECHO
    termios.tcsetattr(program, termios.TCSANOW, raw)
    os.write(user, b"\x1b[24;80R")
    started = monotonic()
    swallow_answer(program, wait_seconds=30)
    assert monotonic() - started < 10
    assert termios.tcgetattr(program) == raw
    assert select.select([user], [], [], 0)[0] == []


def test_what_was_typed_afterwards_is_left(ends: tuple[int, int]) -> None:
    user, program = ends
    os.write(user, b"\x1b[1;1R")
    swallow_answer(program, wait_seconds=30)
    os.write(user, b"ls\n")
    assert os.read(program, 100) == b"ls\n"


def test_does_not_wait_for_ever(ends: tuple[int, int]) -> None:
    before = termios.tcgetattr(ends[1])
    swallow_answer(ends[1], wait_seconds=0.01)
    assert termios.tcgetattr(ends[1]) == before


def test_where_there_is_no_terminal_nothing_is_read() -> None:
    reading, writing = os.pipe()
    try:
        os.write(writing, b"\x1b[1;1R")
        swallow_answer(reading)
        assert os.read(reading, 100) == b"\x1b[1;1R"
    finally:
        os.close(reading)
        os.close(writing)
