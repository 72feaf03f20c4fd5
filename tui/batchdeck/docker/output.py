"""Turns what engines and containers write, in pieces of any size, into clean lines."""

from __future__ import annotations

from batchdeck.domain.clean import clean

#: Characters of one line; what is longer is cut, for nobody reads it here.
LONGEST = 4_096
#: Lines that are kept to be shown with a failure.
KEPT = 20


class Lines:
    """Puts lines together. Of a line that was overwritten in place the last version stays."""

    def __init__(self) -> None:
        self._rest = ""

    def feed(self, text: str) -> list[str]:
        """The lines that are complete now."""
        *complete, self._rest = (self._rest + text).split("\n")
        if len(self._rest) > LONGEST:
            # A progress bar rewrites its line for hours without ever ending it.
            self._rest = self._rest[-LONGEST:] if "\r" in self._rest else self._rest[: LONGEST + 1]
        return [line for part in complete if (line := readable(part))]

    def rest(self) -> list[str]:
        """What was written without a newline at the very end."""
        line, self._rest = readable(self._rest), ""
        return [line] if line else []


def readable(line: str) -> str:
    """One line of output, clean, without what it wrote over; empty when nothing is left."""
    shown = clean(line.rstrip("\r").rpartition("\r")[2][: 2 * LONGEST]).rstrip()
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}..."
