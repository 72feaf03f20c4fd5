from __future__ import annotations

import random

from batchdeck.widgets.log_window import LogWindow

HEIGHTS = [1, 3, 1, 2, 9, 1, 1, 4]


def rows(index: int) -> int:
    return HEIGHTS[index]


def window(height: int = 5) -> LogWindow:
    return LogWindow(height, len(HEIGHTS))


def test_shows_lines_row_by_row() -> None:
    assert window().rows(rows) == [(0, 0), (1, 0), (1, 1), (1, 2), (2, 0)]


def test_scrolls_by_rows_within_a_line() -> None:
    view = window()
    view.scroll(2, rows)
    assert (view.top, view.hidden) == (1, 1)
    view.scroll(7, rows)
    assert (view.top, view.hidden) == (4, 2)
    view.scroll(-8, rows)
    assert (view.top, view.hidden) == (1, 0)


def test_stops_at_both_ends() -> None:
    view = window()
    view.scroll(1000, rows)
    assert view.at_end(rows)
    assert view.rows(rows) == [(6, 0), (7, 0), (7, 1), (7, 2), (7, 3)]
    view.scroll(-1000, rows)
    assert (view.top, view.hidden) == (0, 0)


def test_the_end_may_be_in_the_middle_of_a_line() -> None:
    view = window(height=3)
    view.to_end(rows)
    assert view.rows(rows) == [(7, 1), (7, 2), (7, 3)]


def test_a_line_is_shown_with_what_is_above_it() -> None:
    view = window(height=6)
    view.to_line(3, rows)
    assert view.rows(rows)[:3] == [(1, 2), (2, 0), (3, 0)]
    view.to_line(7, rows)
    assert view.at_end(rows)


def test_short_and_empty_logs() -> None:
    view = LogWindow(5, 2)
    view.scroll(3, lambda index: 1)
    assert view.rows(lambda index: 1) == [(0, 0), (1, 0)]
    assert view.at_end(lambda index: 1)
    view = LogWindow(5, 0)
    view.scroll(3, rows)
    view.to_end(rows)
    assert view.rows(rows) == []


def test_the_place_stays_when_old_lines_go() -> None:
    view = window()
    view.scroll(6, rows)
    before = view.rows(rows)
    view.drop(2)
    left = HEIGHTS[2:]
    after = view.rows(lambda index: left[index])
    assert [(index - 2, row) for index, row in before] == after
    view.drop(4)
    assert (view.top, view.hidden) == (0, 0)


def test_scrolling_is_the_same_as_walking_over_all_rows() -> None:
    everything = [(index, row) for index, height in enumerate(HEIGHTS) for row in range(height)]
    dice = random.Random(3)
    view, first = window(), 0
    for _ in range(500):
        step = dice.randrange(-9, 10)
        view.scroll(step, rows)
        first = max(0, min(first + step, len(everything) - 5))
        assert view.rows(rows) == everything[first : first + 5]
        assert view.at_end(rows) == (first == len(everything) - 5)
