"""Inputs in order, fetched several pieces at a time through a bounded amount of memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from worker.interrupts import Interrupts
from worker.storage import Input, Storage

PIECE = 2**20
"""Bytes of one GET, at most."""
_GLANCE = 0.2
"""Seconds between two looks whether the end was asked for."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an input."""

    index: int
    """Of the input."""
    begin: int
    end: int
    last: bool
    """Whether the input ends with it."""

    @property
    def first(self) -> bool:
        """Whether the input begins with it."""
        return self.begin == 0


def pieces(inputs: Sequence[Input], start: int = 0) -> Iterator[Piece]:
    """All stretches from input `start` on; an empty input is one, too."""
    for index in range(start, len(inputs)):
        size = inputs[index].size
        for begin in range(0, max(size, 1), PIECE):
            end = min(begin + PIECE, size)
            yield Piece(index, begin, end, end == size)


def fetched(
    storage: Storage,
    inputs: Sequence[Input],
    start: int,
    threads: int,
    interrupts: Interrupts,
) -> Iterator[tuple[Piece, bytes]]:
    """Every stretch with its bytes, in order; `threads` of them are in memory at most.

    Raises InputError, StorageError, and InterruptedRunError.
    """

    def get(piece: Piece) -> bytes:
        if piece.begin == piece.end:
            return b""
        return storage.fetch(inputs[piece.index], piece.begin, piece.end)

    coming = pieces(inputs, start)
    under_way: deque[tuple[Piece, Future[bytes]]] = deque()
    pool = ThreadPoolExecutor(threads, thread_name_prefix="fetch")
    try:
        while True:
            while len(under_way) < threads and (piece := next(coming, None)):
                under_way.append((piece, pool.submit(get, piece)))
            if not under_way:
                return
            piece, future = under_way.popleft()
            while not future.done():
                interrupts.check()
                wait([future], _GLANCE)
            interrupts.check()
            yield piece, future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
