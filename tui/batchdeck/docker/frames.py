"""Cuts the output of a container into what it wrote where.

Source: Docker Engine API, "Attach to a container", stream format: frames of
`[stream, 0, 0, 0, length (4 bytes, big-endian)]` and a payload.
"""

from __future__ import annotations

import codecs
import struct

from batchdeck.docker.output import Lines

_HEADER = struct.Struct(">BxxxL")


class OutputReader:
    """The lines of a container, its two outputs kept apart until their lines are complete."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self._outputs: dict[int, tuple[codecs.IncrementalDecoder, Lines]] = {}

    def feed(self, arrived: bytes) -> list[str]:
        """The lines that are complete now, clean."""
        self._rest += arrived
        lines: list[str] = []
        place = 0
        while len(self._rest) - place >= _HEADER.size:
            output, length = _HEADER.unpack_from(self._rest, place)
            end = place + _HEADER.size + length
            if end > len(self._rest):
                break
            lines += self._text(output, self._rest[place + _HEADER.size : end])
            place = end
        del self._rest[:place]
        return lines

    def rest(self) -> list[str]:
        """What was written without a newline at the very end."""
        return [line for _, lines in self._outputs.values() for line in lines.rest()]

    def _text(self, output: int, payload: bytearray) -> list[str]:
        if output not in self._outputs:
            self._outputs[output] = (codecs.getincrementaldecoder("utf-8")("replace"), Lines())
        decoder, lines = self._outputs[output]
        return lines.feed(decoder.decode(payload))
