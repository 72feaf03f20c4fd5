"""One job, followed from its submission to its end: its states as they happen, then its log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.reactive import var
from textual.screen import Screen

from batchdeck.aws.account import Account
from batchdeck.jobs.following import Following, follow
from batchdeck.jobs.polling import Trigger, now
from batchdeck.panes.log import LogPane
from batchdeck.panes.overview.facts import fact, facts
from batchdeck.panes.overview.timeline import timeline_lines
from batchdeck.screens.stop import StopScreen
from batchdeck.widgets.column import Tone
from batchdeck.widgets.glyphs import Glyphs
from batchdeck.widgets.header import NOBODY, HeaderLine, HeaderState
from batchdeck.widgets.key_line import KeyLine
from batchdeck.widgets.text_view import Line, TextView


class FollowScreen(Screen[None]):
    """The states above, the log below."""

    DEFAULT_CSS = """
    FollowScreen #states {
        height: auto; min-height: 6; max-height: 50%; padding: 0 1;
        border: round $border-blurred; border-title-color: $text-muted;
    }
    FollowScreen LogPane {
        padding: 0 1;
        border: round $border; border-title-color: $accent; border-subtitle-color: $text-muted;
    }
    """
    BINDINGS = [
        Binding("escape,q", "dismiss", "back", id="follow.leave"),
        Binding("ctrl+d", "stop", "stop the job", id="follow.stop"),
    ]

    known: var[Following | None] = var(None)
    """How the job stands."""

    def __init__(
        self, account: Account, job_id: str, glyphs: Glyphs, header: HeaderState = NOBODY
    ) -> None:
        super().__init__()
        self._header = header
        self._account = account
        self._job_id = job_id
        self._glyphs = glyphs
        self._trigger = Trigger()

    def compose(self) -> ComposeResult:
        """States, log, keys."""
        yield HeaderLine(self._header, id="header")
        states = TextView(id="states")
        states.border_title = "Job"
        yield states
        log = LogPane(self._glyphs, id="log-pane")
        log.border_title = "Log"
        yield log
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Begin to follow."""
        log = self.query_one(LogPane)
        log.account = self._account
        log.take_keys()
        self.watch(log, "note", self._note)
        self._follow()
        self.set_interval(1, self._paint)

    @work(group="follow", exclusive=True)
    async def _follow(self) -> None:
        async for known in follow(self._account.batch, self._job_id, self._trigger):
            self.known = known

    def watch_known(self, known: Following | None) -> None:
        """Paint what was heard; the log is read as soon as there can be one."""
        self._paint()
        if known is not None and known.detail is not None:
            self.query_one(LogPane).job = known.detail.job

    @on(LogPane.Turned)
    def _look_again(self) -> None:
        """What the log shows has happened to the job already."""
        self._trigger.now()

    @on(LogPane.Told)
    def _told(self, event: LogPane.Told) -> None:
        self.query_one(KeyLine).say(event.words)

    def _note(self, note: str) -> None:
        self.query_one(LogPane).border_subtitle = Content(note)

    def action_stop(self) -> None:
        """Stop the job."""
        self.app.push_screen(StopScreen(self._account, [self._job_id], self._glyphs))

    def _paint(self) -> None:
        if self.known is not None:
            self.query_one("#states", TextView).show(states(self.known, self._glyphs))


def states(known: Following, glyphs: Glyphs) -> Sequence[Line]:
    """The job, its states with their times, and how it ended."""
    return tuple(_lines(known, glyphs))


def _lines(known: Following, glyphs: Glyphs) -> Iterator[Line]:
    job = known.detail.job if known.detail is not None else None
    yield fact("Job", job.name if job is not None else known.job_id, Tone.ACCENT)
    yield from timeline_lines(known.milestones, now(), glyphs)
    if known.gone:
        yield fact("Gone", "AWS does not know this job any more", Tone.WARN)
    if known.problem is not None:
        yield fact("Stale", str(known.problem), Tone.WARN)
    if job is None:
        return
    reasons = dict.fromkeys(text for text in (job.container_reason, job.reason) if text)
    yield from facts("Reason", reasons, Tone.BAD if job.status == "FAILED" else Tone.PLAIN)
    if job.exit_code is not None:
        yield fact("Exit code", job.exit_code, Tone.BAD if job.exit_code else Tone.GOOD)
