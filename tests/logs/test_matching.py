from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from batchdeck.logs.matching import Matcher

LINES = ["", "a", "Error: b", "no error here", "x y", "日本 error", "aaa", "", "end.", "b\u3000 b"]


def by_line(pattern: re.Pattern[str], lines: list[str]) -> list[int]:
    """The plain way."""
    return [index for index, line in enumerate(lines) if pattern.search(line)]


@pytest.mark.parametrize("flags", [0, re.IGNORECASE, re.MULTILINE, re.DOTALL])
@pytest.mark.parametrize(
    "word",
    [
        *("error", "Error", "日本", "", "^a", "a$", "^$", "^", "$", r"\s", r"\W", "[^x]", "."),
        *(
            r"e.*r",
            r"a[^x]*b",
            r"\Aa",
            r"b\Z",
            "a(?!\\s*E)",
            r"\B",
            r"(a)\1",
            "y\\s+日",
            r"[^x]++b",
        ),
        *("(?s)a.b", "(?i)ERROR", "a|", "x*", r"\bb\b", "(?P<n>a)(?P=n)", "(?<!x )y", r"e|\n|b"),
    ],
)
def test_lines_are_found_as_one_by_one(word: str, flags: int) -> None:
    pattern = re.compile(word, flags)
    assert list(Matcher(pattern).lines("\n".join(LINES))) == by_line(pattern, LINES)


@pytest.mark.parametrize("text", ["", "a", "\n", "a\n", "\na", "\n\n", "a\n\na"])
@pytest.mark.parametrize("word", ["a", "a+", "^", "$", "^$", "", r"\s", "[^b]"])
def test_short_and_empty_texts(text: str, word: str) -> None:
    pattern = re.compile(word)
    assert list(Matcher(pattern).lines(text)) == by_line(pattern, text.split("\n"))


WORDS = st.text(st.sampled_from("absik \\sSwWbBAZ.^$*+?|()[]{}:!=<P1é日-x"), max_size=10)
TEXTS = st.lists(
    st.text(st.sampled_from("abABsi x1é日K\u017f\u0131\u0130\u212a"), max_size=6),
    min_size=1,
    max_size=12,
)


@settings(max_examples=1_000, deadline=None)
@given(WORDS, TEXTS, st.booleans())
def test_any_expression_finds_the_same_as_line_by_line(
    word: str, lines: list[str], ignore: bool
) -> None:
    try:
        pattern = re.compile(word, re.IGNORECASE if ignore else 0)
    except (re.error, FutureWarning):
        assume(False)
    assert list(Matcher(pattern).lines("\n".join(lines))) == by_line(pattern, lines)
