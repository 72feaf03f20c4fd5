"""The job queues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from batchdeck.domain.resources import JobQueue
from batchdeck.panes.table_pane import TablePane
from batchdeck.widgets.column import Column, Tone
from batchdeck.widgets.glyphs import UNICODE, Glyphs


class QueuesPane(TablePane[JobQueue]):
    """Name, trouble, and how many jobs wait and run in each queue."""

    number = "2"
    heading = "Queues"
    empty = "no job queues here"

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str) -> None:  # noqa: A002
        self._counts: Mapping[tuple[str, str], int] = {}
        super().__init__(glyphs=glyphs, id=id)

    def columns(self) -> Sequence[Column[JobQueue]]:
        """Name or trouble, waiting, running."""
        return (
            Column("name", "Name", 0, lambda item: item.name),
            Column("state", "", 8, trouble, tone=lambda _: Tone.WARN, priority=2),
            Column("waiting", "Wait", 5, self._jobs_waiting, align="right"),
            Column("running", "Run", 5, self._jobs_running, align="right"),
        )

    def count(self, counts: Mapping[tuple[str, str], int]) -> None:
        """Take the number of jobs by (queue, status)."""
        if counts != self._counts:
            self._counts = counts
            self.table.refresh_cells()

    def key(self, item: JobQueue) -> str:
        """The ARN."""
        return item.arn

    def fields(self, item: JobQueue) -> Mapping[str, str]:
        """Name, state, status, environments."""
        return {
            "name": item.name,
            "state": item.state,
            "status": item.status,
            "environment": " ".join(item.environments),
        }

    def _jobs_waiting(self, item: JobQueue) -> str:
        return self._number(item, ("SUBMITTED", "PENDING", "RUNNABLE"))

    def _jobs_running(self, item: JobQueue) -> str:
        return self._number(item, ("STARTING", "RUNNING"))

    def _number(self, item: JobQueue, statuses: Sequence[str]) -> str:
        total = sum(self._counts.get((item.name, status), 0) for status in statuses)
        return str(total) if total else "-"


def trouble(item: JobQueue) -> str:
    """The word for what keeps a queue from working; empty when nothing does."""
    if item.status != "VALID":
        return item.status
    return "" if item.state == "ENABLED" else item.state
