from __future__ import annotations

from typing import Any

from textual.binding import ActiveBinding, Binding

from batchdeck.app import BatchdeckApp
from batchdeck.screens.help import help_lines
from batchdeck.settings import Settings
from tests.panes.lines import text
from tests.screens.console_app import NARROW, console, gone, seen

NOBODY: Any = None
NOWHERE = "http://127.0.0.1:9"


def shown(*bindings: Binding) -> str:
    """The help for these bindings."""
    return text(help_lines([ActiveBinding(NOBODY, binding, True, "") for binding in bindings]))


def test_keys_of_one_action_stand_together_under_the_heading_of_their_group() -> None:
    lines = shown(
        Binding("down", "move(1)", "Down", id="table.down"),
        Binding("n", "submit", "submit", id="console.submit", tooltip="submit a job"),
        Binding("j", "move(1)", "Down", id="table.down"),
    ).splitlines()
    assert lines[0] == "Everywhere"
    assert lines[1].split() == ["n", "submit", "a", "job"]
    assert lines[3] == "Moving in a table"
    assert lines[4].split()[:2] == ["down", "j"]


def test_what_has_no_id_or_no_group_is_left_out_and_no_group_is_empty() -> None:
    lines = shown(
        Binding("x", "x", "nameless"),
        Binding("y", "y", "foreign", id="foreign.y"),
        Binding("z", "z", "system", id="console.z", system=True),
    )
    assert lines == ""


def test_signs_are_written_as_they_are_on_the_keyboard() -> None:
    lines = shown(Binding("question_mark", "help", "help", id="console.help"))
    assert lines.split("\n")[1].split() == ["?", "help"]


async def test_a_key_set_in_the_configuration_works_and_is_in_the_help() -> None:
    settings = Settings(keys={"console.help": "f1", "console.submit": "ctrl+n,N"})
    async with console(NOWHERE, settings=settings) as pilot:
        await seen(pilot, "4 Jobs")
        await pilot.press("question_mark")
        await pilot.press("f1")
        screen = await seen(pilot, "Keys", "Everywhere")
        submit = next(line for line in screen.splitlines() if "submit a job" in line)
        assert "ctrl+n N  " in submit
        assert "f1" in screen
        await pilot.press("escape")
        await gone(pilot, "Everywhere")


async def test_on_a_small_screen_the_help_scrolls() -> None:
    async with console(NOWHERE, NARROW) as pilot:
        await seen(pilot, "4 Jobs")
        await pilot.press("question_mark")
        await seen(pilot, "Everywhere")
        await pilot.press("G")
        await seen(pilot, "Moving in a table")
        assert isinstance(pilot.app, BatchdeckApp)
