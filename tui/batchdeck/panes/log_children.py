"""The children of an array, those that failed first: which one's log is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.message import Message

from batchdeck.domain.job import Job
from batchdeck.panes.jobs import TONES, exit_code, exit_tone, reason
from batchdeck.widgets.column import Column, Tone
from batchdeck.widgets.glyphs import Glyphs
from batchdeck.widgets.row_message import RowMessage
from batchdeck.widgets.virtual_table import VirtualTable

MOST = 1000
"""Children that are listed: as many as one page of `ListJobs` has."""


@dataclass(frozen=True, slots=True)
class Child:
    """One line of the list: a child, or (without one) all of them together."""

    job: Job | None
    words: str = ""


class LogChildren(VirtualTable[Child]):
    """Enter opens the log of a child, or those of the marked ones together."""

    class Opened(Message):
        """The logs of these children are wanted, or (none) those of all."""

        def __init__(self, jobs: tuple[Job, ...]) -> None:
            super().__init__()
            self.jobs = jobs

    def __init__(self, glyphs: Glyphs, *, id: str) -> None:  # noqa: A002
        self._symbols = glyphs
        super().__init__(
            (
                Column("index", "Child", 8, _index, align="right"),
                Column("state", "State", 11, self._state, tone=_tone),
                Column("exit", "Exit", 4, _exit, align="right", tone=_exit_tone, priority=2),
                Column("reason", "Reason", 0, _reason, least=16),
            ),
            _key,
            empty="asking AWS",
            glyphs=glyphs,
            id=id,
        )

    def offer(self, found: Sequence[Job], left_out: str) -> None:
        """Show these, and behind them a line for all."""
        together = "all children, by time" if not left_out else f"{left_out}, by time"
        self.set_empty("no child has begun: there is no log yet")
        rows = [Child(job) for job in found]
        self.set_rows([*rows, Child(None, together)] if rows else [])

    @on(VirtualTable.RowChosen)
    def _chosen(self, event: VirtualTable.RowChosen) -> None:
        event.stop()
        marked = [row.job for row in self.rows if _key(row) in self.marked]
        chosen = marked or [event.row.job if isinstance(event.row, Child) else None]
        together = () if None in chosen else tuple(job for job in chosen if job is not None)
        self.post_message(self.Opened(together))

    @on(VirtualTable.RowHighlighted)
    @on(VirtualTable.MarksChanged)
    def _stay_here(self, event: RowMessage) -> None:
        """What happens in this list is nobody else's business."""
        event.stop()

    def _state(self, child: Child) -> str:
        return self._symbols.status(child.job.status) if child.job is not None else ""


def _key(child: Child) -> str:
    return child.job.id if child.job is not None else ""


def _index(child: Child) -> str:
    return "all" if child.job is None else str(child.job.array_index)


def _tone(child: Child) -> Tone:
    return Tone.PLAIN if child.job is None else TONES.get(child.job.status, Tone.PLAIN)


def _exit(child: Child) -> str:
    return "" if child.job is None else exit_code(child.job)


def _exit_tone(child: Child) -> Tone:
    return Tone.PLAIN if child.job is None else exit_tone(child.job)


def _reason(child: Child) -> str:
    return child.words if child.job is None else reason(child.job)
