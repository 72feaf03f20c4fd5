from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batchdeck.logs import chunk
from batchdeck.logs.search import FoundLines, LogSearch
from batchdeck.logs.store import LogStore
from tests.logs.events import events, numbered

MANY = 5 * chunk.LINES


async def complete(search: LogSearch) -> LogSearch:
    while await search.advance():
        pass
    return search


def everything(search: LogSearch) -> list[int]:
    return search.hits(search.ranks.start, search.ranks.stop)


async def test_hits_come_bit_by_bit_from_where_it_began() -> None:
    store = LogStore()
    store.append(numbered(0, 10 * chunk.LINES))
    search = LogSearch(store, re.compile("line .*7$"), near=8 * chunk.LINES)
    assert await search.advance()
    assert everything(search)[0] >= 8 * chunk.LINES
    assert not search.complete
    await complete(search)
    assert everything(search) == list(range(7, 10 * chunk.LINES, 10))
    assert search.searched == range(store.first, store.end)


async def test_lines_that_come_later_are_looked_at_as_well() -> None:
    store = LogStore()
    store.append(numbered(0, 25))
    search = await complete(LogSearch(store, re.compile("line 1")))
    assert everything(search) == [1, *range(10, 20)]
    store.append(numbered(100, 101))
    store.prepend(events("line 10 of before", "other"))
    assert not search.complete
    await complete(search)
    assert everything(search) == [-2, 1, *range(10, 20), 25]


async def test_nothing_in_nothing() -> None:
    store = LogStore()
    search = LogSearch(store, re.compile("x"))
    assert not await search.advance()
    assert (len(search), search.next(0), search.next(0, -1)) == (0, None, None)


async def test_ranks_stay_while_others_are_found() -> None:
    store = LogStore()
    store.append(numbered(0, 100))
    search = await complete(LogSearch(store, re.compile("5$"), near=50))
    assert search.ranks == range(-5, 5)
    assert search.hits(-1, 2) == [45, 55, 65]
    assert [search.rank(number) for number in (4, 5, 6, 45, 46, 55, 56, 96)] == [
        *(-5, -5, -4, -1, 0, 0, 1, 5)
    ]
    store.prepend(events("old 5", "old"))
    await complete(search)
    assert search.hits(-6, -5) == [-2]
    assert search.hits(-1, 2) == [45, 55, 65]


@pytest.mark.parametrize("near", [None, 0, 33, 50, 99, 1000, -5])
async def test_the_next_hit_either_way(near: int | None) -> None:
    store = LogStore()
    store.append(numbered(0, 100))
    search = await complete(LogSearch(store, re.compile("0$"), near=near))
    assert [search.next(number) for number in (-1, 0, 5, 89, 90)] == [0, 10, 10, 90, None]
    assert [search.next(number, -1) for number in (0, 1, 10, 11, 500)] == [None, 0, 0, 10, 90]


async def test_a_filtered_log_reads_like_a_store() -> None:
    store = LogStore(memory=0)
    store.append(numbered(0, MANY))
    await store.settle()
    search = await complete(LogSearch(store, re.compile("00$"), near=1_050))
    found = FoundLines(store, search)
    assert (found.first, found.end) == (-10, (MANY - 1) // 100 - 10)
    assert [line.text for line in found.read(-2, 2)] == [
        *("line 900", "line 1000", "line 1100", "line 1200")
    ]
    assert found.number(0) == 1100
    assert found.rank(1_001) == 0
    assert found.read(found.end, found.end + 5) == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.booleans(), st.lists(st.sampled_from(["a", "b", "ab"]), max_size=9))),
    st.integers(-10, 10),
)
async def test_whatever_comes_while_it_searches_is_found_once(
    steps: Sequence[tuple[bool, list[str]]], near: int
) -> None:
    store = LogStore()
    search = LogSearch(store, re.compile("a"), near=near)
    for before, texts in steps:
        (store.prepend if before else store.append)(events(*texts))
        await search.advance()
    await complete(search)
    lines = store.read(store.first, store.end)
    assert everything(search) == [
        number for number, line in enumerate(lines, store.first) if "a" in line.text
    ]
