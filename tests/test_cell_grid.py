"""How a row of text becomes pieces that one font can draw."""

from __future__ import annotations

import pytest

from tests.cell_grid import Piece, block, pieces


def test_plain_text_is_one_piece() -> None:
    assert list(pieces("etl-orders 12", 3)) == [Piece(3, 13, "etl-orders 12", wide=False)]


def test_wide_and_odd_characters_stand_alone() -> None:
    assert list(pieces("a日●b")) == [
        Piece(0, 1, "a", wide=False),
        Piece(1, 2, "日", wide=True),
        Piece(3, 1, "●", wide=False),
        Piece(4, 1, "b", wide=False),
    ]


def test_spaces_at_the_ends_move_the_piece() -> None:
    assert list(pieces("  a b ")) == [Piece(2, 3, "a b", wide=False)]
    assert list(pieces("   ")) == []


def test_a_combining_mark_stays_on_its_letter() -> None:
    assert [piece.text for piece in pieces("e\u0301x")] == ["e\u0301", "x"]


@pytest.mark.parametrize(
    ("character", "box"),
    [
        ("█", (0, 0, 1, 1)),
        ("▁", (0, 7 / 8, 1, 1 / 8)),
        ("▔", (0, 0, 1, 1 / 8)),
        ("▀", (0, 0, 1, 0.5)),
        ("▌", (0, 0, 0.5, 1)),
        ("▊", (0, 0, 0.75, 1)),
        ("▏", (0, 0, 1 / 8, 1)),
        ("▐", (0.5, 0, 0.5, 1)),
        ("▕", (7 / 8, 0, 1 / 8, 1)),
    ],
)
def test_blocks_fill_their_part_of_the_cell(
    character: str, box: tuple[float, float, float, float]
) -> None:
    assert block(character) == pytest.approx(box)


def test_letters_are_no_blocks() -> None:
    assert block("a") is None
    assert block("│") is None
