from __future__ import annotations

import random

from batchdeck.widgets.log_window import LogWindow

HEIGHTS = [1, 3, 1, 2, 9, 1, 1, 4]


def rows(place: int) -> int:
    return HEIGHTS[place]


def window(height: int = 5) -> LogWindow:
    return LogWindow(height, 0, len(HEIGHTS))


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
    assert view.at_start


def test_the_cursor_goes_line_by_line_and_through_long_lines_row_by_row() -> None:
    view = window()
    seen = []
    for _ in range(60):
        seen.append((view.cursor, view.top, view.hidden))
        view.step(1, rows)
    assert seen[0] == (0, 0, 0)
    assert [cursor for cursor, _, _ in seen] == sorted(cursor for cursor, _, _ in seen)
    assert {cursor for cursor, _, _ in seen} == set(range(len(HEIGHTS)))
    inside = [hidden for cursor, top, hidden in seen if (cursor, top) == (4, 4)]
    assert inside == [0, 1, 2, 3, 4]
    assert view.at_end(rows)
    for _ in range(60):
        view.step(-1, rows)
    assert (view.cursor, view.top, view.hidden) == (0, 0, 0)


def test_a_page_keeps_one_row_and_the_cursor_where_it_is() -> None:
    view = LogWindow(5, 0, 40)
    view.cursor = 2
    view.page(1, lambda _: 1)
    assert (view.top, view.cursor) == (4, 6)
    view.page(9, lambda _: 1)
    view.page(1, lambda _: 1)
    assert (view.top, view.cursor) == (35, 39)
    view.page(-20, lambda _: 1)
    view.page(-1, lambda _: 1)
    assert (view.top, view.cursor) == (0, 0)


def test_a_line_that_is_asked_for_has_a_third_above_it_unless_it_is_in_sight() -> None:
    view = LogWindow(9, 0, 100)
    view.to_line(50, lambda _: 1)
    assert (view.top, view.cursor) == (47, 50)
    view.to_line(55, lambda _: 1)
    assert (view.top, view.cursor) == (47, 55)
    view.to_line(99, lambda _: 1)
    assert (view.top, view.cursor) == (91, 99)
    view.to_line(-5, lambda _: 1)
    assert (view.top, view.cursor) == (0, 0)


def test_older_lines_leave_everything_where_it_is() -> None:
    view = LogWindow(5, 0, 100, top=3, cursor=4)
    view.first = -1000
    view.clamp(lambda _: 1)
    assert (view.top, view.cursor) == (3, 4)
    view.scroll(-10, lambda _: 1)
    assert view.top == -7


def test_nothing_to_show() -> None:
    view = LogWindow(5)
    for _ in range(2):
        view.step(1, rows)
        view.step(-1, rows)
        view.page(1, rows)
        view.to_line(3, rows)
        view.scroll(-3, rows)
        view.to_end(rows)
    assert view.rows(rows) == []


def test_the_cursor_is_always_in_sight_and_the_window_always_full() -> None:
    dice = random.Random(5)
    for _ in range(300):
        heights = [dice.choice([1, 1, 1, 2, 7, 12]) for _ in range(dice.randrange(1, 30))]
        view = LogWindow(dice.randrange(1, 9), 0, len(heights))
        for _ in range(40):
            kind = dice.choice(["scroll", "step", "page", "to_line"])
            getattr(view, kind)(dice.randrange(-12, 30), heights.__getitem__)
            shown = view.rows(heights.__getitem__)
            assert view.cursor in {place for place, _ in shown}, kind
            assert len(shown) == min(view.height, sum(heights))
