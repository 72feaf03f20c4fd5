from __future__ import annotations

import struct

import pytest

from batchdeck.local.runners.docker_log import MAX_EVENT, FrameReader, LineAssembler

STAMP = b"2026-11-20T12:12:15.906740136Z "
AT = 1_795_176_735_906


def frame(output: int, payload: bytes) -> bytes:
    return struct.pack(">BxxxL", output, len(payload)) + payload


@pytest.mark.parametrize("size", [1, 2, 7, 9, 1000])
def test_frames_are_cut_where_their_headers_say_however_they_arrive(size: int) -> None:
    stream = frame(1, b"one\n") + frame(2, b"") + frame(2, b"two")
    reader = FrameReader()
    pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
    found = [one for piece in pieces for one in reader.feed(piece)]
    assert found == [(1, b"one\n"), (2, b""), (2, b"two")]


def test_what_is_not_complete_is_not_told() -> None:
    assert list(FrameReader().feed(frame(1, b"one\n") + b"\x01\x00")) == [(1, b"one\n")]


def test_a_line_keeps_the_engines_time() -> None:
    assert LineAssembler().feed(1, STAMP + b"hello\n") == [(AT, "hello")]
    assert LineAssembler().feed(1, b"2026-11-20T21:12:15.906+09:00 hello\n") == [(AT, "hello")]


def test_a_line_in_parts_is_one_line_even_when_a_character_is_cut() -> None:
    lines, text = LineAssembler(), "集計完了".encode()
    assert lines.feed(1, STAMP + text[:4]) == []
    assert lines.feed(2, STAMP + b"an error between\n") == [(AT, "an error between")]
    assert lines.feed(1, STAMP + text[4:]) == []
    assert lines.feed(1, STAMP + b"\n") == [(AT, "集計完了")]


def test_bytes_that_are_not_utf8_survive_as_replacements() -> None:
    assert LineAssembler().feed(1, STAMP + b"a\xff\xfeb\n") == [
        (AT, "a\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}b")
    ]


def test_carriage_returns_end_no_line() -> None:
    assert LineAssembler().feed(1, STAMP + b"10%\r20%\r\n") == [(AT, "10%\r20%")]


def test_empty_lines_and_spaces_are_kept() -> None:
    lines = LineAssembler()
    assert lines.feed(1, STAMP + b"\n") == [(AT, "")]
    assert lines.feed(1, STAMP + b"  indented\n") == [(AT, "  indented")]


def test_a_line_longer_than_an_event_becomes_several() -> None:
    lines, got = LineAssembler(), []
    for _ in range(40):
        got += lines.feed(1, STAMP + b"x" * 16_384)
    got += lines.feed(1, STAMP + b"y\n")
    assert [len(text) for _, text in got] == [MAX_EVENT, MAX_EVENT, 40 * 16_384 + 1 - 2 * MAX_EVENT]
    assert got[-1][1].endswith("xy")


def test_what_has_no_newline_at_the_end_is_told_at_the_end() -> None:
    lines = LineAssembler()
    assert lines.feed(1, STAMP + b"no newline") == []
    assert lines.rest() == [(AT, "no newline")]
    assert lines.rest() == []
