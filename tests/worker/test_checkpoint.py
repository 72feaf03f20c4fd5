"""Checkpoints, as they are stored."""

from __future__ import annotations

import pytest

from worker.checkpoint import Checkpoint, Position, fingerprint
from worker.storage import Input
from worker.upload import Stored

ONE = Checkpoint("print", Position(3, 44), Stored("id", ("a", "b"), b"tail\nwith\0bytes"))


def test_what_is_stored_comes_back() -> None:
    assert Checkpoint.decoded(ONE.encoded()) == ONE


@pytest.mark.parametrize(
    "data", [b"", b"rubbish", b"{}\n", b"[]\n", ONE.encoded()[:-1], b"\xff" + ONE.encoded()]
)
def test_what_is_damaged_or_not_ours_is_left_aside(data: bytes) -> None:
    assert Checkpoint.decoded(data) is None


def test_the_fingerprint_tells_what_the_result_depends_on() -> None:
    inputs = [Input("a", 1, "x"), Input("b", 2, "y")]
    known = fingerprint(inputs, 5, 6)
    assert known == fingerprint([*inputs], 5, 6)
    others = [
        fingerprint(inputs[:1], 5, 6),
        fingerprint([inputs[0], Input("b", 2, "z")], 5, 6),
        fingerprint(inputs, 6, 6),
        fingerprint(inputs, 5, 7),
    ]
    assert known not in others
    assert len({*others}) == 4
