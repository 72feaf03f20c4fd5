from __future__ import annotations

from collections.abc import Iterable

from rich.color import ColorSystem
from rich.segment import Segment
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region, Size
from textual.strip import Strip

from batchdeck.widgets.frame_canvas import FrameCanvas
from batchdeck.widgets.frame_cells import Pens


def strip(text: str) -> Strip:
    return Strip([Segment(text)])


def canvas() -> FrameCanvas:
    return FrameCanvas(Size(10, 2), Pens(ColorSystem.TRUECOLOR))


def full(first: str, second: str) -> LayoutUpdate:
    return LayoutUpdate([[strip(first)], [strip(second)]], Region(0, 0, 10, 2))


def test_a_whole_screen_is_written_once() -> None:
    made = canvas()
    made.draw(full("0123456789", "abcdefghij"))
    assert made.changes() == "\x1b[1;1H\x1b[0m0123456789\x1b[2;1Habcdefghij"
    made.draw(full("0123456789", "abcdefghij"))
    assert made.changes() == ""


def test_of_a_part_only_what_differs_is_written() -> None:
    made = canvas()
    made.draw(full("0123456789", "abcdefghij"))
    made.changes()
    chops: list[dict[int, Strip | None]] = [{0: None, 4: None}, {0: None, 4: strip("eXghij")}]
    made.draw(ChopsUpdate(chops, [(1, 4, 10)], [[4, 10], [4, 10]]))
    assert made.changes() == "\x1b[2;6H\x1b[0mX"


def test_a_part_is_cut_where_it_ends() -> None:
    made = canvas()
    made.draw(full("0123456789", "abcdefghij"))
    made.changes()
    made.draw(ChopsUpdate([{0: strip("ABCDEFGHIJ")}, {}], [(0, 2, 5)], [[10], []]))
    assert made.changes() == "\x1b[1;1H\x1b[0mABCDE"


def test_what_comes_before_the_first_whole_screen_is_written_too() -> None:
    made = canvas()
    made.draw(ChopsUpdate([{}, {3: strip("xyz")}], [(1, 3, 6)], [[], [6]]))
    assert made.changes() == "\x1b[2;4H\x1b[0mxyz"


def test_frames_that_were_not_sent_are_sent_with_the_next() -> None:
    made = canvas()
    made.draw(full("0123456789", "abcdefghij"))
    made.changes()
    made.draw(full("X123456789", "abcdefghij"))
    made.draw(full("X123456789", "abcdefghiY"))
    assert made.changes() == "\x1b[1;1H\x1b[0mX\x1b[2;10HY"


def test_after_forgetting_all_is_written_again() -> None:
    made = canvas()
    made.draw(full("0123456789", "abcdefghij"))
    before = made.changes()
    made.forget()
    assert made.changes() == before


def test_lines_beyond_the_screen_are_left_out() -> None:
    made = canvas()
    lines: list[Iterable[Strip]] = [[strip("0123456789ABC")] for _ in range(4)]
    made.draw(LayoutUpdate(lines, Region(0, 0, 13, 4)))
    assert made.changes() == "\x1b[1;1H\x1b[0m0123456789\x1b[2;1H0123456789"
