"""Tabs about whatever the cursor is on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.reactive import var
from textual.widget import Widget

from batchdeck.domain.job import EnvironmentVariable, Job
from batchdeck.domain.resources import JobDefinition
from batchdeck.jobs.polling import Trigger
from batchdeck.panes.log import LogPane
from batchdeck.panes.why import WhyPane
from batchdeck.widgets.column import Tone
from batchdeck.widgets.glyphs import ASCII, Glyphs
from batchdeck.widgets.tabs_line import TabsLine
from batchdeck.widgets.text_view import Line, TextView

if TYPE_CHECKING:  # Not before the first frame.
    from batchdeck.aws.account import Account
    from batchdeck.jobs.following import Following
    from batchdeck.panes.overview import Subject

TABS = {"overview": "Overview", "logs": "Logs", "why": "Why", "json": "JSON"}
SETTLE = 0.15
"""Seconds the cursor has to rest on a job before anything is asked about it."""
FRESH = 10_000
"""How old, in ms, what is known of a job may be for a diagnosis of it."""
SLOWEST = 15.0
"""Seconds between two looks at a job that does not move: the list sees it move."""


class DetailPane(Widget):
    """Overview, Logs, Why and JSON. Asks AWS only while it can be seen."""

    DEFAULT_CSS = """
    DetailPane {
        padding: 0 1;
        border: round $border-blurred;
        border-title-color: $text-muted;
        &:focus-within { border: round $border; border-title-color: $accent; }
        &.-ascii { border: ascii $border-blurred; }
        &.-ascii:focus-within { border: ascii $border; }
        &.-logs #detail-text { display: none; }
        &.-why #detail-text { display: none; }
        LogPane, WhyPane { display: none; }
        &.-logs LogPane { display: block; }
        &.-why WhyPane { display: block; }
    }
    """
    BINDINGS = [
        Binding("right_square_bracket", "tab(1)", "next tab", id="detail.next_tab", show=False),
        Binding("left_square_bracket", "tab(-1)", "previous tab", id="detail.last_tab", show=False),
    ]

    account: var[Account | None] = var(None)
    """Where to ask."""
    subject: var[Subject | None] = var(None)
    """What the cursor is on."""
    looked_at: var[bool] = var(False)
    """Whether the pane can be seen."""
    tab: var[str] = var("overview")
    """Which tab is open."""
    now: var[int] = var(0)
    """The time it is, ms."""
    paused: var[bool] = var(False)
    """Whether it asks only when somebody says so."""
    known: var[Following | None] = var(None)
    """What was asked about the job under the cursor."""

    def __init__(self, *, glyphs: Glyphs, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.held: Callable[[], Mapping[str, object]] = dict
        """Facts of a diagnosis that whoever has this pane has read a moment ago."""
        self._glyphs = glyphs
        self._trigger = Trigger()
        self.set_class(glyphs is ASCII, "-ascii")

    def compose(self) -> ComposeResult:
        """The tabs and the kinds of content."""
        yield TabsLine(TABS, id="detail-tabs")
        yield TextView(id="detail-text")
        yield LogPane(self._glyphs, id="detail-log")
        yield WhyPane(self._glyphs, id="detail-why")

    def on_mount(self) -> None:
        """Say what this pane is, and in the line of tabs how the log stands."""
        self.border_title = "5 Detail"
        for pane in (LogPane, WhyPane):
            self.watch(self.query_one(pane), "note", self._note)

    def _note(self) -> None:
        notes = {"logs": self.query_one(LogPane).note, "why": self.query_one(WhyPane).note}
        self.query_one(TabsLine).note = notes.get(self.tab, "")

    def take_keys(self) -> None:
        """Put the focus into the open tab."""
        if self.tab == "logs":
            self.query_one(LogPane).take_keys()
        elif self.has_class("-why"):
            self.query_one(WhyPane).take_keys()
        else:
            self.screen.set_focus(self.query_one(TextView))

    @property
    def variables(self) -> tuple[EnvironmentVariable, ...] | None:
        """The variables of the containers of what is shown; None while they are not known."""
        if isinstance(self.subject, JobDefinition):
            containers = self.subject.containers
        elif self.known is not None and self.known.detail is not None:
            containers = self.known.detail.containers
        else:
            return None if isinstance(self.subject, Job) else ()
        return tuple(item for container in containers for item in container.environment)

    @property
    def search_text(self) -> str | None:
        """What the log is searched for; None where there are no lines to search."""
        log = self.query_one(LogPane)
        return log.search_text if self.tab == "logs" and not log.chooses else None

    @property
    def takes_digits(self) -> bool:
        """Whether digits are typed, or mean something to the log that has the keys."""
        return self.query_one(LogPane).has_focus_within

    def search(self, text: str) -> str:
        """Search the log; what is wrong with the expression, or nothing."""
        return self.query_one(LogPane).search(text) if self.tab == "logs" else ""

    def ask_now(self) -> None:
        """Ask about the job at once instead of at the next turn."""
        self._trigger.now()
        self.query_one(WhyPane).ask_now()
        self.query_one(LogPane).ask_now()

    def open(self, tab: str, marked: Sequence[str]) -> None:
        """Open a tab; the logs of several marked jobs are shown as one."""
        several = tab == "logs" and len(marked) > 1
        self.query_one(LogPane).together = tuple(marked) if several else ()
        self.tab = tab

    def action_tab(self, step: int) -> None:
        """Go round the tabs."""
        names = list(TABS)
        self.tab = names[(names.index(self.tab) + step) % len(names)]

    def watch_subject(self, before: Subject | None, subject: Subject | None) -> None:
        """Show what is known at once; ask for the rest."""
        if identity(before) != identity(subject):
            self.known = None
            self._paint(from_top=True)
            self._ask()
        else:
            if before != subject:
                self._trigger.now()
            self._paint()
            self._look_into()

    def watch_tab(self, _: str, tab: str) -> None:
        """Show another tab; the focus goes along when it was in here."""
        had_keys = self.has_focus_within
        self.set_class(tab == "logs", "-logs")
        self.query_one(TabsLine).current = tab
        self._note()
        self._paint(from_top=True)
        self._ask()
        if had_keys:
            self.take_keys()

    def watch_looked_at(self) -> None:
        """Stop asking when nobody looks; paint what changed meanwhile when somebody does."""
        self._paint()
        self._ask()

    def watch_account(self) -> None:
        """Begin asking."""
        self._ask()

    def watch_paused(self, was: bool, paused: bool) -> None:
        """Ask no more, or go on."""
        self.query_one(WhyPane).paused = paused
        self.query_one(LogPane).paused = paused
        if paused:
            self._trigger.pause()
        elif was:
            self._trigger.resume()

    def watch_known(self) -> None:
        """Paint what was heard."""
        self._paint()

    def watch_now(self) -> None:
        """Let the ages grow."""
        if self.looked_at and self.tab == "overview" and isinstance(self.subject, Job):
            self._paint()

    def _ask(self) -> None:
        job = self.subject
        wanted = self.looked_at and self.account is not None and isinstance(job, Job)
        log = self.query_one(LogPane)
        log.account = self.account
        log.job = job if wanted and self.tab == "logs" and isinstance(job, Job) else None
        if self.looked_at and self.tab == "logs" and not isinstance(job, Job):
            log.show_nothing("Only jobs have logs: put the cursor on one.")
        if wanted and self.tab != "logs" and isinstance(job, Job):
            self._follow(job.id)
        else:
            self.workers.cancel_group(self, "detail")
        self._look_into()

    def _look_into(self) -> None:
        why = self.query_one(WhyPane)
        why.account = self.account
        why.held = self._held
        wanted = self.looked_at and self.account is not None and self.tab == "why"
        why.subject = self.subject if wanted else None
        self.set_class(self.tab == "why" and self.subject is not None, "-why")

    def _held(self) -> Mapping[str, object]:
        known = self.known
        fresh = known is not None and self.now - (known.fetched_at or 0) < FRESH
        if known is None or known.detail is None or known.problem or not fresh:
            return self.held()
        return {**self.held(), "described": known.detail}

    @work(group="detail", exclusive=True)
    async def _follow(self, job_id: str) -> None:
        from batchdeck.jobs.following import follow

        await asyncio.sleep(SETTLE)
        if self.account is not None:
            batch = self.account.batch
            async for known in follow(batch, job_id, self._trigger, slowest=SLOWEST):
                self.known = known

    def _paint(self, *, from_top: bool = False) -> None:
        # While the app ends, the view is gone before what makes this pane paint.
        for view in self.query_children(TextView):
            if self.looked_at and not (self.tab == "why" and self.subject is not None):
                view.show(self._lines(), from_top=from_top)

    def _lines(self) -> list[Line]:
        subject = self.subject
        if subject is None:
            return [(("Put the cursor on something: this pane tells all about it.", Tone.MUTED),)]
        # What knows the tabs is imported when there is something to show.
        if self.tab == "json":
            from batchdeck.panes.document import document_lines

            return list(document_lines(self._document()))
        from batchdeck.panes.overview import overview

        return list(overview(subject, self.known, self.now, self._glyphs))

    def _document(self) -> str:
        if not isinstance(self.subject, Job):
            return "" if self.subject is None else self.subject.document
        if self.known is None or self.known.detail is None:
            return "asking AWS"
        return self.known.detail.document


def identity(subject: Subject | None) -> tuple[str, str]:
    """What makes two states of a thing the same thing."""
    if subject is None:
        return ("", "")
    return (type(subject).__name__, subject.id if isinstance(subject, Job) else subject.arn)
