"""Texts as editors leave them, good ones and bad ones."""

from __future__ import annotations

import pytest

from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.domain.definition_text import TextProblem, editable, read
from batchdeck.domain.secret import Secret

VARIABLES = [{"name": "TOKEN", "value": Secret("日本 \x1b[31m \u202e \ud800")}]
DOCUMENT = DefinitionDocument(
    {"jobDefinitionName": "etl", "containerProperties": {"environment": VARIABLES}}
)


def test_what_is_not_touched_comes_back_as_it_was() -> None:
    content = editable(DOCUMENT)
    assert read(content) == DOCUMENT.plain
    assert "日本".encode() in content
    assert b"\x1b" not in content
    assert content.endswith(b"}\n")


def test_a_mark_at_the_beginning_is_no_trouble() -> None:
    assert read(b"\xef\xbb\xbf{}") == {}


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        (b"", (1, 1), "empty"),
        (b" \n\n", (1, 1), "empty"),
        (b'{\n  "a": 1\n  "b": 2\n}\n', (3, 3), "',' delimiter; there is: \"b\": 2"),
        (b'{\n  "a": ', (2, 8), "there the line ends"),
        (b'{\n  "a": "\xff"\n}', (2, 9), "the byte 0xff is not UTF-8"),
        (b"\x7fELF\x02\x01\x00", (1, 1), "expecting value"),
        (b'{"a": NaN}', (1, 7), "NaN is no number"),
        (b'{"a": 1,\n "b": 2,\n "a": 3}', (3, 2), '"a" stands twice'),
        (b"[1]", (1, 1), "an object in {braces}"),
        (b"[" * 100_000, (1, 1), "too many brackets"),
    ],
)
def test_line_column_and_what_is_wrong(content: bytes, place: tuple[int, int], words: str) -> None:
    problem = read(content)
    assert isinstance(problem, TextProblem)
    assert (problem.line, problem.column) == place
    assert words in str(problem).lower() or words in str(problem)


def test_what_is_quoted_cannot_steer_the_terminal() -> None:
    problem = read(b'{"a": 1 \x1b]0;pwned\x07 oops')
    assert isinstance(problem, TextProblem)
    assert str(problem).isprintable()
    assert "line 1, column 9" in str(problem)
