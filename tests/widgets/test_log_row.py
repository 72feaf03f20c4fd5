from __future__ import annotations

from batchdeck.domain.filter import expression
from batchdeck.domain.log_line import RULE, LogLine
from batchdeck.widgets import cells
from batchdeck.widgets.log_layout import Clock, LogLayout
from batchdeck.widgets.log_lines import Entry
from batchdeck.widgets.log_row import LogRow, notice, row_of
from batchdeck.widgets.log_text import Shown

LAYOUT = LogLayout(40, clock=Clock.UTC)


def row(
    text: str = "epoch 7",
    layout: LogLayout = LAYOUT,
    body: Shown | None = None,
    *,
    source: int = 0,
    index: int = 0,
    cursor: bool = False,
    marked: bool = False,
) -> LogRow:
    line = Entry(LogLine(1_763_629_200_000, text, source), text)
    found = body or Shown(text)
    return row_of(layout, line, index, found, cursor=cursor, marked=marked, edge=("|", ()))


def styled(made: LogRow, name: str) -> list[str]:
    return [text for text, pens in made if f"log-view--{name}" in pens]


def test_every_row_has_its_width() -> None:
    for text in ("", "epoch", "読み込み中", "e\u0301", "x" * 30):
        for layout in (LAYOUT, LAYOUT._replace(names=("a", "bb"))):
            if cells.width(text) <= layout.room:
                assert sum(cells.width(piece) for piece, _ in row(text, layout)) == 40


def test_a_time_a_name_and_the_text() -> None:
    made = row(layout=LAYOUT._replace(names=("train:0", "train:17")), source=1)
    assert "".join(text for text, _ in made).rstrip(" |") == "09:00:00Z train:17 epoch 7"
    assert styled(made, "time") == ["09:00:00Z "]
    assert styled(made, "name-1") == ["train:17 "]


def test_only_the_first_row_of_a_line_has_time_and_name() -> None:
    made = row(layout=LAYOUT._replace(names=("train:0", "x")), index=1)
    assert "".join(text for text, _ in made).startswith(" " * 18 + "epoch 7")


def test_hits_are_cut_out_of_spans() -> None:
    layout = LAYOUT._replace(pattern=expression("poch|7"))
    made = row(layout=layout, body=Shown("epoch 7", ((0, 3, "error"),)))
    assert styled(made, "hit") == ["po", "ch", "7"]
    assert styled(made, "error") == ["e", "po"]
    assert styled(row(layout=layout, cursor=True), "current") == ["poch", "7"]
    assert styled(row(layout=LAYOUT._replace(pattern=expression("x*"))), "hit") == []


def test_the_cursor_is_as_wide_as_the_row_but_for_the_edge() -> None:
    assert len("".join(styled(row(cursor=True), "cursor"))) == 39
    assert styled(row(), "cursor") == []


def test_a_marked_line_has_its_time_painted_so() -> None:
    assert styled(row(marked=True), "marked") == ["09:00:00Z "]


def test_rules_and_notices_are_no_lines() -> None:
    made = row("attempt 2 begins", source=RULE)
    assert "".join(text for text, _ in made) == "-- attempt 2 begins " + "-" * 19 + "|"
    assert notice(LAYOUT, "") == ((" " * 39, ("log-view--rule",)), (" ", ()))
    assert "older" in notice(LAYOUT, "older lines: loading")[0][0]
