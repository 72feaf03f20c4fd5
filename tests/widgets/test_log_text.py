from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from batchdeck.domain.clean import UNSAFE
from batchdeck.widgets.log_text import CONTROL, SGR, shown


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("plain", "plain"),
        ("plain\n", "plain"),
        ("a\tb", "a    b"),
        ("\x1b]52;c;aGk=\x07", "^[]52;c;aGk=^G"),
        ("\x1b[2J\x1b[H", "^[[2J^[[H"),
        ("\x9b2J \x00 \x7f", "<U+009B>2J ^@ ^?"),
        ("10%\r20%", "10%^M20%"),
        ("one\r\ntwo", "one⏎two"),
        ("safe \u202egnp.exe", "safe <U+202E>gnp.exe"),
        ("zero\u200bwidth\ufeff", "zero<U+200B>width<U+FEFF>"),
        ("half \ud800", "half <U+D800>"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("👩\u200d🔬 ❤\ufe0f", "👩🔬 ❤"),
        ("e\u0301 読み込み", "e\u0301 読み込み"),
        ("[red]no markup[/red]", "[red]no markup[/red]"),
    ],
)
def test_what_cannot_be_seen_is_spelt_out(raw: str, text: str) -> None:
    assert shown(raw).text == text


def test_what_was_spelt_out_is_painted_in_another_way() -> None:
    assert shown("a\x1bb\x00\x01c").spans == ((1, 3, CONTROL), (4, 8, CONTROL))


def test_colours_are_shown_when_they_are_asked_for() -> None:
    assert shown("\x1b[31mred\x1b[0m").spans == ()
    ((first, last, pen),) = shown("a \x1b[1;31mred\x1b[0m b", coloured=True).spans
    assert (first, last) == (2, 5)
    assert Style.parse(pen.removeprefix(SGR)) == Style(color="color(1)", bold=True)
    assert shown("\x1b[38;5;200;48;2;1;2;3mx", coloured=True).spans[0][2].endswith("on #010203")


@pytest.mark.parametrize("sequence", ["\x1b[8m", "\x1b[5m", "\x1b[0m", "\x1b[m", "\x1b[999m"])
def test_nothing_hides_or_blinks(sequence: str) -> None:
    assert shown(f"{sequence}x", coloured=True) == shown("x")


def test_a_link_is_no_colour() -> None:
    link = "\x1b]8;;http://x.example\x1b\\text\x1b]8;;\x1b\\"
    assert "http://x.example" in shown(link, coloured=True).text
    assert {pen for _, _, pen in shown(link, coloured=True).spans} == {CONTROL}


@given(st.text(st.characters(codec=None), max_size=60), st.booleans())
def test_never_a_character_that_a_terminal_would_obey(raw: str, coloured: bool) -> None:
    found = shown(raw, coloured=coloured)
    assert UNSAFE.search(found.text) is None
    assert re.search("[\u200c\u200d\ufe00-\ufe0f]", found.text) is None
    ends = [at for first, last, _ in found.spans for at in (first, last)]
    assert ends == sorted(ends)
    assert not ends or ends[-1] <= len(found.text)
