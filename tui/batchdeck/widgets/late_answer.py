"""An answer of the terminal that comes when the app has gone must not reach the shell."""

from __future__ import annotations

import os
import select
import termios
from time import monotonic

WAIT_SECONDS = 0.5


def swallow_answer(terminal: int = 0, wait_seconds: float = WAIT_SECONDS) -> None:
    """Read and drop what the terminal sends, until its answer (`CSI row ; column R`) is in.

    Gives up after `wait_seconds`, and at once where `terminal` is not a terminal. The settings
    of the terminal are afterwards what they were.
    """
    try:
        before = termios.tcgetattr(terminal)
    except termios.error:
        return
    silent = before[:]
    silent[3] &= ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(terminal, termios.TCSANOW, silent)
    try:
        _read_until_answer(terminal, monotonic() + wait_seconds)
    finally:
        termios.tcsetattr(terminal, termios.TCSANOW, before)


def _read_until_answer(terminal: int, deadline: float) -> None:
    read = b""
    while b"R" not in read:
        left = deadline - monotonic()
        if left <= 0 or not select.select([terminal], [], [], left)[0]:
            return
        more = os.read(terminal, 64)
        if not more:
            return
        read += more
