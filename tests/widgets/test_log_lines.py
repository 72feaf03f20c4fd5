from __future__ import annotations

import pytest

from batchdeck.domain.log_line import RawEvents
from batchdeck.logs.store import LogStore
from batchdeck.widgets.log_lines import BLOCK, BLOCKS, NOTHING, Entries
from tests.widgets.log_app import store_of

MANY = BLOCK * (BLOCKS + 4)


def numbered(start: int, stop: int) -> RawEvents:
    return RawEvents.of(*((at, f"\x1b[1mline {at}\x1b[0m\x07") for at in range(start, stop)))


def entries(count: int) -> Entries:
    store = LogStore()
    store.append(numbered(0, count))
    return Entries(store)


def test_gives_lines_with_their_text_as_it_came() -> None:
    made = entries(MANY)
    for number in (0, BLOCK - 1, BLOCK, MANY - 1, 1):
        entry = made.entry(number)
        assert entry.line.text == f"line {number}"
        assert entry.raw == f"\x1b[1mline {number}\x1b[0m\x07"


def test_there_is_nothing_beyond_the_ends() -> None:
    made = entries(10)
    assert [made.entry(number) for number in (-1, 10, 1000)] == [NOTHING] * 3
    assert made.entry(9).line.text == "line 9"


def test_lines_that_come_are_there() -> None:
    made = entries(10)
    assert made.entry(10) == NOTHING
    made.lines.append(numbered(10, 12))  # type: ignore[attr-defined]
    assert made.entry(11).line.text == "line 11"


def test_older_lines_that_come_are_there_too() -> None:
    made = entries(10)
    assert made.entry(-3) == NOTHING
    made.lines.prepend(numbered(-5, 0))  # type: ignore[attr-defined]
    made.older_came()
    assert [made.entry(n).line.text for n in (-5, -1, 0)] == ["line -5", "line -1", "line 0"]
    assert made.entry(-6) == NOTHING


def test_rules_have_no_text_that_came() -> None:
    store = store_of([(1, "a\x00"), (2, "b")])
    store.append_rule("attempt 2 begins", 3)
    store.append(RawEvents.of((4, "c\x00")))
    made = Entries(store)
    assert [made.entry(n).raw for n in range(4)] == ["a\x00", "b", "attempt 2 begins", "c\x00"]
    assert made.entry(2).line.is_rule


def test_lines_on_a_broken_disk_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    made = entries(10)

    def broken(*_: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(made.lines, "read", broken)
    assert made.entry(3).raw == "cannot be read back: Input/output error"
    assert made.entry(3).line.is_rule
