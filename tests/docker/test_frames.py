from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st

from batchdeck.docker.frames import OutputReader


def frame(output: int, payload: bytes) -> bytes:
    return struct.pack(">BxxxL", output, len(payload)) + payload


def test_the_two_outputs_do_not_mix_within_a_line() -> None:
    reader = OutputReader()
    content = frame(1, b"to st") + frame(2, b"an error\n") + frame(1, b"dout\nrest")
    assert reader.feed(content) == ["an error", "to stdout"]
    assert reader.rest() == ["rest"]


@given(st.lists(st.integers(1, 30)))
def test_frames_in_pieces_of_any_size(sizes: list[int]) -> None:
    written = (
        frame(1, "日本\n".encode()) + frame(1, b"") + frame(2, b"\xff\xc3\xa9\n") + frame(1, b"z\n")
    )
    reader = OutputReader()
    found: list[str] = []
    for size in sizes:
        found += reader.feed(written[:size])
        written = written[size:]
    found += reader.feed(written)
    assert found == ["日本", "\N{REPLACEMENT CHARACTER}é", "z"]


def test_a_character_may_be_cut_in_two() -> None:
    reader = OutputReader()
    start, end = "本\n".encode()[:2], "本\n".encode()[2:]
    assert reader.feed(frame(1, start)) == []
    assert reader.feed(frame(1, end)) == ["本"]
