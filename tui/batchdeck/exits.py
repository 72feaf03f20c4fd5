"""Every way out leaves the terminal as it was: quit, crash, SIGINT, SIGTERM, SIGHUP, a hang.

Textual restores the terminal when its loop ends in order. It handles no signal for that, waits
without limit for threads that are stuck, and spins when its terminal is gone; this module adds
the missing part around it.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import termios
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, Protocol

GRACE = 3.0
"""Seconds an orderly end may take before the process is ended without it."""

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
ENDED = 0
"""Told to the clock where a signal's number would stand: the app has ended by itself."""

RESTORE = b"".join(
    (
        b"\x1b[?2026l",  # show what is drawn
        b"\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l",  # mouse
        b"\x1b[?1004l\x1b[?2004l\x1b[?2048l",  # focus reports, bracketed paste, resize reports
        b"\x1b[<u",  # keyboard protocol; each screen has its own, so before leaving this one
        b"\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l",  # colours, line wrap, cursor, alternate screen
    )
)
"""Switches off everything that a full-screen program may have switched on."""


class Console(Protocol):
    """What is needed of the Textual app."""

    @property
    def return_code(self) -> int | None:
        """The exit code once the app has ended."""

    def exit(self, *, return_code: int = 0) -> None:
        """Ask the app to end."""

    async def run_async(self, *, mouse: bool = True) -> object:
        """Run the app to its end."""


def run(
    opened: Callable[[], Awaitable[Console]],
    *,
    mouse: bool = False,
    grace: float = GRACE,
    attributes: list[Any] | None = None,
) -> int:
    """Run an app to its end; the exit code: its own, or 128 + the signal that ended it.

    `opened` makes the app, in the loop it is to run in.
    `attributes` are the terminal's, where they were changed already.
    Where there is no terminal to draw on, that is said and the exit code is 2.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        print("batchdeck: the console needs a terminal", file=sys.stderr)  # noqa: T201
        return 2

    async def live() -> int:
        console = await opened()
        farewell.console = console
        try:
            await console.run_async(mouse=mouse)
        finally:
            # asyncio now waits for threads, which may hang in a call for a minute.
            farewell.begin(console.return_code or 0)
        return console.return_code or 0

    with restored_terminal(grace=grace, attributes=attributes) as farewell:
        return asyncio.run(live())


@contextmanager
def restored_terminal(
    *, grace: float = GRACE, attributes: list[Any] | None = None
) -> Iterator[Farewell]:
    """End the app in order on a signal, by force after `grace` seconds; then mend the terminal.

    To be used in the main thread. A signal that was ignored before (`nohup`) stays ignored.
    """
    terminal = _Terminal(attributes)
    farewell = Farewell(terminal, grace)
    before = {number: signal.getsignal(number) for number in SIGNALS}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, farewell.on_signal)
    try:
        yield farewell
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        farewell.done()
        terminal.restore_if_changed()


class Farewell:
    """The way from a reason to leave to the end of the process, limited in time.

    A thread holds the clock: the loop may be what hangs. It is told by a pipe, into which the
    interpreter itself writes the number of each signal, also while no Python code runs.
    """

    def __init__(self, terminal: _Terminal, grace: float) -> None:
        self.console: Console | None = None
        """The app, once there is one."""
        self._terminal = terminal
        self._grace = grace
        self._code = 0
        self._reader, self._writer = os.pipe()
        os.set_blocking(self._writer, False)
        self._wakeup_before = signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
        self._clock = threading.Thread(target=self._watch, name="batchdeck-exit", daemon=True)
        self._clock.start()

    def on_signal(self, number: int, frame: FrameType | None) -> None:
        """Ask the app to end; a second signal ends the process at once."""
        code = 128 + number
        self._terminal.let_go_if_gone()
        console = self.console
        if console is None:
            sys.exit(code)
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            sys.exit(code)
        loop.call_soon_threadsafe(lambda: console.exit(return_code=code))

    def begin(self, code: int) -> None:
        """The app has ended by itself: limit what is left to do in time."""
        self._code = code
        os.write(self._writer, bytes([ENDED]))

    def done(self) -> None:
        """Nothing is left to do: stop the clock."""
        signal.set_wakeup_fd(self._wakeup_before)
        os.close(self._writer)
        self._clock.join()
        os.close(self._reader)

    def _watch(self) -> None:
        told = self._first_reason()
        if told is None:
            return
        code = self._code if told == ENDED else 128 + told
        deadline = time.monotonic() + self._grace
        while self._readable_until(deadline):
            again = os.read(self._reader, 1)
            if not again:
                return
            if again[0] in SIGNALS:
                break
        self._terminal.restore()
        os._exit(code & 0xFF)

    def _readable_until(self, deadline: float) -> bool:
        left = max(0.0, deadline - time.monotonic())
        return bool(select.select([self._reader], [], [], left)[0])

    def _first_reason(self) -> int | None:
        """Wait for a signal or the end; None when nothing is left to do.

        A terminal that is gone counts as SIGHUP, which not everybody gets.
        """
        poll = select.poll()
        poll.register(self._reader, select.POLLIN)
        if self._terminal.input is not None:
            poll.register(self._terminal.input, 0)
        while True:
            for descriptor, event in poll.poll():
                if descriptor != self._reader:
                    poll.unregister(descriptor)
                    if event & select.POLLHUP:
                        os.kill(os.getpid(), signal.SIGHUP)
                    continue
                told = os.read(self._reader, 1)
                if not told:
                    return None
                if told[0] == ENDED or told[0] in SIGNALS:
                    return told[0]


class _Terminal:
    """The terminal's attributes as they were at the start."""

    def __init__(self, attributes: list[Any] | None) -> None:
        self.input = _first_terminal(0)
        """The descriptor Textual reads from; None when it is no terminal."""
        self._outputs = [descriptor for descriptor in (1, 2) if os.isatty(descriptor)]
        self._output = _first_terminal(2, 1, 0)
        if attributes is None and self.input is not None:
            attributes = termios.tcgetattr(self.input)
        self._before = attributes

    def let_go_if_gone(self) -> None:
        """Write to nowhere once the terminal is gone, so that no write fails on the way out.

        Python would turn a failure in its last flush into exit code 120.
        """
        if self.input is None:
            return
        try:
            termios.tcgetattr(self.input)
        except termios.error:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            for descriptor in self._outputs:
                os.dup2(nowhere, descriptor)
            os.close(nowhere)

    def restore_if_changed(self) -> None:
        """Restore what an orderly end would have restored, when there was none."""
        self.let_go_if_gone()
        if self.input is None:
            return
        # An error means that the terminal is gone, and with it all that could be restored.
        with suppress(termios.error):
            if termios.tcgetattr(self.input) != self._before:
                self.restore()

    def restore(self) -> None:
        """Restore attributes and modes at once; what the program wrote last is thrown away."""
        # In the background, touching the terminal would stop the process.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
        with suppress(termios.error, OSError):
            if self.input is not None and self._before is not None:
                termios.tcflush(self.input, termios.TCOFLUSH)
                termios.tcsetattr(self.input, termios.TCSANOW, self._before)
            if self._output is not None and select.select([], [self._output], [], 0.5)[1]:
                os.write(self._output, RESTORE)


def _first_terminal(*descriptors: int) -> int | None:
    return next((descriptor for descriptor in descriptors if os.isatty(descriptor)), None)
