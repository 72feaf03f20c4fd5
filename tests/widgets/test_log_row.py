from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from batchdeck.domain.log_line import LogLine
from batchdeck.widgets.glyphs import UNICODE
from batchdeck.widgets.log_row import Clock, LogLayout, LogRow, pieces

LINE = LogLine(1_763_629_200_000, "worker 読み込み中 worker")


def row(layout: LogLayout, number: int = 0, line: LogLine = LINE) -> LogRow:
    return layout.row(line, number, UNICODE, current=False, thumb=False)


def test_the_day_is_shown_where_there_is_room() -> None:
    assert row(LogLayout(99, clock=Clock.UTC)).time == "09:00:00Z "
    assert row(LogLayout(100, clock=Clock.UTC)).time == "11-20 09:00:00Z "
    assert row(LogLayout(100, clock=Clock.NONE)).time == ""


def test_the_clocks_go_round() -> None:
    assert [clock.next for clock in Clock] == [Clock.UTC, Clock.NONE, Clock.LOCAL]


@pytest.mark.parametrize("at", [10**18, -(10**18)])
def test_a_time_that_no_calendar_knows_is_blank(at: int) -> None:
    assert row(LogLayout(80, clock=Clock.UTC), line=LogLine(at, "x")).time == " " * 10


def test_wrapped_rows_share_one_time() -> None:
    layout = LogLayout(21, wrap=True, clock=Clock.UTC)
    assert layout.room == 10
    assert layout.rows(LINE) == 3
    assert [row(layout, number).text for number in range(3)] == ["worker 読", "み込み中 w", "orker"]
    assert [row(layout, number).time.strip() for number in range(3)] == ["09:00:00Z", "", ""]


def test_matches_are_found_across_the_break_of_a_line() -> None:
    layout = LogLayout(21, wrap=True, clock=Clock.UTC, pattern=re.compile("worker"))
    assert [row(layout, number).hits for number in range(3)] == [((0, 6),), ((5, 6),), ((0, 5),)]


def test_empty_matches_are_none() -> None:
    assert row(LogLayout(40, pattern=re.compile("x*"))).hits == ()


def test_pieces_fill_the_width_and_name_their_styles() -> None:
    layout = LogLayout(40, clock=Clock.UTC, pattern=re.compile("worker"))
    shown = row(layout)._replace(thumb=True)
    made = pieces(shown, 40, UNICODE)
    assert cell_len("".join(text for text, _ in made)) == 40
    assert [text for text, classes in made if classes == ("log-view--hit",)] == ["worker"] * 2
    assert made[-1] == ("▐", ("log-view--thumb",))
    current = pieces(shown._replace(current=True), 40, UNICODE)
    assert ("worker", ("log-view--current",)) in current
