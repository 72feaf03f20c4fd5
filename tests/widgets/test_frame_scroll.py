from __future__ import annotations

import pyte
from rich.color import ColorSystem
from rich.segment import Segment
from textual.strip import Strip

from batchdeck.widgets.frame_cells import Frame, Pens
from batchdeck.widgets.frame_scroll import Scroll, find_scroll

PENS = Pens(ColorSystem.TRUECOLOR)


def frame(*lines: str) -> Frame:
    return [PENS.cells([Strip([Segment(line.ljust(30))])]) for line in lines]


def listing(first: int, count: int = 10) -> list[str]:
    return [f"{n * 7919 % 10007:05} " * 4 for n in range(first, first + count)]


def test_finds_what_moved_between_what_stayed() -> None:
    shown = frame("title", *listing(0), "keys")
    assert find_scroll(shown, frame("title", *listing(2), "keys")) == Scroll(1, 11, 2)
    assert find_scroll(frame("title", *listing(3), "keys"), shown) == Scroll(1, 11, -3)


def test_nothing_moved() -> None:
    shown = frame("title", *listing(0), "keys")
    assert find_scroll(shown, shown) is None
    assert find_scroll(shown, frame("title", *listing(100), "keys")) is None


def test_two_lines_that_moved_are_not_worth_it() -> None:
    assert find_scroll(frame(*listing(0, 3), "x"), frame(*listing(1, 2), "y", "z")) is None


def test_lines_that_say_little_are_not_worth_it() -> None:
    shown, wanted = frame(*"abcdefgh"), frame(*"bcdefghi")
    assert find_scroll(shown, wanted) is None


def test_the_terminal_does_the_same() -> None:
    for scroll in (Scroll(1, 7, 2), Scroll(1, 7, -2), Scroll(0, 8, 1)):
        lines = listing(0, 8)
        screen = pyte.Screen(30, 8)
        pyte.Stream(screen).feed("\r\n".join(lines))
        pyte.Stream(screen).feed(scroll.sequence)
        expected = [
            "" if None in line.texts else "".join(map(str, line.texts)).rstrip()
            for line in scroll.apply(frame(*lines))
        ]
        assert [line.rstrip() for line in screen.display] == expected
        assert screen.margins is None
