from __future__ import annotations

import pytest

from batchdeck.screens.commands import COMMANDS, SHORT, WORDS, action_of
from batchdeck.screens.console import ConsoleScreen


def test_every_word_stands_for_an_action_the_console_has() -> None:
    for word in WORDS:
        action = action_of(word)
        assert action is not None
        assert hasattr(ConsoleScreen, "action_" + action.partition("(")[0]), word


@pytest.mark.parametrize(
    ("typed", "word"),
    [("queues", "queues"), (" QUE ", "queues"), ("def", "definitions"), ("sto", "stop")],
)
def test_the_shortest_clear_beginning_is_enough(typed: str, word: str) -> None:
    assert action_of(typed) == COMMANDS[word]


@pytest.mark.parametrize("typed", ["", "  ", "s", "nonsense", "queuess", "e"])
def test_what_is_unclear_or_unknown_stands_for_nothing(typed: str) -> None:
    assert action_of(typed) is None


def test_habits_are_understood() -> None:
    assert action_of("q") == action_of("q!") == "quit"
    assert {action_of(word) for word in SHORT} <= set(COMMANDS.values())
