"""The jobs of all queues and states in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from textual import on

from batchdeck.domain.age import age_text
from batchdeck.domain.job import Job
from batchdeck.domain.job_status import progress
from batchdeck.domain.likely_cause import fronts, held_up, likely_cause
from batchdeck.domain.resources import ComputeEnvironment, JobQueue
from batchdeck.domain.scope import EVERYTHING, Scope
from batchdeck.domain.waiting import in_state_since, waits_too_long
from batchdeck.panes.table_pane import TablePane
from batchdeck.widgets.column import Column, Tone
from batchdeck.widgets.glyphs import UNICODE, Glyphs
from batchdeck.widgets.virtual_table import VirtualTable

TONES = {
    "SUBMITTED": Tone.MUTED,
    "PENDING": Tone.MUTED,
    "RUNNABLE": Tone.PLAIN,
    "STARTING": Tone.ACCENT,
    "RUNNING": Tone.ACCENT,
    "SUCCEEDED": Tone.GOOD,
    "FAILED": Tone.BAD,
}


@dataclass(frozen=True, slots=True)
class JobsView:
    """What the pane shows besides the jobs themselves."""

    now: int = 0
    usual_waits: Mapping[str, int] = field(default_factory=dict)
    changed_at: Mapping[str, int] = field(default_factory=dict)
    scope: Scope = EVERYTHING
    only_troubled: bool = False


class JobsPane(TablePane[Job]):
    """State, name, queue, ages and the reason AWS gives; newest first unless sorted."""

    number = "4"
    heading = "Jobs"
    empty = "no jobs yet: n submits one"

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str) -> None:  # noqa: A002
        self._view = JobsView()
        self._sort = ""
        self._descending = False
        self._known: tuple[Sequence[JobQueue], Sequence[ComputeEnvironment], Sequence[Job]]
        self._known = ((), (), ())
        self._held: Mapping[str, str] = {}
        self._ahead: Mapping[str, Job] = {}
        super().__init__(glyphs=glyphs, id=id)

    @property
    def view(self) -> JobsView:
        """What is shown besides the jobs."""
        return self._view

    def columns(self) -> Sequence[Column[Job]]:
        """State and age stay longest when the pane gets narrow."""
        return (
            Column("state", "State", 11, self._state, tone=self._tone),
            Column("name", "Name", 0, job_name, least=18),
            Column("queue", "Queue", 16, lambda job: job.queue, tone=_muted, priority=2),
            Column(
                "definition", "Definition", 18, lambda job: job.definition, priority=4, tone=_muted
            ),
            Column("age", "In state", 11, self._age, align="right", tone=self._age_tone),
            Column("created", "Created", 11, created, align="right", priority=6, tone=_muted),
            Column("exit", "Exit", 4, exit_code, align="right", priority=3, tone=exit_tone),
            Column(
                "reason", "Reason", 0, self._reason, priority=5, tone=self._reason_tone, least=24
            ),
        )

    def key(self, item: Job) -> str:
        """The job's id."""
        return item.id

    def fields(self, item: Job) -> Mapping[str, str]:
        """Everything the columns show, and the id."""
        return {name: read(item) for name, read in FIELDS.items()}

    def field(self, item: Job, name: str) -> str | None:
        """One of them, without reading the others: there may be 100,000 jobs."""
        read = FIELDS.get(name)
        return None if read is None else read(item)

    def text(self, item: Job) -> str:
        """All of them, for the same reason without a mapping of them."""
        words = f"{item.name}\n{item.status}\n{item.queue}\n{item.definition}\n{item.id}"
        return f"{words}\n{reason(item)}\n{exit_code(item)}"

    def look(self, view: JobsView) -> None:
        """Take another moment or another narrowing."""
        previous, self._view = self._view, view
        if (previous.scope, previous.only_troubled) != (view.scope, view.only_troubled):
            self.show(self.items)
        elif view.now != previous.now:
            self.table.refresh_cells()
            self._describe(len(self.table.rows))

    def know(
        self,
        queues: Sequence[JobQueue],
        environments: Sequence[ComputeEnvironment],
        runnable: Sequence[Job],
    ) -> None:
        """Take what tells why jobs wait. Looks at it only when it is not what it was."""
        known = (queues, environments, runnable)
        if any(new is not old for new, old in zip(known, self._known, strict=True)):
            self._known = known
            self._held, self._ahead = held_up(queues, environments), fronts(queues, runnable)

    @on(VirtualTable.RowHighlighted)
    def _tell(self) -> None:
        """Tell in the border why the job under the cursor is stuck."""
        self._describe(len(self.table.rows))

    def sort_next(self) -> None:
        """Go on to the next order: by each column up, then down, then newest first again."""
        orders = ["", *(f"{sign}{name}" for name in SORTS for sign in ("", "-"))]
        current = ("-" if self._descending else "") + self._sort
        chosen = orders[(orders.index(current) + 1) % len(orders)]
        self._descending, self._sort = chosen.startswith("-"), chosen.lstrip("-")
        self.table.sorted_by, self.table.descending = self._sort, self._descending
        self.show(self.items)

    def arranged(self, items: Sequence[Job]) -> Sequence[Job]:
        """Only the troubled ones if asked; sorted if asked."""
        if self._view.only_troubled:
            items = [job for job in items if self.is_troubled(job)]
        if self._sort:
            items = sorted(items, key=SORTS[self._sort], reverse=self._descending)
        return items

    def is_stuck(self, job: Job) -> bool:
        """Whether it waits in RUNNABLE longer than is normal in its queue."""
        view = self._view
        usual = view.usual_waits.get(job.queue)
        return waits_too_long(job, view.now, usual, seen_at=view.changed_at.get(job.id))

    def is_troubled(self, job: Job) -> bool:
        """Stuck or failed."""
        return job.status == "FAILED" or self.is_stuck(job)

    def note(self) -> str:
        """Why the job under the cursor is stuck, and what the pane is narrowed to."""
        job = self.table.selected
        cause = self._cause(job) if job is not None else ""
        words = [f"stuck: {cause}" if cause else "", str(self._view.scope)]
        words.append("only troubled" if self._view.only_troubled else "")
        return ", ".join(word for word in words if word)

    def nothing(self) -> str:
        """What it is narrowed to, before it is said that there are no jobs at all."""
        if self._view.only_troubled and self.items:
            return "no troubled jobs: ctrl+z shows all"
        return f"no jobs of {self._view.scope}" if self._view.scope.kind else self.empty

    def _state(self, job: Job) -> str:
        return self.glyphs.status(job.status)

    def _tone(self, job: Job) -> Tone:
        return Tone.WARN if self.is_stuck(job) else TONES.get(job.status, Tone.PLAIN)

    def _age(self, job: Job) -> str:
        since = in_state_since(job, self._view.changed_at.get(job.id))
        age = age_text(self._view.now - since)
        return f"stuck {age}" if self.is_stuck(job) else age

    def _age_tone(self, job: Job) -> Tone:
        return Tone.WARN if self.is_stuck(job) else Tone.MUTED

    def _cause(self, job: Job) -> str:
        return likely_cause(job, self._held, self._ahead) if self.is_stuck(job) else ""

    def _reason(self, job: Job) -> str:
        return self._cause(job) or reason(job)

    def _reason_tone(self, job: Job) -> Tone:
        return Tone.WARN if self._cause(job) else Tone.MUTED


