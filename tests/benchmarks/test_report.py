from __future__ import annotations

import json

from tests.benchmarks.report import Line, as_json, as_table, number

RATIO = Line("start", "process start", "ms", 180.0, 1.25, 150.0, "Textual")
ALONE = Line("idle", "output", "bytes", 12, 0)


def test_a_target_is_a_ratio_where_there_is_a_peer() -> None:
    assert (RATIO.ratio, RATIO.met) == (1.2, True)
    assert (ALONE.ratio, ALONE.met) == (None, False)


def test_the_table_shows_every_line_aligned() -> None:
    head, first, second = as_table([RATIO, ALONE]).splitlines()
    assert first.split()[2:] == ["ms", "180", "150", "Textual", "1.2", "<=", "1.25x", "yes"]
    assert second.split() == ["output", "bytes", "12", "-", "-", "<=", "0", "NO"]
    assert head.index("met") == first.index("yes") == second.index("NO")


def test_the_json_has_what_the_table_has() -> None:
    (found,) = json.loads(as_json([RATIO]))
    assert (found["ours"], found["peer"], found["ratio"], found["met"]) == (180.0, 150.0, 1.2, True)


def test_numbers_have_the_digits_that_count() -> None:
    assert [number(value) for value in (0, 0.0277, 1.25, 18.04, 12_345.6)] == [
        "0",
        "0.0277",
        "1.25",
        "18",
        "12,346",
    ]
