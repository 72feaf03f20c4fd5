from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from batchdeck.domain.log_line import LogLine
from batchdeck.widgets import cells
from batchdeck.widgets.log_layout import LONGEST, Clock, LogLayout
from batchdeck.widgets.log_lines import Entry

AT = 1_763_629_200_123


@pytest.fixture(autouse=True)
def _tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def entry(raw: str, source: int = 0) -> Entry:
    return Entry(LogLine(AT, "", source), raw)


def texts(layout: LogLayout, raw: str, *, opened: bool = False) -> list[str]:
    return [row.text for row in layout.rows(entry(raw), opened=opened)]


@pytest.mark.parametrize(
    ("clock", "narrow", "wide"),
    [
        (Clock.LOCAL, "18:00:00 ", "11-20 18:00:00 "),
        (Clock.UTC, "09:00:00Z ", "11-20 09:00:00Z "),
        (Clock.RELATIVE, "  +0:01:05 ", "  +0:01:05 "),
        (Clock.NONE, "", ""),
    ],
)
def test_times(clock: Clock, narrow: str, wide: str) -> None:
    for width, expected in ((80, narrow), (160, wide)):
        layout = LogLayout(width, clock=clock, began=AT - 65_000)
        assert layout.time(AT) == expected
        assert layout.room == width - 1 - len(expected)
        assert len(layout.time(-(10**17))) <= layout.time_width


def test_the_clock_goes_round() -> None:
    clock, seen = Clock.LOCAL, []
    for _ in range(4):
        clock = clock.next
        seen.append(clock)
    assert seen == [Clock.UTC, Clock.RELATIVE, Clock.NONE, Clock.LOCAL]


def test_names_take_as_much_as_they_need_but_not_more_than_twelve_cells() -> None:
    layout = LogLayout(80, names=("a:0", "ジョブの長い名前です"))
    assert layout.name(0) == "a:0" + " " * 10
    assert cells.width(layout.name(1)) == cells.width(layout.name(5)) == 13
    assert LogLayout(80, names=("a", "bb")).name_width == 3
    assert LogLayout(80).name(0) == ""


def test_a_line_is_cut_or_wrapped_or_opened() -> None:
    layout = LogLayout(20, clock=Clock.NONE)
    raw = "0123456789" * 4
    assert texts(layout, raw) == ["012345678901234567~"]
    assert texts(layout._replace(wrap=True), raw) == [raw[:19], raw[19:38], raw[38:]]
    assert texts(layout, raw, opened=True) == [raw[:19], raw[19:38], raw[38:]]
    assert texts(layout, "") == texts(layout, "", opened=True) == [""]


def test_json_is_folded_to_level_and_message_and_opened_to_its_fields() -> None:
    layout = LogLayout(40, clock=Clock.NONE)
    raw = '{"level": "error", "msg": "no \\u001b[2Jroom", "job": {"id": 7}}'
    (row,) = layout.rows(entry(raw), opened=False)
    assert row.text == "ERROR no ^[[2Jroom"
    assert row.spans == ((0, 5, "error"), (9, 11, "control"))
    assert texts(layout, raw, opened=True) == ["ERROR no ^[[2Jroom", '    job {"id":7}']
    assert texts(layout, '{"msg": "x", "b": 1}') == ["x"]


def test_words_of_trouble_are_painted_as_such() -> None:
    layout = LogLayout(40, clock=Clock.NONE)
    (row,) = layout.rows(entry("12 ERROR disk"), opened=False)
    assert row.spans == ((3, 8, "error"),)
    (row,) = layout.rows(entry("\x1b[32mERROR\x1b[0m"), opened=False)
    assert row.spans == ((0, 5, "error"),)
    (row,) = layout._replace(coloured=True).rows(entry("\x1b[32mERROR\x1b[0m"), opened=False)
    assert [pen for _, _, pen in row.spans] == ["sgr color(2)"]


def test_spans_stay_on_their_words_when_a_line_wraps() -> None:
    layout = LogLayout(11, clock=Clock.NONE, wrap=True)
    rows = layout.rows(entry("1234567 ERROR"), opened=False)
    assert [row.spans for row in rows] == [((8, 10, "error"),), ((0, 3, "error"),)]


def test_of_a_line_that_is_too_long_the_rest_is_told() -> None:
    layout = LogLayout(80, clock=Clock.NONE, wrap=True)
    shown = texts(layout, "x" * (LONGEST + 1_000_000))
    assert shown[-1] == "1,000,000 more characters: ctrl+s saves them"
    assert sum(map(len, shown[:-1])) == LONGEST


@pytest.mark.parametrize(
    "raw", ["e\u0301" * 500, "読" * 500, "\x00" * 500, "👩\u200d🔬" * 500, "\u0301" * 500]
)
def test_no_row_is_wider_than_its_room(raw: str) -> None:
    for width in (2, 3, 24, 80):
        for wrap in (True, False):
            layout = LogLayout(width, clock=Clock.NONE, wrap=wrap)
            assert max(map(cells.width, texts(layout, raw))) <= layout.room
