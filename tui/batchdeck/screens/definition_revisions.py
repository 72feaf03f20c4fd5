"""The revisions of a job definition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen

from batchdeck.aws.account import Account
from batchdeck.aws.errors import AwsError
from batchdeck.domain.age import age_text
from batchdeck.domain.definition_cleaning import ACTIVE, uses
from batchdeck.domain.job import Job
from batchdeck.domain.job_status import progress
from batchdeck.domain.resources import JobDefinition
from batchdeck.domain.scope import Scope, scope_of
from batchdeck.jobs.listing import JobsState
from batchdeck.jobs.polling import now
from batchdeck.panes.definitions import images_text
from batchdeck.panes.overview.definition import definition_lines
from batchdeck.screens.definition_change import ChangeScreen
from batchdeck.screens.definition_comparison import ComparisonScreen, in_order, opposite
from batchdeck.screens.definition_deregistration import DeregistrationScreen
from batchdeck.widgets.column import Column, Tone
from batchdeck.widgets.glyphs import Glyphs
from batchdeck.widgets.header import HeaderLine, HeaderState
from batchdeck.widgets.key_line import KeyLine
from batchdeck.widgets.text_view import TextView
from batchdeck.widgets.virtual_table import VirtualTable


class RevisionsScreen(Screen[Scope | None]):
    """All revisions of a name, newest first; below, the one under the cursor.

    Ends with what the jobs are to be narrowed to, or None. AWS does not tell when a revision
    was registered; when it was used last is read from the jobs.
    """

    DEFAULT_CSS = """
    RevisionsScreen VirtualTable {
        border: round $border; border-title-color: $accent; border-subtitle-color: $text-muted;
        height: 2fr;
    }
    RevisionsScreen TextView {
        border: round $border-blurred; border-title-color: $text-muted; height: 3fr; padding: 0 1;
        &:focus { border: round $border; }
    }
    """
    BINDINGS = [
        Binding("equals_sign", "compare", "compare", id="revisions.compare", key_display="="),
        Binding("e", "edit", "edit", id="revisions.edit", tooltip="a new revision from this one"),
        Binding("D", "deregister", "deregister", id="revisions.deregister"),
        Binding("4", "all_jobs", "jobs", id="revisions.jobs", tooltip="jobs of all revisions"),
        Binding("ctrl+r", "read", "refresh", id="revisions.refresh", show=False),
        Binding("escape,q", "dismiss", "back", id="revisions.close"),
    ]

    def __init__(
        self,
        account: Account,
        definition: JobDefinition,
        known: Callable[[], JobsState],
        glyphs: Glyphs,
        header: HeaderState,
    ) -> None:
        """`known` gives the jobs as whoever opens this screen knows them at the moment."""
        super().__init__()
        self._known = known
        self._account = account
        self._definition = definition
        self._glyphs = glyphs
        self._header = header
        self._used: Mapping[str, Counter[str]] = {}
        self._last: Mapping[str, int] = {}
        self._table: VirtualTable[JobDefinition] = VirtualTable(
            (
                Column("revision", "Rev", 4, lambda item: str(item.revision), align="right"),
                Column("status", "Status", 8, lambda item: item.status, tone=status_tone),
                Column("jobs", "Jobs now", 20, self._jobs_now, priority=1),
                Column("last", "Last job", 9, self._last_job, priority=2),
                Column("image", "Image", 0, images_text),
            ),
            lambda item: item.reference,
            empty="reading the revisions",
            glyphs=glyphs,
            id="revisions-table",
        )

    def compose(self) -> ComposeResult:
        """Header, table, detail, keys."""
        yield HeaderLine(self._header, id="header")
        self._table.border_title = f"Revisions of {self._definition.name}"
        self._table.border_subtitle = "enter: jobs of one; AWS tells no time of registration"
        yield self._table
        detail = TextView(id="revision-detail")
        detail.border_title = "The one under the cursor"
        yield detail
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Read them."""
        self._table.focus()
        self.action_read()

    @work(group="revisions", exclusive=True)
    async def action_read(self) -> None:
        """Read all revisions again."""
        try:
            found = await self._account.definitions.revisions(self._definition.name)
        except AwsError as error:
            self._table.set_empty(str(error))
            self._table.border_subtitle = str(error)
            return
        jobs = self._known().jobs
        self._used, self._last = uses(jobs), last_used(jobs)
        self._table.set_empty("AWS has no revision of it any more")
        self._table.set_rows(found)

    @on(VirtualTable.RowHighlighted)
    def _show(self, event: VirtualTable.RowHighlighted) -> None:
        event.stop()
        lines = [] if event.row is None else definition_lines(event.row)
        self.query_one(TextView).show(lines, from_top=True)

    def _jobs_now(self, item: JobDefinition) -> str:
        states: Counter[str] = self._used.get(item.reference, Counter())
        ordered = sorted(states, key=progress, reverse=True)
        return ", ".join(f"{states[status]} {status}" for status in ordered)

    def _last_job(self, item: JobDefinition) -> str:
        at = self._last.get(item.reference)
        return "" if at is None else age_text(now() - at)

    # Keys

    @on(VirtualTable.RowChosen)
    def _chosen(self, event: VirtualTable.RowChosen) -> None:
        """Go to the jobs of one revision."""
        event.stop()
        self.dismiss(Scope("revision", event.row.reference))

    def action_all_jobs(self) -> None:
        """Go to the jobs of all revisions."""
        self.dismiss(scope_of(self._definition))

    def action_compare(self) -> None:
        """Compare the two marked ones, or the one under the cursor with the newest one."""
        pair = self._pair()
        if pair is None:
            self._say("Mark two revisions with space, or none: there is no other one.")
            return
        both = in_order(*pair)
        screen = ComparisonScreen(self._account, *both, self._glyphs, self._header)
        self.app.push_screen(screen)

    def _pair(self) -> tuple[JobDefinition, JobDefinition] | None:
        marked = [item for item in self._table.rows if item.reference in self._table.marked]
        if marked:
            return (marked[0], marked[1]) if len(marked) == 2 else None
        one = self._table.selected
        other = None if one is None else opposite(one, self._table.rows)
        return None if one is None or other is None else (one, other)

    def action_edit(self) -> None:
        """Make a new revision from the one under the cursor."""
        one = self._table.selected
        if one is not None and self._may_write():
            screen = ChangeScreen(self._account, one.reference, self._glyphs, self._header)
            self.app.push_screen(screen, self._made)

    def _made(self, reference: str | None) -> None:
        if reference is not None:
            self._say(f"{reference} is registered.")
            self.action_read()

    def action_deregister(self) -> None:
        """Deregister old ones."""
        if self._may_write():
            screen = DeregistrationScreen(
                self._account, self._definition.name, self._known, self._glyphs
            )
            self.app.push_screen(screen, self._deregistered)

    def _deregistered(self, sent: bool | None) -> None:
        if sent:
            self.action_read()

    def _may_write(self) -> bool:
        if self._header.read_only:
            self._say("Read-only: nothing can be changed here.")
        return not self._header.read_only

    def _say(self, words: str) -> None:
        self.query_one(KeyLine).say(words)


def last_used(jobs: Iterable[Job]) -> Mapping[str, int]:
    """When the newest job of each `name:revision` was created, ms."""
    found: dict[str, int] = {}
    for job in jobs:
        found[job.definition] = max(job.created_at, found.get(job.definition, 0))
    return found


def status_tone(item: JobDefinition) -> Tone:
    """Quiet when nobody can use it."""
    return Tone.GOOD if item.status == ACTIVE else Tone.MUTED
