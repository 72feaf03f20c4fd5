from __future__ import annotations

from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from batchdeck.widgets.frame_cells import Line, Pens, unknown_frame

RED = Style.parse("red")


def pens() -> Pens:
    return Pens(ColorSystem.TRUECOLOR)


def strip(*parts: tuple[str, Style | None]) -> Strip:
    return Strip([Segment(text, style) for text, style in parts])


def test_a_cell_for_each_letter_two_for_a_wide_one() -> None:
    line = pens().cells([strip(("ab", None), ("日", RED)), strip(("c", None))])
    assert line == Line(["a", "b", "日", "", "c"], [0, 0, 1, 1, 0])


def test_marks_belong_to_the_letter_before_them_even_across_segments() -> None:
    line = pens().cells([strip(("e\u0301x", None), ("\u0301", RED), ("日", None), ("\u3099", RED))])
    assert line.texts == ["e\u0301", "x\u0301", "日\u3099", ""]
    assert len(line.pens) == 4


def test_joined_emoji_are_one_grapheme() -> None:
    assert pens().cells([strip(("👨‍👩‍👧!", None))]).texts == ["👨‍👩‍👧", "", "!"]


def test_control_segments_and_missing_strips_take_no_cells() -> None:
    control = Strip([Segment("\x1b[H", None, [])])
    control._segments = [Segment("\x1b[H", None, [(1,)])]  # type: ignore[list-item]
    assert pens().cells([control, None]).texts == []


def test_styles_that_look_alike_share_a_pen() -> None:
    many = pens()
    linked = Style.parse("red") + Style(meta={"@click": "x"})
    assert many.number(RED) == many.number(linked) != many.plain
    assert many.number(Style()) == many.number(None) == many.plain
    assert many.sequences == ["\x1b[0m", "\x1b[0;31m"]


def test_links_are_kept() -> None:
    many = pens()
    number = many.number(Style(link="https://docs.aws.amazon.com"))
    assert many.sequences[number] == "\x1b[0m\x1b]8;;https://docs.aws.amazon.com\x1b\\"


def test_colours_are_what_the_terminal_can_show() -> None:
    few = Pens(ColorSystem.EIGHT_BIT)
    assert few.sequences[few.number(Style.parse("#5fafd7"))] == "\x1b[0;38;5;74m"


def test_other_cells_do_not_change_the_line_they_are_put_into() -> None:
    line = Line(list("abcdef"), [0] * 6)
    changed = line.with_cells(2, Line(list("XYZ"), [1] * 3), 4)
    assert ("".join(map(str, changed.texts)), changed.pens) == ("abXYef", [0, 0, 1, 1, 0, 0])
    assert line.texts == list("abcdef")
    assert line.with_cells(5, Line(list("XYZ"), [1] * 3), 6).texts == list("abcdeX")


def test_of_an_unknown_frame_nothing_is_known() -> None:
    frame = unknown_frame(3, 2)
    assert [line.texts for line in frame] == [[None] * 3] * 2
