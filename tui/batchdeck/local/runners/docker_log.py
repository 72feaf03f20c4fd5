"""Turns the engine's log stream into lines.

Source: Docker Engine API, "Attach to a container", stream format: every message is one
frame of `[stream, 0, 0, 0, length (4 bytes, big-endian)]` and its payload. A line of more
than 16 KiB arrives as several frames of which only the last ends in a newline; each of
them begins with its timestamp.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import datetime

#: Bytes of one event. Source: the awslogs driver's maximum, 256 KiB less the overhead.
MAX_EVENT = 262_144 - 26
_HEADER = struct.Struct(">BxxxL")


class FrameReader:
    """Cuts what arrives in pieces of any size into frames."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, arrived: bytes) -> Iterator[tuple[int, bytes]]:
        """The frames that are complete now: which output (1 stdout, 2 stderr), what was written."""
        self._rest += arrived
        place = 0
        while len(self._rest) - place >= _HEADER.size:
            output, length = _HEADER.unpack_from(self._rest, place)
            end = place + _HEADER.size + length
            if end > len(self._rest):
                break
            yield output, bytes(self._rest[place + _HEADER.size : end])
            place = end
        del self._rest[:place]


class LineAssembler:
    """Puts lines together from frames that carry timestamps."""

    def __init__(self) -> None:
        self._open: dict[int, tuple[int, bytearray]] = {}

    def feed(self, output: int, payload: bytes) -> list[tuple[int, str]]:
        """The lines that this frame completes: ms since the epoch, text.

        Bytes that are not UTF-8 become U+FFFD, a carriage return at the end is dropped,
        those within a line stay: a progress bar is one event, as in CloudWatch Logs.
        """
        stamp, _, written = payload.partition(b" ")
        if output not in self._open:
            self._open[output] = (_milliseconds(stamp), bytearray())
        at, text = self._open[output]
        text += written
        lines = []
        while len(text) > MAX_EVENT:
            lines.append((at, _decoded(text[:MAX_EVENT])))
            del text[:MAX_EVENT]
        if text.endswith(b"\n"):
            lines.append((at, _decoded(text)))
            del self._open[output]
        return lines

    def rest(self) -> list[tuple[int, str]]:
        """What was written without a newline at the very end."""
        lines = [(at, _decoded(text)) for at, text in self._open.values() if text]
        self._open.clear()
        return lines


def _milliseconds(stamp: bytes) -> int:
    return int(datetime.fromisoformat(stamp.decode("ascii")).timestamp() * 1000)


def _decoded(text: bytes | bytearray) -> str:
    return text.decode("utf-8", "replace").removesuffix("\n").rstrip("\r")
