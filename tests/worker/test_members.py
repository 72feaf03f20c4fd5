"""What one input becomes, for good and for hostile inputs."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.members import EMPTY, coder
from worker.problems import InputError


def through(name: str, data: bytes, step: int = 7, *, keep_empty: bool = False) -> bytes:
    """What an input in pieces of `step` bytes becomes."""
    current = coder(name, 6, keep_empty=keep_empty)
    made = [current.feed(data[at : at + step]) for at in range(0, len(data), step)]
    return b"".join([*made, current.end()])


@given(st.lists(st.binary(max_size=400), min_size=1, max_size=4), st.integers(1, 97))
def test_gzip_is_passed_on_as_it_is(texts: list[bytes], step: int) -> None:
    packed = b"".join(gzip.compress(text) for text in texts)
    assert through("one.gz", packed, step) == packed


@given(st.binary(min_size=1, max_size=400), st.integers(1, 97))
def test_what_is_not_compressed_is_compressed_the_same_each_time(text: bytes, step: int) -> None:
    packed = through("one.dat", text, step)
    assert gzip.decompress(packed) == text
    assert packed == through("one.dat", text, 400)


def test_zeros_after_a_member_would_hide_what_follows_and_are_left_out() -> None:
    first, second = gzip.compress(b"first"), gzip.compress(b"second")
    padded = first + b"\0" * 50 + second + b"\0" * 20
    assert through("one.gz", padded) == first + second


@pytest.mark.parametrize("cut", [1, 5, 11, 30])
def test_truncated_gzip_is_refused(cut: int) -> None:
    packed = gzip.compress(b"some text that takes a few bytes")
    with pytest.raises(InputError, match=r"one\.gz is truncated"):
        through("one.gz", packed + packed[:-cut])


def test_a_flipped_bit_is_found() -> None:
    packed = bytearray(gzip.compress(b"some text"))
    packed[-6] ^= 1
    with pytest.raises(InputError, match="not whole gzip from its start"):
        through("one.gz", bytes(packed))


@pytest.mark.parametrize("data", [b"plain text", b"\0" * 30])
def test_what_is_named_gzip_has_to_be_gzip(data: bytes) -> None:
    with pytest.raises(InputError, match="not whole gzip"):
        through("one.gz", data)


def test_rubbish_after_a_member_is_found() -> None:
    with pytest.raises(InputError, match="not whole gzip after 1 good members"):
        through("one.gz", gzip.compress(b"text") + b"rubbish")


def test_empty_inputs() -> None:
    with pytest.raises(InputError, match="is empty"):
        through("one.gz", b"")
    assert through("one.dat", b"") == b""
    assert through("one.dat", b"", keep_empty=True) == EMPTY
    assert gzip.decompress(EMPTY) == b""


def test_a_huge_file_in_a_small_input_takes_little_memory() -> None:
    deflate = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(deflate.compress(bytes(10**6)) for _ in range(100)) + deflate.flush()
    tracemalloc.start()
    try:
        assert through("one.gz", bomb, len(bomb)) == bomb
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2 * 10**6
