from __future__ import annotations

import random

import pyte
import pytest
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from batchdeck.widgets.frame_cells import Frame, Pens, unknown_frame
from batchdeck.widgets.frame_patch import changed_spans, patch
from tests.widgets.tape import cells

PENS = Pens(ColorSystem.TRUECOLOR)
BLUE = Style.parse("white on blue")
WIDTH = 30


def frame(*lines: str, style: Style | None = None) -> Frame:
    return [PENS.cells([Strip([Segment(line.ljust(WIDTH), style)])]) for line in lines]


def wide(text: str, style: Style | None = None) -> Frame:
    return [PENS.cells([Strip([Segment(text, style)])])]


def test_nothing_for_nothing() -> None:
    assert patch(frame("a", "b"), frame("a", "b"), PENS) == ""


def test_one_cell_for_one_cell() -> None:
    assert patch(frame("job 1"), frame("job 2"), PENS) == "\x1b[1;5H\x1b[0m2"


def test_cells_close_together_are_written_in_one_go() -> None:
    written = patch(frame("age 1m05s"), frame("age 2m06s"), PENS)
    assert written == "\x1b[1;5H\x1b[0m2m06"
    written = patch(frame("1 far away from it 1"), frame("2 far away from it 2"), PENS)
    assert written == "\x1b[1;1H\x1b[0m2\x1b[1;20H2"


def test_blanks_at_the_end_are_erased_where_the_colour_allows_it() -> None:
    old, new = frame("a long line of text", style=BLUE), frame("a", style=BLUE)
    assert patch(old, new, PENS, erases_in_colour=True).endswith("\x1b[K\x1b[0m")
    assert "\x1b[K" not in patch(old, new, PENS)
    assert patch(frame("a long line of text"), frame("a"), PENS).endswith("\x1b[K")


def test_a_pen_is_changed_only_when_it_changes() -> None:
    written = patch(frame("a", "b"), frame("x", "y", style=BLUE), PENS, erases_in_colour=True)
    assert written.count("\x1b[0;") == 1
    assert written.endswith("\x1b[0m")


def test_a_link_is_closed() -> None:
    written = patch(frame("a"), wide("a" * WIDTH, Style(link="https://example.com")), PENS)
    assert written.endswith("\x1b]8;;\x1b\\\x1b[0m")


@pytest.mark.parametrize("joined", ["👨‍👩‍👧", "☺\ufe0f"])
def test_what_follows_a_joined_emoji_is_placed_anew(joined: str) -> None:
    written = patch(wide("ab" + " " * 5), wide(joined + "job 7"), PENS)
    assert f"{joined}\x1b[1;3Hjob 7" in written


def test_a_wide_letter_is_never_split() -> None:
    old, new = wide("日本語 text"), wide("日x語 text")
    assert old[0].texts[:6] == ["日", "", "本", "", "語", ""]
    other = wide("日本本 text")
    assert changed_spans(old[0], other[0]) == [(4, 6)]
    assert new[0].texts[2:4] == ["x", "語"]


def test_unknown_cells_are_left_alone() -> None:
    old = unknown_frame(WIDTH, 1)
    new = [old[0].with_cells(5, frame("abc")[0], 8)]
    assert patch(old, new, PENS) == "\x1b[1;6H\x1b[0mabc"


@pytest.mark.parametrize("bce", [True, False])
def test_any_frame_can_follow_any_other(bce: bool) -> None:
    dice = random.Random(11)
    ours = pyte.Screen(WIDTH, 12)
    shown = unknown_frame(WIDTH, 12)
    for _ in range(150):
        wanted = _some_frame(dice, shown)
        pyte.Stream(ours).feed(patch(shown, wanted, PENS, erases_in_colour=bce))
        whole = pyte.Screen(WIDTH, 12)
        pyte.Stream(whole).feed(patch(unknown_frame(WIDTH, 12), wanted, PENS))
        assert cells(ours) == cells(whole)
        shown = wanted


def _some_frame(dice: random.Random, shown: Frame) -> Frame:
    if dice.random() < 0.5 and None not in shown[0].texts:
        by = dice.randrange(1, 4)
        return (
            [*shown[by:], *_lines(dice, by)]
            if dice.random() < 0.5
            else [
                *_lines(dice, by),
                *shown[:-by],
            ]
        )
    return _lines(dice, 12)


def _lines(dice: random.Random, count: int) -> Frame:
    made: Frame = []
    for _ in range(count):
        words = [dice.choice(["job", "日本", "e\u0301", "  ", "RUNNING"]) for _ in range(4)]
        styles = [dice.choice([None, BLUE, Style.parse("red")]) for _ in words]
        strip = Strip([Segment(word, style) for word, style in zip(words, styles, strict=True)])
        made.append(PENS.cells([strip.adjust_cell_length(WIDTH, dice.choice([BLUE, Style()]))]))
    return made
