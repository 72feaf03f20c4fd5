"""A program in a terminal of its own, seen as a person sees it.

    with PtySession([sys.executable, "-m", "batchdeck", "--local"], size=(80, 24)) as session:
        session.wait_for("Jobs")
        session.send("q")
        assert session.wait() == 0
        assert session.left_behind() == []

Output is read only inside `wait_for` and `wait`: a program that writes more than the kernel's
buffer in between has to wait, as it would on a slow link.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Self

import pyte

Size = tuple[int, int]
"""Columns and rows."""
Seen = Callable[[list[str]], bool]
"""A question about the lines of the screen."""

MODES = {
    1049: "alternate screen",
    1000: "mouse clicks",
    1002: "mouse drags",
    1003: "mouse movements",
    1004: "focus reports",
    1006: "mouse in SGR form",
    2004: "bracketed paste",
    2026: "synchronised output",
    2048: "in-band resize",
}
"""Private modes that have to be off at the end."""

_MODE = re.compile(rb"\x1b\[\?([\d;]+)([hl])")
_KEYBOARD = re.compile(rb"\x1b\[([<>])\d*u")
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=][\d;]*[a-zA-Z]")
_BEGUN = re.compile(rb"\x1b(?:\[[<>=?\d;$]*)?\Z")

# Gives the program a controlling terminal, so that it gets SIGHUP and SIGWINCH.
_TAKE_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "os.execvp(sys.argv[1], sys.argv[1:])"
)


def _without_size(environment: Mapping[str, str]) -> dict[str, str]:
    """The terminal knows its size; these two would be believed before it."""
    return {key: value for key, value in environment.items() if key not in {"COLUMNS", "LINES"}}


class _Grid(pyte.Screen):
    """A screen that answers the program's questions, such as where the cursor is."""

    def __init__(self, size: Size, answer: Callable[[str], None]) -> None:
        super().__init__(*size)
        self._answer = answer

    @property
    def display(self) -> list[str]:
        """The lines; in the middle of an update half of a wide character may be left."""
        columns = range(self.columns)
        return ["".join(self.buffer[y][x].data for x in columns) for y in range(self.lines)]

    def write_process_input(self, data: str) -> None:
        self._answer(data)


class PtySession:
    """A running program, its screen, and what it does to its terminal."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: Size = (80, 24),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.output = bytearray()
        """Everything the program wrote, as it came."""
        self._master, self._slave = os.openpty()
        self._grid = _Grid(size, self.send)
        self._stream = pyte.ByteStream(self._grid)
        self._fed = 0
        self._set_size(size)
        self._attributes = termios.tcgetattr(self._slave)
        self.process = subprocess.Popen(
            [sys.executable, "-S", "-c", _TAKE_TERMINAL, *command],
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            env=_without_size(os.environ if environment is None else environment),
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the program if it still runs, and close the terminal."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.hang_up()
        os.close(self._slave)

    @property
    def pid(self) -> int:
        """The program's process id."""
        return self.process.pid

    def screen(self) -> list[str]:
        """The lines now on the screen, without trailing blanks."""
        return [line.rstrip() for line in self._grid.display]

    def cells(self) -> list[str]:
        """The lines with one character a cell: behind a wide one stands a blank."""
        rows = (self._grid.buffer[y] for y in range(self._grid.lines))
        columns = range(self._grid.columns)
        return ["".join(row[x].data[:1] or " " for x in columns) for row in rows]

    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.screen())

    def send(self, keys: str) -> None:
        """Type: plain characters, or what the key sends, such as `\\x03` for ctrl-c."""
        os.write(self._master, keys.encode())

    def resize(self, size: Size) -> None:
        """Change the terminal's size; the program gets SIGWINCH."""
        self._grid.resize(lines=size[1], columns=size[0])
        self._set_size(size)

    def kill(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Close the terminal, as a lost connection does. Nothing can be read afterwards."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def wait_for(self, what: str | Seen, timeout: float = 30) -> None:
        """Read until a text stands on the screen (or the question about its lines is a yes)."""
        seen: Seen = (lambda lines: what in "\n".join(lines)) if isinstance(what, str) else what
        end = time.monotonic() + timeout
        while not seen(self.screen()):
            if time.monotonic() > end:
                raise AssertionError(f"{what!r} did not appear in {timeout} s:\n{self.text()}")
            if not self._pump() and self.process.poll() is not None:
                raise AssertionError(f"ended ({self.process.returncode}):\n{self.text()}")

    def wait(self, timeout: float = 30) -> int:
        """Read until the program has ended; its exit code, negative when a signal killed it."""
        end = time.monotonic() + timeout
        while self.process.poll() is None:
            if time.monotonic() > end:
                raise AssertionError(f"still runs after {timeout} s:\n{self.text()}")
            self._pump()
        while self._pump(0):
            pass
        return self.process.returncode

    def modes(self) -> dict[int, bool]:
        """The private modes the program has set so far, and whether each is on."""
        return {
            int(mode): match[2] == b"h"
            for match in _MODE.finditer(self.output)
            for mode in match[1].split(b";")
        }

    def left_behind(self) -> list[str]:
        """In what the terminal differs from before; empty when it was restored."""
        modes = self.modes()
        found = [name for mode, name in MODES.items() if modes.get(mode)]
        if modes.get(25) is False:
            found.append("hidden cursor")
        if modes.get(7) is False:
            found.append("no line wrap")
        pushed = [match[1] for match in _KEYBOARD.finditer(self.output)]
        if pushed.count(b">") > pushed.count(b"<"):
            found.append("kitty keyboard protocol")
        if termios.tcgetattr(self._slave) != self._attributes:
            found.append("terminal attributes")
        return found

    def _set_size(self, size: Size) -> None:
        columns, rows = size
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _pump(self, seconds: float = 0.02) -> bool:
        """Read what is there, waiting a moment for it; whether there was anything."""
        if self._master < 0:
            time.sleep(seconds)
            return False
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        self.output += os.read(self._master, 65536)
        self._feed()
        return True

    def _feed(self) -> None:
        """Show the new output, but for a sequence that has only begun."""
        new = self.output[self._fed :]
        if begun := _BEGUN.search(new):
            new = new[: begun.start()]
        self._fed += len(new)
        self._stream.feed(bytes(_UNKNOWN_TO_PYTE.sub(b"", new)))
