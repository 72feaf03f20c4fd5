"""Jobs in the order they were created, newest first, that takes more of them at low cost."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain

from batchdeck.domain.job import Job

BLOCK = 500
"""Jobs in a block when it is new; twice as many, and it becomes two."""

Place = tuple[int, str]


def place(job: Job) -> Place:
    """What jobs are ordered by: newest first, of the same time by id."""
    return (-job.created_at, job.id)


class NewestFirst:
    """Each job once.

    Kept in blocks, because one list of 100,000 would have to be moved, or copied, for each job
    that comes between others: 2 ms for 250 of them, on the loop that answers the keys.
    """

    def __init__(self) -> None:
        self._blocks: list[list[Job]] = []
        self._lasts: list[Place] = []
        """The place of the last job of each block."""

    def __iter__(self) -> Iterator[Job]:
        return chain.from_iterable(self._blocks)

    def __reversed__(self) -> Iterator[Job]:
        return (job for block in reversed(self._blocks) for job in reversed(block))

    def add(self, job: Job) -> None:
        """Put in a job that is not there."""
        where = place(job)
        at = bisect_left(self._lasts, where)
        if at == len(self._blocks):
            if not self._blocks:
                self._blocks.append([])
                self._lasts.append(where)
            at = len(self._blocks) - 1
            self._blocks[at].append(job)
            self._lasts[at] = where
        else:
            block = self._blocks[at]
            block.insert(bisect_left(block, where, key=place), job)
        if len(self._blocks[at]) >= 2 * BLOCK:
            self._split(at)

    def remove(self, job: Job) -> None:
        """Take out a job that is there."""
        at, index = self._find(job)
        block = self._blocks[at]
        del block[index]
        if not block:
            del self._blocks[at]
            del self._lasts[at]
        else:
            self._lasts[at] = place(block[-1])

    def replace(self, job: Job, newer: Job) -> None:
        """Put what is known newer of a job in its stead."""
        if place(job) != place(newer):
            self.remove(job)
            self.add(newer)
        else:
            at, index = self._find(job)
            self._blocks[at][index] = newer

    def _find(self, job: Job) -> tuple[int, int]:
        """The block of a job that is there, and the job's index in it."""
        where = place(job)
        at = bisect_left(self._lasts, where)
        return at, bisect_left(self._blocks[at], where, key=place)

    def _split(self, at: int) -> None:
        block = self._blocks[at]
        self._blocks[at : at + 1] = [block[:BLOCK], block[BLOCK:]]
        self._lasts.insert(at, place(block[BLOCK - 1]))
