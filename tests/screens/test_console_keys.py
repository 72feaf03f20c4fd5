from __future__ import annotations

from collections import Counter

from textual.binding import Binding

from batchdeck.panes.deck import Deck
from batchdeck.panes.detail import DetailPane
from batchdeck.panes.why import WhyPane
from batchdeck.screens.console import ConsoleScreen
from batchdeck.screens.console_keys import CONSOLE_KEYS
from batchdeck.screens.help import GROUPS
from batchdeck.widgets.log_view import LogView
from batchdeck.widgets.outline_view import OutlineView
from batchdeck.widgets.text_view import TextView
from batchdeck.widgets.virtual_table import VirtualTable

BINDINGS = [item for item in CONSOLE_KEYS if isinstance(item, Binding)]


def test_every_key_stands_for_an_action_the_console_has() -> None:
    assert len(BINDINGS) == len(CONSOLE_KEYS)
    for binding in BINDINGS:
        assert hasattr(ConsoleScreen, "action_" + binding.action.partition("(")[0]), binding


def test_ids_are_used_once_on_the_whole_screen() -> None:
    """The configuration file names them: two of one id could not be told apart."""
    everywhere = [
        item
        for owner in (Deck, DetailPane, VirtualTable, TextView, LogView, WhyPane, OutlineView)
        for item in owner.BINDINGS
        if isinstance(item, Binding)
    ]
    found = Counter(binding.id for binding in (*BINDINGS, *everywhere))
    assert [name for name, times in found.items() if times > 1] == []


def test_keys_are_used_once() -> None:
    keys = Counter(key for binding in BINDINGS for key in binding.key.split(","))
    assert [key for key, times in keys.items() if times > 1] == []


def test_the_help_has_a_heading_for_every_key() -> None:
    assert {str(binding.id).partition(".")[0] for binding in BINDINGS} <= set(GROUPS)


def test_no_key_is_one_that_terminals_send_for_another() -> None:
    assert {"ctrl+i", "ctrl+h", "ctrl+m", "ctrl+j"}.isdisjoint(b.key for b in BINDINGS)
