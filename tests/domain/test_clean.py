from __future__ import annotations

import re
import time
from typing import Any

import pytest

from batchdeck.domain.clean import UNSAFE, clean, clean_all, clean_tree


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("plain", "plain"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("a\x1b]52;c;cm0gLXJmIC8=\x07b", "ab"),
        ("a\x1b]52;c;cm0gLXJmIC8=\x1b\\b", "ab"),
        ("a\x9d0;title\x9cb", "ab"),
        ("a\x1bP$q\x1b\\b", "ab"),
        ("\x1b]0;never ends", "0;never ends"),
        ("\x1bPtmux;\x1b\x1b]52;c;x\x07\x1b\\z", "tmux;z"),
        ("\x1b(0box\x1bc", "box"),
        ("a\tb", "a    b"),
        ("one\r\ntwo\nthree\rfour\u2028five\n", "one⏎two⏎three⏎four⏎five"),
        ("a\x00\x08\x7f\x85b", "a⏎b"),
        ("user\u202etxt.exe\u202c\u2066\u2069\u200f", "usertxt.exe"),
        ("\ud83dx", "\N{REPLACEMENT CHARACTER}x"),
        ("\ufefftext\ufff9", "text"),
    ],
)
def test_nothing_a_terminal_would_obey_is_left(hostile: str, shown: str) -> None:
    assert clean(hostile) == shown


@pytest.mark.parametrize(
    "text", ["日本語のログ", "e\u0301", "👩‍👩‍👧‍👦", "🇯🇵", "naïve — “quoted”", "ไทย"]
)
def test_writing_of_the_world_survives(text: str) -> None:
    assert clean(text) == text


def test_every_control_character_goes() -> None:
    for code in [*range(0x20), *range(0x7F, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A)]:
        assert not UNSAFE.search(clean(f"a{chr(code)}b")), hex(code)


def test_what_python_calls_printable_is_safe() -> None:
    assert not [
        code for code in range(0x110000) if UNSAFE.match(chr(code)) and chr(code).isprintable()
    ]


def test_text_that_is_clean_already_is_the_same_object() -> None:
    text = "2026-01-01 step 日本"
    assert clean(text) is text


@pytest.mark.parametrize(
    "start", ["\x9d", "\x1b]", "\x1b[", "\x1b", "\x1b]a\x1b", "\x90;", "\x9b1"]
)
def test_no_text_takes_more_than_linear_time(start: str) -> None:
    began = time.perf_counter()
    clean(start * 50_000)
    assert time.perf_counter() - began < 20


@pytest.mark.parametrize("text", ["plain", "日本", "日本\u3000全角", "", "é"])
def test_many_texts_that_are_clean_come_back_as_they_are(text: str) -> None:
    texts = ["a", text, "b"]
    assert clean_all(texts) is texts


@pytest.mark.parametrize("code", [*range(0x20), *range(0x7F, 0xA0), 0x202E, 0xD800])
def test_of_many_texts_each_is_cleaned(code: int) -> None:
    for other in ("plain", "日本"):
        texts = [other, f"x{chr(code)}y"]
        assert clean_all(texts) == [other, clean(texts[1])]


def test_documents_are_cleaned_through_and_through() -> None:
    tree: Any = {"k\x1b[1m": ["\x1b[31ma", {"b": "\u202ec"}], "n": 1, "none": None, "t": (True,)}
    assert clean_tree(tree) == {"k": ["a", {"b": "c"}], "n": 1, "none": None, "t": [True]}
    assert not re.search("[\x1b\u202e]", str(clean_tree(tree)))
