"""The console's empty panes on the screen before anything is imported.

Importing Textual and laying out the console takes a quarter of a second, three times that on a
small machine. The first frame depends on nothing but the terminal and the settings, so the one
of the last start is kept, and the next start shows it at once. Textual then finds it standing
there and sends only what differs.

Only the standard library is used here.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import termios
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

KEPT = 20
"""So many first frames are kept: one for each size of terminal, theme and version."""
_ENTER = b"\x1b[?1049h\x1b[?25l\x1b[?7l"
_LEAVE = b"\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l"
_ENVIRONMENT = ("TERM", "COLORTERM", "NO_COLOR", "TERM_PROGRAM")
"""What colours and signs depend on."""


class Opening:
    """A first frame that is shown, until the app takes the terminal over."""

    def __init__(self, folder: Path, depends_on: Iterable[object]) -> None:
        self._folder = folder
        self._depends_on = tuple(map(str, depends_on))
        self.attributes: list[Any] | None = None
        """The terminal's attributes before `show` changed them; None when it did not."""
        self._taken = False
        self.shown = ""
        """The frame that stands on the screen; empty when there is none."""

    def show(self) -> None:
        """Show the first frame of an earlier start, if there was one in such a terminal."""
        if not (os.isatty(0) and os.isatty(2)):
            return
        try:
            frame = self._file().read_text(encoding="utf-8")
        except (OSError, UnicodeError):  # A first start, or a file that is none of ours.
            return
        self.attributes = termios.tcgetattr(0)
        quiet = termios.tcgetattr(0)
        quiet[3] &= ~(termios.ECHO | termios.ICANON)
        quiet[6][termios.VSUSP] = b"\0"
        termios.tcsetattr(0, termios.TCSANOW, quiet)
        os.write(2, _ENTER + frame.encode())
        self.shown = frame

    def take_over(self) -> bool:
        """Give the terminal its attributes back; whether the alternate screen is on already."""
        if self.attributes is None or self._taken:
            return False
        termios.tcsetattr(0, termios.TCSANOW, self.attributes)
        self._taken = True
        return True

    def abandon(self) -> None:
        """Leave the terminal as it was, when no app has taken it over."""
        if self.take_over():
            os.write(2, _LEAVE)

    def keep(self, frame: str) -> None:
        """Keep a first frame for the next start. Where it cannot be written, that one is slower."""
        if frame == self.shown:
            return
        try:
            place = self._file()
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh = place.with_suffix(f".{os.getpid()}")
            fresh.write_text(frame, encoding="utf-8")
            fresh.replace(place)
            self._forget_the_oldest()
        except OSError as error:
            import logging

            logging.getLogger(__name__).info("cannot keep the first frame: %s", error)

    def _forget_the_oldest(self) -> None:
        frames = sorted(self._folder.iterdir(), key=lambda each: each.stat().st_mtime)
        for each in frames[:-KEPT]:
            each.unlink(missing_ok=True)

    def _file(self) -> Path:
        words = (*os.get_terminal_size(2), *map(os.environ.get, _ENVIRONMENT), *self._depends_on)
        return self._folder / hashlib.sha256(repr(words).encode()).hexdigest()[:24]


@contextmanager
def opened(opening: Opening) -> Iterator[None]:
    """Show the first frame; on every way out before the app has begun, take it away again."""

    def leave(number: int, _: FrameType | None) -> None:
        sys.exit(128 + number)

    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    for number, handler in before.items():
        if handler is signal.SIG_DFL:
            signal.signal(number, leave)
    try:
        opening.show()
        yield
    finally:
        opening.abandon()
        for number, handler in before.items():
            signal.signal(number, handler)
