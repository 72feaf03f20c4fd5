from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.widget import Widget

from batchdeck.widgets import key_line
from batchdeck.widgets.key_line import KeyLine, distinct, key_and_word, readable_key
from tests.screens.console_app import gone, painted, seen, until


class KeysApp(App[None]):
    """Something with a key of its own above the line of keys."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [
        Binding("n", "submit", "submit", id="x.submit"),
        Binding("slash,f", "filter", "filter", id="x.filter"),
        Binding("z", "hidden", "hidden", id="x.hidden", show=False),
        Binding("t", "none", "[red]tags[/]", id="x.tags"),
    ]
    live = True

    def compose(self) -> ComposeResult:
        yield Field()
        yield KeyLine(id="keys")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Submitting can be switched off."""
        return self.live or action != "submit"

    @property
    def line(self) -> str:
        """What the line says."""
        return self.query_one(KeyLine).render().plain


class Field(Widget, can_focus=True):
    """Something that adds a key while it has the focus."""

    DEFAULT_CSS = "Field { height: 1; }"
    BINDINGS = [Binding("ctrl+y", "yes", "say yes", id="x.yes")]


def active(bindings: Iterable[Binding], node: Any, *, enabled: bool = True) -> list[ActiveBinding]:
    return [ActiveBinding(node, binding, enabled, "") for binding in bindings]


async def test_only_the_keys_that_work_right_now_are_shown() -> None:
    app = KeysApp()
    async with app.run_test(size=(80, 5)) as pilot:
        await seen(pilot, "ctrl+y say yes")
        assert "n submit" in app.line
        assert "/ filter" in app.line
        assert "hidden" not in app.line
        assert "[red]tags[/]" in painted(app)
        app.set_focus(None)
        await gone(pilot, "say yes")
        app.live = False
        app.refresh_bindings()
        await gone(pilot, "submit")


async def seen_as_wide_as(app: KeysApp, most: int) -> None:
    await until(lambda: 0 < len(app.line) <= most)


async def test_as_many_as_fit_and_none_in_half() -> None:
    app = KeysApp()
    async with app.run_test(size=(80, 5)) as pilot:
        await pilot.pause()
        whole = set(app.line.split("  "))
        for width in (60, 45, 30, 20):
            await pilot.resize_terminal(width, 5)
            await seen_as_wide_as(app, width - 2)
            assert set(app.line.split("  ")) <= whole


async def test_what_is_told_is_cut_where_there_is_no_room() -> None:
    app = KeysApp()
    async with app.run_test(size=(20, 5)) as pilot:
        app.query_one(KeyLine).say("saved 14 lines in ~/batchdeck.log")
        await seen(pilot, "saved 14 lines in~")


async def test_what_is_told_stands_there_for_a_while_and_is_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = KeysApp()
    async with app.run_test(size=(80, 5)) as pilot:
        app.query_one(KeyLine).say("[b]copied[/b]")
        assert "n submit" not in await seen(pilot, "[b]copied[/b]")
        monkeypatch.setattr(key_line, "SAID_FOR", 0.05)
        app.query_one(KeyLine).say("and now this")
        await seen(pilot, "and now this")
        assert "and now" not in await seen(pilot, "n submit")


def test_an_action_with_several_keys_is_shown_once_and_a_dead_one_not_at_all() -> None:
    app = KeysApp()
    two = active([Binding("a,b", "go", "go", id="x.go")], app)
    dead = active([Binding("c", "die", "die", id="x.die")], app, enabled=False)
    assert [item.binding.action for item in distinct([*two, *two, *dead])] == ["go"]


def test_keys_are_written_as_people_write_them() -> None:
    names = {"slash": "/", "question_mark": "?", "at": "@", "escape": "esc", "ctrl+d": "ctrl+d"}
    assert {name: readable_key(name) for name in names} == names
    app = KeysApp()
    shown = active([Binding("x", "go", "Go on", id="x.go", key_display="^X")], app)
    assert key_and_word(shown[0]).plain == "^X go on"
