from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batchdeck.domain.clean import clean
from batchdeck.domain.log_line import RULE, LogLine, RawEvents
from batchdeck.logs import chunk
from batchdeck.logs.store import LogStore
from tests.logs.events import NOON, events, numbered


def texts(store: LogStore, start: int | None = None, stop: int | None = None) -> list[str]:
    lines = store.read(store.first if start is None else start, store.end if stop is None else stop)
    return [line.text for line in lines]


def test_numbers_stay_whatever_is_put_around_them() -> None:
    store = LogStore()
    store.append(numbered(0, 3))
    store.prepend(numbered(-2, 0))
    store.append(numbered(3, 4))
    assert (store.first, store.end, len(store)) == (-2, 4, 6)
    assert texts(store, 1, 3) == ["line 1", "line 2"]
    assert texts(store, -10, 1) == ["line -2", "line -1", "line 0"]
    assert texts(store, 4, 9) == []


def test_what_is_read_is_cleaned_and_what_is_saved_is_not() -> None:
    store = LogStore()
    store.append(events("plain", "\x1b[31mred\x1b]52;c;x\x07\ttab\n", "half \ud800 pair"))
    assert texts(store) == ["plain", "red    tab", "half \N{REPLACEMENT CHARACTER} pair"]
    assert list(store.raw(0, 3)) == [
        b"plain",
        b"\x1b[31mred\x1b]52;c;x\x07\ttab\n",
        b"half \xed\xa0\x80 pair",
    ]


def test_lines_know_their_source_and_rules_are_not_saved() -> None:
    store = LogStore()
    store.append(events("a", "b"), [0, 1])
    store.append_rule("attempt 2 begins", NOON + 5)
    store.append(events("c"), 2)
    lines = store.read(0, 4)
    assert [line.source for line in lines] == [0, 1, RULE, 2]
    assert [line.is_rule for line in lines] == [False, False, True, False]
    assert list(store.raw(0, 4)) == [b"a", b"b", b"c"]


def test_a_time_leads_to_the_first_line_from_then_on() -> None:
    store = LogStore()
    assert store.number_at(NOON) == 0
    store.append(numbered(0, 3 * chunk.LINES))
    store.prepend(numbered(-chunk.LINES, 0))
    for number in (-chunk.LINES, -1, 0, 1, chunk.LINES, 2 * chunk.LINES - 1, 3 * chunk.LINES - 1):
        assert store.number_at(NOON + number) == number
    assert store.number_at(NOON - 10**9) == store.first
    assert store.number_at(NOON + 10**9) == store.end


def test_among_equal_times_the_first_line_is_meant() -> None:
    store = LogStore()
    store.append(RawEvents([NOON] * 10_000, ["same"] * 10_000))
    assert store.number_at(NOON) == 0


async def test_memory_stays_bounded_and_nothing_is_lost() -> None:
    store = LogStore(memory=2 * chunk.BYTES)
    for start in range(0, 100_000, 10_000):
        store.append(numbered(start, start + 10_000))
        await store.settle()
        assert store.in_memory <= 3 * chunk.BYTES
    store.append(events("\x1b[1mbold"))
    for start in range(0, 100_000, 7_777):
        assert texts(store, start, start + 2) == [f"line {start}", f"line {start + 1}"]
    await store.settle()
    assert store.in_memory <= 3 * chunk.BYTES
    assert list(store.raw(99_999, 100_001)) == [b"line 99999", b"\x1b[1mbold"]
    assert sum(1 for _ in store.raw(0, 100_001)) == 100_001


async def test_a_full_disk_is_said_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    store = LogStore(memory=0)
    store.append(numbered(0, 20_000))
    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", full)
        await store.settle()
    assert store.problem == "No more lines can be kept: No space left on device"
    assert texts(store, 0, 20_000) == [f"line {number}" for number in range(20_000)]
    await store.settle()
    assert store.problem == ""
    assert texts(store, 0, 1) == ["line 0"]


def test_the_file_has_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    store = LogStore(memory=0)
    store.append(numbered(0, 20_000))
    asyncio.run(store.settle())
    assert store.in_memory < chunk.BYTES
    assert list(tmp_path.iterdir()) == []
    store.close()
    assert len(store) == 0


async def test_lines_that_are_not_wanted_any_more_are_forgotten() -> None:
    store = LogStore()
    store.append(numbered(0, 3 * chunk.LINES + 1))
    store.drop(2 * chunk.LINES + 7)
    assert (store.first, store.end) == (2 * chunk.LINES, 3 * chunk.LINES + 1)
    assert texts(store)[0] == f"line {2 * chunk.LINES}"
    store.drop(store.end)
    assert texts(store) == [f"line {3 * chunk.LINES}"]
    assert store.in_memory == 0
    store.append(numbered(3 * chunk.LINES + 1, 4 * chunk.LINES))
    assert texts(store, 3 * chunk.LINES + 5, 3 * chunk.LINES + 6) == [f"line {3 * chunk.LINES + 5}"]


def test_a_part_is_the_text_around_a_line() -> None:
    store = LogStore()
    store.append(numbered(0, chunk.LINES + 10))
    whole = store.part(5)
    assert (whole.first, whole.end) == (0, chunk.LINES)
    assert whole.text().split("\n")[5] == "line 5"
    rest = store.part(chunk.LINES + 8)
    assert (rest.first, rest.end) == (chunk.LINES, chunk.LINES + 10)
    assert rest.text().split("\n")[9] == f"line {chunk.LINES + 9}"
    with pytest.raises(IndexError):
        store.part(chunk.LINES + 10)


MESSAGES = st.lists(
    st.text(st.characters(codec=None, categories=("L", "C", "Zs", "P")), max_size=12), max_size=30
)


@settings(deadline=None)
@given(st.lists(st.tuples(st.booleans(), MESSAGES, st.booleans()), max_size=12))
async def test_it_is_like_a_list(steps: Sequence[tuple[bool, list[str], bool]]) -> None:
    """Against a plain list, whatever the order of appending, prepending and moving out."""
    store = LogStore(memory=0)
    expected: list[str] = []
    for before, messages, settle in steps:
        if before:
            store.prepend(events(*messages))
            expected[:0] = messages
        else:
            store.append(events(*messages))
            expected += messages
        if settle:
            await store.settle()
    assert len(store) == len(expected)
    assert texts(store) == [clean(each) for each in expected]
    raw = [each.encode("utf-8", "surrogatepass") for each in expected]
    assert list(store.raw(store.first, store.end)) == raw
    for number in range(store.first, store.end):
        (line,) = store.read(number, number + 1)
        assert line == LogLine(line.at, clean(expected[number - store.first]))
        part = store.part(number)
        assert part.text().split("\n")[number - part.first] == line.text
