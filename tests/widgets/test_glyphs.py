from __future__ import annotations

import unicodedata
from dataclasses import fields

import pytest

from batchdeck.domain.job_status import STATUSES
from batchdeck.widgets.glyphs import ASCII, UNICODE, Glyphs


def symbols(glyphs: Glyphs) -> list[str]:
    """Every symbol of a set."""
    plain = [getattr(glyphs, field.name) for field in fields(glyphs) if field.name != "statuses"]
    return [*plain, *glyphs.statuses.values()]


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_every_symbol_takes_one_cell_on_every_terminal(glyphs: Glyphs) -> None:
    for symbol in symbols(glyphs):
        assert len(symbol) == 1
        assert unicodedata.east_asian_width(symbol) in {"N", "Na"}, symbol


def test_the_ascii_set_is_ascii() -> None:
    assert all(symbol.isascii() for symbol in symbols(ASCII))


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_each_state_of_a_job_has_a_symbol_of_its_own_and_its_word(glyphs: Glyphs) -> None:
    shown = [glyphs.status(status) for status in STATUSES]
    assert [text[2:] for text in shown] == list(STATUSES)
    assert len({text[0] for text in shown}) == len(STATUSES)


def test_a_state_nobody_knows_is_shown_as_it_is() -> None:
    assert UNICODE.status("QUANTUM_LEAP") == "? QUANTUM_LEAP"
