"""`?`: every key that works here, generated from the live bindings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.screen import ModalScreen

from batchdeck.widgets.column import Tone
from batchdeck.widgets.key_line import readable_key
from batchdeck.widgets.text_view import Line, TextView

#: First part of a binding's id -> the words above its keys, in the order they are shown.
GROUPS = {
    "console": "Everywhere",
    "jobs": "Jobs",
    "definitions": "Definitions",
    "detail": "Detail",
    "why": "Why",
    "table": "Moving in a table",
    "text": "Moving in a text",
    "log": "Log",
}


class HelpScreen(ModalScreen[None]):
    """A list of keys over the screen they belong to."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: transparent; }
    HelpScreen TextView {
        width: 64; max-width: 96%; height: 90%;
        border: round $border; border-title-color: $accent; background: $surface; padding: 0 1;
    }
    """
    BINDINGS = [
        Binding("escape,q,question_mark", "dismiss", "close", id="help.close"),
    ]

    def __init__(self, bindings: Iterable[ActiveBinding]) -> None:
        super().__init__()
        self._lines = help_lines(bindings)

    def compose(self) -> ComposeResult:
        """The list."""
        view = TextView(id="help")
        view.border_title = "Keys"
        view.show(self._lines)
        yield view


def help_lines(bindings: Iterable[ActiveBinding]) -> Sequence[Line]:
    """Keys with their words under the heading of their group; no group is empty."""
    grouped: dict[str, dict[str, tuple[list[str], str]]] = {}
    for active in bindings:
        binding = active.binding
        if binding.system or not binding.id:
            continue
        group = GROUPS.get(binding.id.partition(".")[0])
        if group is None:
            continue
        words = binding.tooltip or binding.description
        keys, _ = grouped.setdefault(group, {}).setdefault(binding.action, ([], words))
        keys.append(binding.key_display or readable_key(binding.key))
    lines: list[Line] = []
    for group in GROUPS.values():
        if group not in grouped:
            continue
        lines.append(((group, Tone.ACCENT),))
        for keys, words in grouped[group].values():
            shown = " ".join(dict.fromkeys(keys))
            lines.append(((f"  {shown:<18}", Tone.PLAIN), (words, Tone.MUTED)))
        lines.append(())
    return lines
