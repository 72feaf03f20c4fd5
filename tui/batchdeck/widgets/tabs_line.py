"""A line of tab names, one of them current."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from batchdeck.widgets.cells import cut
from batchdeck.widgets.column import QUIET


class TabsLine(Widget):
    """Paints the names; whoever owns it changes `current`."""

    DEFAULT_CSS = """
    TabsLine { height: 1; width: 1fr; }
    """

    current: reactive[str] = reactive("")
    """Id of the tab that is open."""
    note: reactive[str] = reactive("")
    """A word at the end of the line, such as what the open tab is doing."""

    def __init__(self, names: dict[str, str], *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._names = names
        self.current = next(iter(names))

    def render(self) -> Content:
        """The names, the current one in the accent colour and in brackets."""
        parts = [
            Content.styled(f"[{name}]", "bold $accent")
            if tab == self.current
            else Content.styled(f" {name} ", QUIET)
            for tab, name in self._names.items()
        ]
        line = Content("").join(parts)
        room = self.size.width - line.cell_length - 1
        if self.note and room > 8:
            note = Content.styled(cut(self.note, room), QUIET)
            line = line + Content(" " * (room + 1 - note.cell_length)) + note
        return line
