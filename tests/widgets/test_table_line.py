from __future__ import annotations

import pytest
from rich.cells import cell_len

from batchdeck.widgets.column import Column, Tone
from batchdeck.widgets.glyphs import ASCII, UNICODE
from batchdeck.widgets.painted_lines import Piece
from batchdeck.widgets.table_line import Look, TablePainter

COLUMNS = [
    Column("name", "NAME", 0, str),
    Column("age", "AGE", 5, lambda row: "4s", lambda row: Tone.MUTED, align="right"),
]


def painter(width: int = 20) -> TablePainter:
    made = TablePainter(COLUMNS, UNICODE)
    made.resize(width)
    return made


def text(pieces: list[Piece]) -> str:
    return "".join(piece for piece, _ in pieces)


def classes(pieces: list[Piece], wanted: str) -> tuple[str, ...]:
    return next(classes for piece, classes in pieces if wanted in piece)


def test_a_row_in_pieces() -> None:
    made = painter()
    pieces = made.pieces(made.line("align", Look.PLAIN, marked=False, thumb=False))
    assert text(pieces) == " align           4s "
    assert classes(pieces, "align") == ()
    assert classes(pieces, "4s") == ("virtual-table--muted",)


def test_the_cursor_lies_over_the_tone_and_the_thumb_is_free_of_it() -> None:
    made = painter()
    pieces = made.pieces(made.line("align", Look.CURSOR, marked=True, thumb=True))
    assert text(pieces) == "▪align           4s▐"
    assert classes(pieces, "4s") == (
        "virtual-table--muted",
        "virtual-table--marked",
        "virtual-table--cursor",
    )
    assert classes(pieces, "▐") == ("virtual-table--thumb",)


def test_equal_lines_are_equal_and_others_are_not() -> None:
    made = painter()
    line = made.line("align", Look.PLAIN, marked=False, thumb=False)
    assert line == made.line("align", Look.PLAIN, marked=False, thumb=False)
    assert line != made.line("align", Look.PLAIN, marked=True, thumb=False)
    assert line != made.line("sort", Look.PLAIN, marked=False, thumb=False)


def test_a_row_is_read_once_until_all_are_forgotten() -> None:
    age = "4s"
    made = TablePainter([Column("age", "AGE", 5, lambda row: age)], UNICODE)
    made.resize(20)
    row = object()
    shown = made.line(row, Look.PLAIN, marked=False, thumb=False)
    age = "5s"
    assert made.line(row, Look.PLAIN, marked=False, thumb=False) == shown
    made.forget()
    assert made.line(row, Look.PLAIN, marked=False, thumb=False).texts == ("5s",)


@pytest.mark.parametrize("width", [3, 4, 9, 20, 80])
def test_every_line_has_the_width_of_the_table(width: int) -> None:
    made = painter(width)
    line = made.line("夜間バッチ処理", Look.BLURRED, marked=True, thumb=True)
    for pieces in (made.pieces(line), made.header("age", False), made.empty("nothing", 3, 8)):
        assert cell_len(text(pieces)) == width


def test_the_header_says_how_the_rows_are_sorted() -> None:
    assert text(painter().header("", False)).split() == ["NAME", "AGE"]
    assert text(painter().header("age", True)).split() == ["NAME", "AGE▾"]
    assert text(painter().header("name", False)).split() == ["NAME▴", "AGE"]
    assert text(painter().header("age", True)).endswith("AGE▾ ")
    ascii_only = TablePainter(COLUMNS, ASCII)
    ascii_only.resize(20)
    assert text(ascii_only.header("name", False)).split() == ["NAME^", "AGE"]


def test_the_empty_text_stands_in_the_middle() -> None:
    lines = [text(painter(30).empty("No jobs here", y, 5)) for y in range(5)]
    assert [line.strip() for line in lines] == ["", "", "No jobs here", "", ""]
    assert lines[2].index("N") == 9
