from __future__ import annotations

import random

import pytest

from batchdeck.widgets.viewport import Viewport, find


def test_moving_scrolls_no_more_than_needed() -> None:
    view = Viewport(total=100, height=10)
    view.move_to(9)
    assert view.top == 0
    view.move_to(10)
    assert (view.top, view.cursor) == (1, 10)
    view.move_to(1)
    assert view.top == 1
    view.move_to(-5)
    assert (view.top, view.cursor) == (0, 0)


def test_a_page_keeps_one_line_in_sight_and_the_cursor_on_its_line() -> None:
    view = Viewport(total=100, height=10, top=20, cursor=23)
    view.page(1)
    assert (view.top, view.cursor) == (29, 32)
    view.page(-1)
    assert (view.top, view.cursor) == (20, 23)
    view.page(20)
    assert (view.top, view.cursor) == (90, 99)


def test_scrolling_takes_the_cursor_along_at_the_edge() -> None:
    view = Viewport(total=100, height=10, top=20, cursor=21)
    view.scroll(3)
    assert (view.top, view.cursor) == (23, 23)
    view.scroll(-20)
    assert (view.top, view.cursor) == (3, 12)


def test_another_list_keeps_the_line_of_the_cursor() -> None:
    view = Viewport(total=100, height=10, top=20, cursor=23)
    view.replace(110, 33)
    assert (view.top, view.cursor) == (30, 33)
    view.replace(5, 4)
    assert (view.top, view.cursor) == (0, 4)
    view.replace(0, 4)
    assert (view.top, view.cursor) == (0, 0)


def test_the_thumb_goes_from_top_to_bottom() -> None:
    assert Viewport(total=10, height=10).thumb() == range(0)
    assert Viewport(total=100_000, height=10).thumb() == range(1)
    assert Viewport(total=100, height=10, top=90).thumb() == range(9, 10)
    assert Viewport(total=20, height=10, top=10).thumb() == range(5, 10)


def test_whatever_happens_the_cursor_is_on_the_screen() -> None:
    dice = random.Random(7)
    view = Viewport(total=50, height=10)
    for _ in range(2000):
        step = dice.randrange(-30, 30)
        change = dice.choice([view.move_to, view.page, view.scroll, view.resize])
        change(abs(step) if change == view.resize else step)
        if not dice.randrange(5):
            view.replace(abs(step) * 3, dice.randrange(100))
        assert 0 <= view.cursor <= max(0, view.total - 1)
        assert 0 <= view.top <= max(0, view.total - view.height)
        if view.height and view.total:
            assert view.top <= view.cursor < view.top + view.height


@pytest.mark.parametrize("near", [0, 3, 9])
def test_finds_a_key_from_anywhere(near: int) -> None:
    items = [str(n) for n in range(10)]
    assert [find(items, str, wanted, near) for wanted in items] == list(range(10))
    assert find(items, str, "gone", near) is None
    assert find([], str, "gone", 0) is None


def test_looks_near_first() -> None:
    asked: list[int] = []

    def key(item: int) -> str:
        asked.append(item)
        return str(item)

    assert find(range(100_000), key, "50004", 50_000) == 50_004
    assert len(asked) < 12
