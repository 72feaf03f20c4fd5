from __future__ import annotations

from batchdeck.docker.output import LONGEST, Lines, readable


def test_lines_from_pieces() -> None:
    lines = Lines()
    assert lines.feed("one\ntw") == ["one"]
    assert lines.feed("o\r\n\nthree") == ["two"]
    assert lines.rest() == ["three"]
    assert lines.rest() == []


def test_of_a_line_that_was_written_over_the_last_version_stays() -> None:
    assert Lines().feed("10 %\r50 %\r100 %\n") == ["100 %"]
    assert Lines().feed("10 %\r100 %\r\n") == ["100 %"]


def test_what_a_terminal_would_obey_is_gone() -> None:
    assert readable("\x1b]52;c;aGk=\x07 \x1b[31mred\x1b[0m\x9b2J") == " red"
    assert readable("日本語 \u202eevil") == "日本語 evil"


def test_a_line_without_an_end_takes_no_room() -> None:
    lines = Lines()
    for _ in range(100):
        lines.feed("x" * 10_000)
    (line,) = lines.feed("\n")
    assert line == "x" * LONGEST + "..."
    for percent in range(10_000):
        assert lines.feed(f"{percent:>10}\r") == []
    assert lines.feed("done\n") == ["done"]
