from __future__ import annotations

import json
from typing import Any

from batchdeck.aws.shapes import (
    child,
    children,
    document,
    pairs,
    repeated,
    short_name,
    text,
    texts,
    whole,
)
from batchdeck.domain.secret import MASK

SOURCE: dict[str, Any] = {
    "s": "a\x1b[1mb",
    "n": 3,
    "f": 2.0,
    "b": True,
    "none": None,
    "map": {"b": "2", "a\x07": "1\x07", "gone": None},
    "list": [{"x": 1}, None, "odd"],
    "strings": ["a\x07", None, 5],
}


def test_values_are_cleaned() -> None:
    assert text(SOURCE, "s") == "ab"
    assert texts(SOURCE, "strings") == ("a", "5")
    assert pairs(SOURCE, "map") == (("a", "1"), ("b", "2"))


def test_what_is_missing_is_empty() -> None:
    for name in ("none", "absent"):
        assert text(SOURCE, name) == ""
        assert whole(SOURCE, name) is None
        assert child(SOURCE, name) == {}
        assert children(SOURCE, name) == ()
        assert texts(SOURCE, name) == ()
        assert pairs(SOURCE, name) == ()


def test_what_is_of_another_kind_does_not_raise() -> None:
    assert text(SOURCE, "n") == "3"
    assert (whole(SOURCE, "s"), whole(SOURCE, "b"), whole(SOURCE, "f")) == (None, None, 2)
    assert child(SOURCE, "s") == {}
    assert children(SOURCE, "s") == ()
    assert children(SOURCE, "list") == ({"x": 1},)


def test_numbers_that_are_none_do_not_raise() -> None:
    assert whole({"n": float("inf")}, "n") is None
    assert whole({"n": float("nan")}, "n") is None


def test_equal_strings_are_one() -> None:
    one, other = "".join(["q", "ueue"]), "".join(["qu", "eue"])
    assert repeated({"q": one}, "q") is repeated({"q": other}, "q")


def test_short_names() -> None:
    assert short_name("arn:aws:batch:eu-west-1:1:job-definition/a:7") == "a:7"
    assert short_name("a:7") == "a:7"


def test_a_document_is_indented_clean_and_masked() -> None:
    source = {"name": "日本\x1b[1m", "environment": [{"name": "A", "value": "hunter22"}]}
    shown = document(source)
    assert json.loads(shown) == {"name": "日本", "environment": [{"name": "A", "value": MASK}]}
    assert shown.startswith('{\n  "name": "日本"')
