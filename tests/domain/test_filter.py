from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchdeck.domain.filter import Filter, expression, finder, parse

ROW = {
    "name": "nightly-report",
    "status": "FAILED",
    "queue": "etl-spot",
    "definition": "report:12",
    "reason": "OutOfMemoryError: Container killed due to memory usage",
}


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("", True),
        ("   ", True),
        ("report", True),
        ("REPORT", False),
        ("failed", True),
        ("FAILED", True),
        ("Failed", False),
        ("night etl", True),
        ("night gpu", False),
        ("!gpu", True),
        ("!report", False),
        ("night !gpu", True),
        ("status:failed", True),
        ("STATUS:FAILED", True),
        ("status:report", False),
        ("!status:FAILED", False),
        ("!status:report", True),
        ("queue:^etl", True),
        ("queue:^spot", False),
        ("name:report$ status:FAILED !queue:gpu", True),
        ("report:12", True),
        ("!report:12", False),
        ("report:13", False),
        ('"killed due to memory"', True),
        ('"killed due to disk"', False),
        ('reason:"due to"', True),
        ('!reason:"due to"', False),
        ('"status:FAILED"', False),
        ('"killed due', True),
        ("out.*error", True),
        (r"\S+-report", True),
        ("fail|gpu", True),
        ("(?:fail|gpu)ed", True),
        ("^nightly", True),
        ("^report", True),
        ("^port", False),
        ("nightly-report.FAILED", False),
    ],
)
def test_what_matches(text: str, matches: bool) -> None:
    found = parse(text)
    assert found.error == ""
    assert found.matches(ROW) is matches


@pytest.mark.parametrize("text", ["!", "status:", "!status:", '"', '!"', 'name:""', "report !"])
def test_a_term_still_being_typed_narrows_nothing(text: str) -> None:
    assert parse(text).matches(ROW)
    assert parse(text).error == ""


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("ok [ab", "[ab: unterminated character set at character 1"),
        ("name:(x", "(x: missing ), unterminated subpattern at character 1"),
        ("ab**", "ab**: multiple repeat at character 4"),
    ],
)
def test_a_broken_expression_says_what_is_wrong_and_where(text: str, error: str) -> None:
    broken = parse(text)
    assert (broken.error, broken.text) == (error, text)
    assert broken.matches(ROW)


def test_selects_in_order_and_reads_only_what_it_needs() -> None:
    items = [f"job-{n}" for n in range(100)]
    asked: list[tuple[str, str]] = []

    def field(item: str, name: str) -> str | None:
        asked.append((item, name))
        return item if name == "name" else None

    assert parse("7 !17 name:^job-7").select(items, items, field)[0] == [
        "job-7",
        *(f"job-{n}" for n in range(70, 80)),
    ]
    assert len(asked) < 30


def test_nothing_typed_hands_the_items_back() -> None:
    items = ("a", "b")
    assert parse(" ").select(items, items, lambda item, name: None)[0] is items
    assert Filter().matches({})


def test_no_expression_is_used_for_a_plain_word(monkeypatch: pytest.MonkeyPatch) -> None:
    narrowed = parse("etl-spot")
    monkeypatch.setattr("batchdeck.domain.filter.expression", None)
    assert narrowed.terms[0].fits(["ETL-spot", "gpu"]) == [True, False]


@pytest.mark.parametrize("word", ["oom", "OOM", "o+m", r"O\wM"])
def test_a_finder_finds_what_the_filter_finds(word: str) -> None:
    texts = ["oom killed", "OOM killed", "OoM", "none"]
    found = parse(word).select(texts, texts, lambda item, name: None)[0]
    assert found
    assert [text for text in texts if finder(word)(text)] == found


def test_a_finder_of_a_broken_expression_is_refused() -> None:
    with pytest.raises(re.error):
        finder("[x")


@given(st.text('aAb1!:"s+ ', max_size=8), st.text('aAb1!:"s+ ', max_size=3))
def test_what_narrows_leaves_nothing_that_was_not_there_before(text: str, more: str) -> None:
    shorter, longer = parse(text), parse(text + more)
    if shorter.error or longer.error or not longer.narrows(shorter):
        return
    items = ["".join(letters) for letters in itertools.product("aAb1", repeat=3)] + ["s:a", "a1 b"]

    def field(item: str, name: str) -> str | None:
        return item if name == "s" else None

    assert set(longer.select(items, items, field)[0]) <= set(shorter.select(items, items, field)[0])


@pytest.mark.parametrize(
    ("longer", "shorter"), [("etl-s", "etl"), ("etl x", "etl"), ("etL", "et"), ("s:ab", "s:a")]
)
def test_typing_on_narrows(longer: str, shorter: str) -> None:
    assert parse(longer).narrows(parse(shorter))
    assert not parse(shorter).narrows(parse(longer))


@pytest.mark.parametrize(
    ("text", "before"), [("!ab", "!a"), ("a+", "a"), ("s:a", "s"), ("a", "a b")]
)
def test_other_changes_do_not(text: str, before: str) -> None:
    assert not parse(text).narrows(parse(before))


def test_an_expression_that_python_wonders_about_is_no_warning() -> None:
    assert expression("[[a]bc").search("xabc")
