"""`v`: the variables of a container, their values shown one by one."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen

from batchdeck.domain.job import EnvironmentVariable
from batchdeck.domain.secret import MASK
from batchdeck.widgets.column import Column, Tone
from batchdeck.widgets.glyphs import Glyphs
from batchdeck.widgets.virtual_table import VirtualTable


class RevealScreen(ModalScreen[None]):
    """Enter shows the value under the cursor, and hides the one shown before."""

    DEFAULT_CSS = """
    RevealScreen { align: center middle; background: transparent; }
    RevealScreen VirtualTable {
        width: 90%; max-width: 100; height: 60%; background: $surface; padding: 0 1;
        border: round $border; border-title-color: $accent; border-subtitle-color: $text-muted;
    }
    """
    BINDINGS = [Binding("escape,q,v", "dismiss", "close", id="reveal.close")]

    def __init__(self, variables: Sequence[EnvironmentVariable], glyphs: Glyphs) -> None:
        super().__init__()
        self._revealed: EnvironmentVariable | None = None
        self._variables = variables
        self._table: VirtualTable[EnvironmentVariable] = VirtualTable(
            (
                Column("name", "Name", 30, lambda item: item.name),
                Column("value", "Value", 0, self._value, tone=self._tone),
            ),
            lambda item: item.name,
            empty="no environment variables",
            glyphs=glyphs,
            id="variables",
        )

    def compose(self) -> ComposeResult:
        """The table alone."""
        self._table.border_title = "Environment variables"
        self._table.border_subtitle = "enter shows one value, esc closes"
        yield self._table

    def on_mount(self) -> None:
        """Everything is masked at first."""
        self._table.set_rows(self._variables)
        self._table.focus()

    @on(VirtualTable.RowChosen)
    def _toggle(self, event: VirtualTable.RowChosen) -> None:
        self._revealed = None if event.row is self._revealed else event.row
        self._table.refresh_cells()

    def _value(self, item: EnvironmentVariable) -> str:
        return item.value.reveal() if item is self._revealed else MASK

    def _tone(self, item: EnvironmentVariable) -> Tone:
        return Tone.ACCENT if item is self._revealed else Tone.MUTED
