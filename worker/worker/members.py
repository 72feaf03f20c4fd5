"""The gzip members that one input becomes.

Members one after the other are a valid gzip file (RFC 1952, 2.2), so what is compressed already
is passed on as it is; it is decompressed all the same, to see that it is whole.
"""

from __future__ import annotations

import zlib
from typing import Protocol

from worker.problems import InputError

GZIP = 31
"""zlib's `wbits` for the gzip format: it checks header, CRC-32 and length."""
EMPTY = bytes.fromhex("1f8b080000000000000303000000000000000000")
"""A member with nothing in it."""
_STEP = 64 * 1024
"""Bytes that are looked at, and made, at a time: a small input may hold a huge file."""


class Coder(Protocol):
    """Makes members of an input that comes in pieces."""

    def feed(self, piece: bytes) -> bytes:
        """What can be passed on by now. Raises InputError."""
        ...

    def end(self) -> bytes:
        """The rest. Raises InputError when something is missing."""
        ...


def coder(name: str, level: int, *, keep_empty: bool = False) -> Coder:
    """The right one for an input, by its name: what ends with `.gz` has to be gzip.

    An empty input that is not gzip adds nothing, or with `keep_empty` an empty member.
    """
    return Whole(name) if name.endswith(".gz") else Compressor(level, keep_empty=keep_empty)


class Compressor:
    """Compresses. The same input gives the same bytes: the member carries no time."""

    def __init__(self, level: int, *, keep_empty: bool = False) -> None:
        self._deflate = zlib.compressobj(level, zlib.DEFLATED, GZIP)
        self._needless = not keep_empty

    def feed(self, piece: bytes) -> bytes:
        """What is compressed by now."""
        self._needless = self._needless and not piece
        return self._deflate.compress(piece) if piece else b""

    def end(self) -> bytes:
        """The rest."""
        return b"" if self._needless else self._deflate.flush()


class Whole:
    """Passes gzip on and sees that every member is whole. Zeros between members are left out:
    a reader would take them for the end."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._inflate = zlib.decompressobj(GZIP)
        self._members = 0
        self._open = False
        """Whether a member has begun and not ended."""

    def feed(self, piece: bytes) -> bytes:
        """The piece without padding. Raises InputError."""
        passed = bytearray()
        view = memoryview(piece)
        for at in range(0, len(piece), _STEP):
            self._look_at(bytes(view[at : at + _STEP]), passed)
        return bytes(passed) if len(passed) < len(piece) else piece

    def end(self) -> bytes:
        """Nothing more. Raises InputError when the last member broke off."""
        if self._open:
            raise InputError(f"{self._name} is truncated: its gzip data ends in the middle")
        if not self._members:
            raise InputError(f"{self._name} is empty: a gzip file has at least 18 bytes")
        return b""

    def _look_at(self, data: bytes, passed: bytearray) -> None:
        while data:
            if not self._open:
                data = data.lstrip(b"\0") if self._members else data
                if not data:
                    return
                self._inflate = zlib.decompressobj(GZIP)
                self._open = True
            self._inflate_all(data)
            rest = self._inflate.unused_data
            passed += data[: len(data) - len(rest)]
            data = rest
            if self._inflate.eof:
                self._open = False
                self._members += 1

    def _inflate_all(self, data: bytes) -> None:
        try:
            more = True
            while more and not self._inflate.eof:
                made = self._inflate.decompress(data, _STEP)
                data = self._inflate.unconsumed_tail
                # Without input left, a full step may still have more behind it.
                more = bool(data) or len(made) == _STEP
        except zlib.error as error:
            where = f"after {self._members} good members" if self._members else "from its start"
            raise InputError(f"{self._name} is not whole gzip {where}: {error}") from error
