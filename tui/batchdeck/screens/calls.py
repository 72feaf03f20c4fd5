"""`@`: every call made to AWS, with how long it took and what came of it."""

from __future__ import annotations

from datetime import datetime

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen

from batchdeck.aws.calls import CallLog
from batchdeck.domain.call import Call
from batchdeck.widgets.clipboard import Clipboard
from batchdeck.widgets.column import Column, Tone
from batchdeck.widgets.glyphs import Glyphs
from batchdeck.widgets.key_line import KeyLine
from batchdeck.widgets.text_view import TextView
from batchdeck.widgets.virtual_table import VirtualTable


class CallsScreen(Screen[None]):
    """The calls, newest first; below, the whole command of the one under the cursor."""

    DEFAULT_CSS = """
    CallsScreen VirtualTable {
        border: round $border; border-title-color: $accent; height: 1fr;
    }
    CallsScreen TextView {
        border: round $border-blurred; border-title-color: $text-muted; height: 9;
    }
    """
    BINDINGS = [
        Binding("escape,q,at", "dismiss", "close", id="calls.close"),
        Binding("c", "copy", "copy the command", id="calls.copy"),
    ]

    def __init__(self, calls: CallLog, glyphs: Glyphs, *, only_failed: bool = False) -> None:
        super().__init__()
        self._calls = calls
        self._only_failed = only_failed
        self._table: VirtualTable[Call] = VirtualTable(
            (
                Column("at", "Sent", 8, moment, tone=quiet),
                Column("action", "Call", 34, lambda call: call.action, priority=1),
                Column("seconds", "Took", 8, duration, align="right", tone=quiet),
                Column("outcome", "Outcome", 0, lambda call: call.outcome, tone=outcome_tone),
            ),
            lambda call: f"{call.at} {call.line}",
            empty="no call failed" if only_failed else "no calls yet",
            glyphs=glyphs,
            id="calls",
        )

    def compose(self) -> ComposeResult:
        """Table, command, keys."""
        self._table.border_title = "Failed calls" if self._only_failed else "Calls"
        yield self._table
        command = TextView(id="call-line")
        command.border_title = "As a command"
        yield command
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Show what there is, and what comes while the screen is open."""
        self._table.focus()
        self._follow()

    @work(group="calls", exclusive=True)
    async def _follow(self) -> None:
        version = -1
        while True:
            version = await self._calls.changed(version)
            recent = self._calls.recent()
            self._table.set_rows([call for call in recent if call.failed or not self._only_failed])

    @on(VirtualTable.RowHighlighted)
    def _show(self, event: VirtualTable.RowHighlighted) -> None:
        call: Call | None = event.row
        lines = (
            [] if call is None else [((call.line, Tone.PLAIN),), (), ((call.outcome, Tone.MUTED),)]
        )
        self.query_one(TextView).show(lines, from_top=True)

    async def action_copy(self) -> None:
        """Copy the command under the cursor."""
        call = self._table.selected
        if call is not None:
            self.query_one(KeyLine).say(await Clipboard.of(self.app).copy(call.line))


def moment(call: Call) -> str:
    """Local time of sending."""
    return datetime.fromtimestamp(call.at / 1000).strftime("%H:%M:%S")


def duration(call: Call) -> str:
    """How long it took, in ms."""
    return f"{call.seconds * 1000:.0f} ms"


def quiet(_: Call) -> Tone:
    """Nothing to look at."""
    return Tone.MUTED


def outcome_tone(call: Call) -> Tone:
    """Bad when it failed."""
    return Tone.BAD if call.failed else Tone.GOOD
