"""Lines of logs on standard output: cleaned for a terminal, as they came for anything else."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import BinaryIO

from batchdeck.logs.store import LogStore


class Output:
    """Writes what a store got, each line once, and has the store forget it."""

    def __init__(self, stream: BinaryIO, *, raw: bool, times: bool) -> None:
        """`raw`: the lines as they came, for files and pipes. `times`: each with its own."""
        self._stream = stream
        self._raw = raw
        self._times = times
        self.is_read = True
        """Whether somebody reads what is written; a closed pipe says no."""

    def write(self, store: LogStore, start: int, names: Sequence[str] = ()) -> int:
        """Write the lines from that number on; the number to go on with next time.

        `names` of the logs stand before their lines, when there are several.
        """
        lines = [line for line in store.read(start, store.end) if not line.is_rule]
        if self._raw:
            texts = list(store.raw(start, store.end))
        else:
            texts = [line.text.encode() for line in lines]
        if names:
            before = [f"[{name}] ".encode() for name in names]
            texts = [before[line.source] + text for line, text in zip(lines, texts, strict=True)]
        if self._times:
            texts = [_stamp(line.at) + text for line, text in zip(lines, texts, strict=True)]
        if texts:
            self._put(b"\n".join(texts) + b"\n")
        store.drop(store.end)
        return store.end

    def _put(self, content: bytes) -> None:
        try:
            self._stream.write(content)
            self._stream.flush()
        except BrokenPipeError:
            self.is_read = False
            # The interpreter flushes once more at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())


def _stamp(at: int) -> bytes:
    """ISO 8601 in UTC with ms; blank where it is none that a calendar knows."""
    try:
        when = datetime.fromtimestamp(at / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return b" " * 25
    return f"{when:%Y-%m-%dT%H:%M:%S}.{at % 1000:03d}Z ".encode()
