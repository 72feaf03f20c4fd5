from __future__ import annotations

import re

import pytest

from batchdeck.domain.filter import expression
from batchdeck.logs.required import AnyOf, required


@pytest.mark.parametrize(
    ("word", "flags", "expected"),
    [
        ("error", 0, [("error",)]),
        (r"rows=\d+ in", 0, [("rows=",), (" in",)]),
        ("(ERROR|FATAL) now", 0, [("ERROR", "FATAL"), (" now",)]),
        (r"(?:ERROR \d|FATAL)", 0, [("ERROR ", "FATAL")]),
        ("(a|bcd)", 0, []),
        ("(?P<x>abc)+", 0, [("abc",)]),
        ("(abc)*x?y", 0, []),
        ("(abc){2,}", 0, [("abc",)]),
        (".*", 0, []),
        ("", 0, []),
        ("ERROR", re.IGNORECASE, [("error",)]),
        ("É|ab", re.IGNORECASE, []),
        ("日本", re.IGNORECASE, []),
        ("日本", 0, [("日本",)]),
        ("ab\\ncd", 0, []),
        ("|".join(f"word{one}" for one in range(40)), 0, [("word",)]),
    ],
)
def test_words_that_must_be_there(word: str, flags: int, expected: list[AnyOf]) -> None:
    assert required(re.compile(word, flags)) == expected


def test_an_expression_that_python_wonders_about_is_no_warning() -> None:
    assert required(expression("[[a]bc")) == [("bc",)]
