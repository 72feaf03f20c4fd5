from __future__ import annotations

import pytest

from batchdeck.domain.log_line import LogLine, RawEvents
from batchdeck.logs import chunk
from batchdeck.logs.chunk import Growing, Packed
from tests.logs.events import NOON, events


def grown(given: RawEvents, *sources: int) -> Growing:
    growing = Growing()
    growing.add(given, sources or [0] * len(given.times))
    return growing


def test_few_lines_stay_until_all_are_taken() -> None:
    growing = grown(events("a", "b"))
    assert growing.take(all_of_it=False) == []
    assert len(growing) == 2
    (packed,) = growing.take(all_of_it=True)
    assert packed.lines() == [LogLine(NOON, "a"), LogLine(NOON + 1, "b")]
    assert (len(growing), growing.size) == (0, 0)
    assert growing.take(all_of_it=True) == []


@pytest.mark.parametrize(
    ("texts", "counts"),
    [
        (["x"] * (2 * chunk.LINES + 5), [chunk.LINES, chunk.LINES]),
        (["x" * (chunk.BYTES // 2)] * 5, [2, 2]),
        (["x", "y" * 10 * chunk.BYTES, "z"], [1, 1]),
        (["y" * 10 * chunk.BYTES], []),
        (["y" * 10 * chunk.BYTES, "z"], [1]),
    ],
)
def test_chunks_are_neither_long_nor_empty(texts: list[str], counts: list[int]) -> None:
    growing = grown(events(*texts))
    packed = growing.take(all_of_it=False)
    assert [len(one.times) for one in packed] == counts
    assert len(growing) == len(texts) - sum(counts)
    whole = [line.text for one in [*packed, growing.copy()] for line in one.lines()]
    assert whole == texts


def test_what_was_changed_by_cleaning_is_kept_beside_it() -> None:
    given = events(*["plain"] * chunk.LINES, "\x1b[1mbold", "last")
    growing = grown(given)
    growing.take(all_of_it=False)
    packed = growing.copy()
    assert packed.text == b"bold\nlast"
    assert list(packed.raw(0, 2)) == [b"\x1b[1mbold", b"last"]
    assert list(packed.raw(1, 2)) == [b"last"]
    assert [line.text for line in growing.lines(1, 2)] == ["last"]


@pytest.mark.parametrize("sources", [(0, 0, 0), (0, 1, -1)])
def test_dumped_lines_come_back(sources: tuple[int, ...]) -> None:
    (packed,) = grown(events("a", "\x00b", "日本"), *sources).take(all_of_it=True)
    again = Packed.load(packed.dump())
    assert again == packed
    assert [line.source for line in again.lines()] == list(sources)
    assert again.size > len("ab日本")
