from __future__ import annotations

from tests.benchmarks.programs.rows import COLUMNS, changed, first_match, rows


def test_the_same_number_gives_the_same_rows() -> None:
    assert rows(50) == rows(50)
    assert {len(row) for row in rows(50)} == {len(COLUMNS)}


def test_about_one_cell_of_a_hundred_changes() -> None:
    before = rows(1200)
    after = changed(before, 7)
    pairs = zip(before, after, strict=True)
    cells = sum(a != b for one, other in pairs for a, b in zip(one, other, strict=True))
    assert cells == 1200 // 12


def test_the_first_match_is_the_first_row_with_the_digits() -> None:
    found = rows(500)
    assert first_match(found, "-") == found[0][1]
    assert first_match(found, found[400][1]) == found[400][1]
