"""How far a run has come: one object beside the result, so that it is saved whole or not at all.

A line of JSON, and after it the bytes that no part holds yet.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from worker.storage import Input
from worker.upload import Stored

_FORM = 1
"""Another number for another form: an old checkpoint is then left aside."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the result, counted in inputs."""

    index: int = 0
    """Of the input that comes next, or is under way."""
    offset: int = 0
    """Bytes of the result that this input has given already."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a later attempt has to know."""

    inputs: str
    """The `fingerprint` of what is joined."""
    position: Position
    stored: Stored

    def encoded(self) -> bytes:
        """As it is stored."""
        head = {
            "form": _FORM,
            "inputs": self.inputs,
            "index": self.position.index,
            "offset": self.position.offset,
            "upload": self.stored.upload,
            "etags": self.stored.etags,
            "tail": zlib.crc32(self.stored.tail),
        }
        return b"".join((json.dumps(head).encode(), b"\n", self.stored.tail))

    @classmethod
    def decoded(cls, data: bytes) -> Checkpoint | None:
        """What was stored; None when it is none of ours."""
        line, _, tail = data.partition(b"\n")
        try:
            head = json.loads(line)
            if head["form"] != _FORM or head["tail"] != zlib.crc32(tail):
                return None
            stored = Stored(str(head["upload"]), tuple(map(str, head["etags"])), tail)
            position = Position(int(head["index"]), int(head["offset"]))
            return cls(str(head["inputs"]), position, stored)
        except (ValueError, KeyError, TypeError):
            return None


def key_for(result: str) -> str:
    """The key of a result's checkpoint."""
    return f"{result}.checkpoint"


def fingerprint(inputs: Sequence[Input], size: int, level: int) -> str:
    """The same only where the result is the same, byte by byte and part by part."""
    found = hashlib.sha256(f"{size} {level} {zlib.ZLIB_RUNTIME_VERSION}".encode())
    for one in inputs:
        found.update(json.dumps([one.key, one.size, one.etag]).encode())
    return found.hexdigest()
