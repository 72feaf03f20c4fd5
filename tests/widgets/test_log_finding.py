from __future__ import annotations

import re

import pytest

from batchdeck.domain.filter import expression
from batchdeck.domain.log_line import RawEvents
from batchdeck.logs.search import LogSearch
from batchdeck.logs.store import LogStore
from batchdeck.widgets.log_finding import Findings, Wish, both, standing
from tests.widgets.log_app import lines, store_of


async def complete(findings: Findings) -> None:
    for looking in findings.all:
        while await looking.advance():
            pass


@pytest.mark.parametrize("word", ["epoch", "Epoch", "[0-3]7", "^2026", "a|b", "(x)\\1"])
@pytest.mark.parametrize("other", ["epoch 1", "LR", "b$", "loss"])
def test_both_is_found_where_each_is(word: str, other: str) -> None:
    texts = ["epoch 17: loss", "Epoch 37 LR", "a b", "2026 b", "xx loss", "", "EPOCH 1 lr"]
    pattern = both(expression(word), expression(other))
    expected = [t for t in texts if expression(word).search(t) and expression(other).search(t)]
    assert [text for text in texts if pattern.search(text)] == expected


@pytest.fixture
def store() -> LogStore:
    return store_of(lines(200))


async def test_a_wish_is_fulfilled_when_the_outcome_is_certain(store: LogStore) -> None:
    findings = Findings(store)
    findings.look_for("worker", expression("worker"), 100)
    assert findings.wish is not None
    assert findings.wish.fulfilled() == (False, None)
    await complete(findings)
    assert findings.wish.fulfilled() == (True, 104)
    findings.seek(104, 1)
    assert findings.wish.fulfilled() == (True, 109)
    findings.seek(104, -1)
    assert findings.wish.fulfilled() == (True, 99)
    findings.seek(199, 1)
    assert findings.wish.fulfilled() == (True, 4)
    findings.seek(4, -1)
    assert findings.wish.fulfilled() == (True, 199)


async def test_without_a_match_below_the_nearest_above_will_do_at_first(store: LogStore) -> None:
    search = LogSearch(store, expression("worker-[0-9]:|worker-14:"), 150)
    wish = Wish(search, 150, 1, or_back=True)
    assert wish.fulfilled() == (False, None)
    while await search.advance():
        pass
    assert wish.fulfilled() == (True, 14)
    nowhere = LogSearch(store, re.compile("nowhere"), 150)
    while await nowhere.advance():
        pass
    assert Wish(nowhere, 150, 1).fulfilled() == (True, None)


async def test_with_a_filter_only_what_it_leaves_is_found(store: LogStore) -> None:
    findings = Findings(store)
    findings.leave_only("[05]:", expression("[05]:"), 0)
    findings.look_for("epoch", expression("epoch"), 0)
    findings.seek_trouble(0, 1)
    await complete(findings)
    assert findings.filter is not None
    assert findings.search is not None
    assert len(findings.search) == len(findings.filter) == 40
    assert findings.trouble is not None
    assert len(findings.trouble) == 0
    findings.leave_only("", None, 0)
    assert findings.all == [findings.search]


async def test_in_words(store: LogStore) -> None:
    search = LogSearch(store, expression("worker-[0-9]:"))
    assert standing(search, 0) == "looking"
    while await search.advance():
        pass
    assert standing(search, 0) == "2 hits"
    assert standing(search, 9) == "2 of 2"
    assert standing(search, 9, whole=False) == "2 of 2+"
    assert standing(search, None) == "2 hits"
    store.append(RawEvents.of((1, "worker-7: again")))
    assert standing(search, 4) == "1 of 2+"
    nothing = LogSearch(store_of([]), expression("x"))
    assert standing(nothing, None) == "no match"
    assert standing(nothing, None, whole=False) == "no match in what was read"
