"""Reads keys as they come, and sleeps in between.

Textual's thread for the keys wakes ten times a second, to see whether it shall end and whether a
key that began with Escape goes on: a fifth of what an idle console costs, and up to 0.1 s more
for a lone Escape. Here it wakes for input, for the end, and when an Escape has waited enough.
"""

from __future__ import annotations

import os
import select
from codecs import getincrementaldecoder
from collections.abc import Callable
from contextlib import suppress
from threading import Event

from textual._parser import ParseEOF, ParseError
from textual._time import get_time
from textual._xterm_parser import XTermParser
from textual.message import Message

AT_ONCE = 4096
"""Bytes."""
GONE_SECONDS = 0.1
"""Pause between two looks at a terminal that has nothing more to say."""


class Bell(Event):
    """An event that can be waited for together with input."""

    def __init__(self) -> None:
        super().__init__()
        self.input, self._output = os.pipe()
        """A descriptor that can be read while the event is set."""

    def set(self) -> None:
        """Wake who waits."""
        if not self.is_set():
            super().set()
            os.write(self._output, b"!")

    def clear(self) -> None:
        """Let others wait again."""
        if self.is_set():
            super().clear()
            os.read(self.input, 1)


def read_keys(
    descriptor: int, parser: XTermParser, deliver: Callable[[Message], None], end: Bell
) -> None:
    """Deliver what is typed until the end is told."""
    decode = getincrementaldecoder("utf-8")("replace").decode
    while not end.is_set():
        if descriptor in select.select([descriptor, end.input], [], [], _patience(parser))[0]:
            typed = os.read(descriptor, AT_ONCE)
            if not typed:
                end.wait(GONE_SECONDS)
            text = decode(typed)
            for message in parser.feed(text) if text else ():
                deliver(message)
        for message in parser.tick():
            deliver(message)
    with suppress(EOFError, ParseError, ParseEOF):
        list(parser.feed(""))


def _patience(parser: XTermParser) -> float | None:
    """Seconds until what was typed counts as it is; None when the parser waits for nothing."""
    until = parser._timeout_time
    return None if until is None else max(0.0, until - get_time())
