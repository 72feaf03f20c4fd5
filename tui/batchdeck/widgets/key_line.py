"""The line at the bottom: the keys that work right now, read from the live bindings."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import ActiveBinding
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from batchdeck.widgets.cells import cut
from batchdeck.widgets.column import QUIET

GAP = "  "
SAID_FOR = 6.0
"""Seconds for which something told is shown."""


class KeyLine(Widget):
    """Key and word of every binding that asks to be shown, as many as fit."""

    DEFAULT_CSS = """
    KeyLine { height: 1; padding: 0 1; background: $panel; color: $text-muted; }
    """

    words: reactive[str] = reactive("")
    """Something to tell; stands before the keys for a while."""

    _timer: Timer | None = None

    def on_mount(self) -> None:
        """Repaint when what can be pressed changes."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def say(self, words: str) -> None:
        """Tell something for some seconds."""
        self.words = words
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(SAID_FOR, self._forget)

    def _forget(self) -> None:
        self.words = ""

    def _changed(self, _: Screen[object]) -> None:
        self.refresh()

    def render(self) -> Content:
        """The line."""
        if self.words:
            return Content.styled(cut(self.words, self.size.width), "bold $warning")
        live = distinct(self.screen.active_bindings.values())
        if isinstance(self.screen.focused, Input):
            live = [active for active in live if len(shown_key(active)) > 1]
        shown = [key_and_word(active) for active in live]
        room = self.size.width
        kept: list[Content] = []
        for item in shown:
            room -= item.cell_length + len(GAP)
            if room < -len(GAP):
                break
            kept.append(item)
        return Content(GAP).join(kept)


def distinct(bindings: Iterable[ActiveBinding]) -> list[ActiveBinding]:
    """The enabled bindings that ask to be shown, each action once."""
    found: dict[str, ActiveBinding] = {}
    for active in bindings:
        if active.binding.show and active.enabled:
            found.setdefault(active.binding.action, active)
    return list(found.values())


def key_and_word(active: ActiveBinding) -> Content:
    """`n submit`, the key in the accent colour."""
    words = f" {active.binding.description.lower()}"
    return Content.assemble((shown_key(active), "bold $accent"), (words, QUIET))


def shown_key(active: ActiveBinding) -> str:
    """The key as it is shown; a single character is one that an input would take as text."""
    return active.binding.key_display or readable_key(active.binding.key)


def readable_key(key: str) -> str:
    """A key as people write it."""
    return {
        "colon": ":",
        "slash": "/",
        "question_mark": "?",
        "left_square_bracket": "[",
        "right_square_bracket": "]",
        "at": "@",
        "exclamation_mark": "!",
        "plus": "+",
        "underscore": "_",
        "escape": "esc",
        "ctrl+backslash": "ctrl+\\",
        "space": "space",
        "minus": "-",
        "ampersand": "&",
        "left_curly_bracket": "{",
        "right_curly_bracket": "}",
        "less_than_sign": "<",
        "greater_than_sign": ">",
    }.get(key, key)
