"""Pieces of inputs, in order."""

from __future__ import annotations

import random

import pytest

from tests.worker.conftest import Bucket
from worker.fetch import PIECE, Piece, fetched, pieces
from worker.interrupts import Interrupts
from worker.problems import InterruptedRunError
from worker.storage import Input


def test_an_input_is_cut_into_pieces() -> None:
    inputs = [Input("a", PIECE, ""), Input("b", 0, ""), Input("c", PIECE + 1, "")]
    assert list(pieces(inputs)) == [
        Piece(0, 0, PIECE, last=True),
        Piece(1, 0, 0, last=True),
        Piece(2, 0, PIECE, last=False),
        Piece(2, PIECE, PIECE + 1, last=True),
    ]
    assert [piece.index for piece in pieces(inputs, 2)] == [2, 2]


def test_many_threads_keep_the_order(bucket: Bucket) -> None:
    made = random.Random(3)
    bodies = [made.randbytes(made.choice([0, 10, PIECE, 2 * PIECE + 5])) for _ in range(20)]
    for number, body in enumerate(bodies):
        bucket.put(f"data/{number:02}", body)
    inputs = bucket.storage.inputs("data/")
    got = [b""] * len(inputs)
    for piece, data in fetched(bucket.storage, inputs, 0, 8, Interrupts()):
        got[piece.index] += data
    assert got == bodies


def test_an_interrupt_ends_it(bucket: Bucket) -> None:
    bucket.put("data/x", b"text")
    interrupts = Interrupts()
    interrupts.ask()
    with pytest.raises(InterruptedRunError):
        list(fetched(bucket.storage, bucket.storage.inputs("data/"), 0, 1, interrupts))