def _muted(_: Job) -> Tone:
    return Tone.MUTED


def job_name(job: Job) -> str:
    """The name, with the size of an array, or the index in one."""
    if job.array_index is not None:
        return f"{job.name}:{job.array_index}"
    return f"{job.name} [{job.array_size}]" if job.array_size else job.name


def created(job: Job) -> str:
    """Local day and time of submission."""
    return datetime.fromtimestamp(job.created_at / 1000).strftime("%m-%d %H:%M")


def exit_code(job: Job) -> str:
    """The exit code; nothing where no container ended."""
    return "" if job.exit_code is None else str(job.exit_code)


def exit_tone(job: Job) -> Tone:
    """Bad unless 0."""
    return Tone.BAD if job.exit_code else Tone.MUTED


def reason(job: Job) -> str:
    """The most telling text AWS gives: the container's before the job's."""
    return job.container_reason or (job.reason if job.status != "SUCCEEDED" else "")


SORTS: Mapping[str, Callable[[Job], tuple[object, ...]]] = {
    "state": lambda job: (progress(job.status), -job.created_at),
    "name": lambda job: (job.name.lower(), -job.created_at),
    "queue": lambda job: (job.queue, -job.created_at),
    "age": lambda job: (-in_state_since(job),),
}
FIELDS: Mapping[str, Callable[[Job], str]] = {
    "name": lambda job: job.name,
    "state": lambda job: job.status,
    "status": lambda job: job.status,
    "queue": lambda job: job.queue,
    "definition": lambda job: job.definition,
    "id": lambda job: job.id,
    "reason": reason,
    "exit": exit_code,
}
"""What `column:value` in a filter of jobs can name."""
