from __future__ import annotations

import pytest
from rich.cells import cell_len

from batchdeck.widgets.cells import centred, cut, fit, width, window, wrap, wrap_words

FAMILY = "👨‍👩‍👧"


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        ("plain", 5, "plain"),
        ("plain text", 5, "plai~"),
        ("plain", 1, "~"),
        ("plain", 0, ""),
        ("夜間バッチ", 10, "夜間バッチ"),
        ("夜間バッチ", 9, "夜間バッ~"),
        ("夜間バッチ", 8, "夜間バ~"),
        ("夜間", 1, "~"),
        ("夜間", 0, ""),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301~"),
        (f"a{FAMILY}b{FAMILY}", 5, f"a{FAMILY}b~"),
        (f"a{FAMILY}b", 2, "a~"),
    ],
)
def test_cuts_between_graphemes(text: str, cells: int, shown: str) -> None:
    assert cut(text, cells) == shown


@pytest.mark.parametrize("text", ["job", "夜間バッチ処理", f"{FAMILY}x", "é" * 9, "\u0301", ""])
@pytest.mark.parametrize("cells", [0, 1, 2, 5, 20])
@pytest.mark.parametrize("right", [True, False])
def test_fits_exactly(text: str, cells: int, right: bool) -> None:
    assert cell_len(fit(text, cells, right=right)) == cells


def test_pads_on_the_other_side_of_the_alignment() -> None:
    assert fit("4s", 5) == "4s   "
    assert fit("4s", 5, right=True) == "   4s"


def test_the_ellipsis_can_be_chosen() -> None:
    assert cut("plain text", 5, "…") == "plai…"


def test_counts_cells_not_characters() -> None:
    assert [width(text) for text in ("job", "夜間", "e\u0301", FAMILY)] == [3, 4, 1, 2]


@pytest.mark.parametrize(
    ("text", "start", "shown"),
    [
        ("0123456789", 3, "3456"),
        ("01234", 3, "34  "),
        ("夜間バッチ", 2, "間バ"),
        ("夜間バッチ", 1, " 間 "),
        ("夜間", 9, "    "),
        ("ab間", 1, "b間 "),
    ],
)
def test_a_window_shows_only_whole_characters(text: str, start: int, shown: str) -> None:
    assert window(text, start, 4) == shown


def test_wraps_anywhere_but_within_a_character() -> None:
    assert wrap("abcdefg", 3) == ("abc", "def", "g")
    assert wrap("夜間バッチ", 5) == ("夜間", "バッ", "チ")
    assert wrap("", 5) == ("",)


def test_wraps_words_where_there_are_spaces() -> None:
    assert wrap_words("no jobs in this queue", 10) == ["no jobs in", "this queue"]
    assert wrap_words("arn:aws:batch x", 6) == ["arn:aw", "s:batc", "h x"]
    assert wrap_words("", 10) == [""]


def test_centres_in_an_area() -> None:
    lines = [centred("no jobs\nhere", y, 20, 6) for y in range(6)]
    assert [line.strip() for line in lines] == ["", "", "no jobs", "here", "", ""]
    assert lines[3] == "        here        "
    assert centred("a very long explanation", 0, 12, 1).strip() == "a very"
