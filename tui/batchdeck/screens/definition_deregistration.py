"""`D`: old revisions of a job definition are deregistered, those still needed kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from batchdeck.aws.account import Account
from batchdeck.aws.errors import AwsError
from batchdeck.definitions.deregistering import (
    Brake,
    Deregistration,
    Phase,
    deregister,
    is_whole,
    jobs_in_use,
)
from batchdeck.domain.definition_cleaning import KEPT, NOT_KNOWN, Fate, fates
from batchdeck.domain.job import Job
from batchdeck.domain.resources import JobDefinition
from batchdeck.jobs.listing import JobsState
from batchdeck.jobs.polling import now
from batchdeck.panes.definitions import images_text
from batchdeck.widgets.column import Column, Tone
from batchdeck.widgets.glyphs import Glyphs
from batchdeck.widgets.text_view import Line, TextView
from batchdeck.widgets.virtual_table import VirtualTable

TONES = {
    Phase.GONE: Tone.GOOD,
    Phase.REFUSED: Tone.BAD,
    Phase.UNCERTAIN: Tone.WARN,
    Phase.UNKNOWN: Tone.WARN,
    Phase.NO_EFFECT: Tone.WARN,
}


class DeregistrationScreen(ModalScreen[bool]):
    """Asks how many to keep and for the number that goes; then sends one request after the other.

    Ends with whether anything was sent.
    """

    DEFAULT_CSS = """
    DeregistrationScreen { align: center middle; background: transparent; }
    DeregistrationScreen #deregistration {
        width: 120; max-width: 98%; height: 30; max-height: 96%; padding: 0 1;
        background: $surface; border: round $warning;
        border-title-color: $warning; border-subtitle-color: $text-muted;
    }
    DeregistrationScreen .row { height: 1; }
    DeregistrationScreen .label { width: 34; color: $text-muted; }
    DeregistrationScreen Input { width: 1fr; background: $surface; background-tint: transparent; }
    DeregistrationScreen Input:focus { background: $block-cursor-blurred-background; }
    DeregistrationScreen #deregistration-line { height: auto; max-height: 5; margin-top: 1; }
    DeregistrationScreen #deregistration-note { height: auto; max-height: 2; color: $text-muted; }
    DeregistrationScreen #deregistration-word { height: 1; color: $warning; }
    DeregistrationScreen .-gone { display: none; }
    """
    BINDINGS = [
        Binding("escape", "leave", "no, go back", id="deregistration.leave"),
        Binding("enter", "enter", "go on", id="deregistration.enter", show=False, priority=True),
        Binding("tab,down", "app.focus_next", "next", id="deregistration.next", show=False),
    ]

    def __init__(
        self, account: Account, name: str, known: Callable[[], JobsState], glyphs: Glyphs
    ) -> None:
        """`known` gives the jobs as whoever opens this screen knows them at the moment."""
        super().__init__()
        self._known = known
        self._account = account
        self._definition = name
        self._revisions: Sequence[JobDefinition] = ()
        self._jobs: Sequence[Job] | None = None
        """None while it is not known what is in use."""
        self._run: Mapping[int, Deregistration] = {}
        self._brake = Brake()
        self._begun = False
        self._table: VirtualTable[Fate] = VirtualTable(
            (
                Column(
                    "revision", "Rev", 4, lambda item: str(item.revision.revision), align="right"
                ),
                Column("fate", "", 16, self._fate, tone=self._tone),
                Column("why", "Why", 0, self._why, least=48),
                Column("image", "Image", 26, _images, tone=lambda _: Tone.MUTED, priority=1),
            ),
            lambda item: item.revision.reference,
            empty="reading the revisions, and the jobs that have them",
            glyphs=glyphs,
            id="deregistration-table",
        )

    # What will happen

    def compose(self) -> ComposeResult:
        """The revisions, the command, the questions."""
        box = Vertical(id="deregistration")
        box.border_title = f"Deregister old revisions of {self._definition}"
        box.border_subtitle = "esc goes back and changes nothing"
        with box:
            yield self._table
            yield TextView(id="deregistration-line")
            yield Static(NOT_KNOWN, id="deregistration-note", markup=False)
            with Horizontal(classes="row", id="row-keep"):
                yield Static("Keep so many of the newest", classes="label", markup=False)
                yield Input(str(KEPT), id="keep", compact=True)
            with Horizontal(classes="row", id="row-answer"):
                yield Static("", classes="label", id="question", markup=False)
                yield Input(id="answer", compact=True)
            yield Static("", id="deregistration-word", markup=False)

    def on_mount(self) -> None:
        """Read the revisions and the jobs."""
        for field in self.query(Input):
            field.cursor_blink = False
        self.query_one("#keep", Input).focus()
        self._read()

    @work(group="plan", exclusive=True)
    async def _read(self) -> None:
        try:
            self._revisions = await self._account.definitions.revisions(self._definition)
            self._jobs = await self._in_use()
        except AwsError as error:
            self._table.set_empty("what is in use is not known: nothing can be deregistered")
            self._say(str(error))
            return
        self._plan()

    async def _in_use(self) -> Sequence[Job]:
        """The jobs that are not over; asked for only where they are not known anyway."""
        known = self._known()
        return known.jobs if is_whole(known, now()) else await jobs_in_use(self._account.batch)

    @property
    def _keep(self) -> int | None:
        text = self.query_one("#keep", Input).value.strip()
        return int(text) if text.isascii() and text.isdigit() and int(text) > 0 else None

    @on(Input.Changed, "#keep")
    def _plan(self) -> None:
        """Decide anew what goes."""
        if self._jobs is None or self._begun:
            return
        keep = self._keep
        if keep is None:
            value = self.query_one("#keep", Input).value
            self._say(f"keep: '{value[:20]}': a whole number from 1")
            return
        self._table.set_rows(fates(self._revisions, self._jobs, keep))
        self._table.refresh_cells()
        self._show_line()
        self.query_one("#question", Static).update(self._question if self._going else "")
        self._say("" if self._going else "none of them goes: all are kept")

    @property
    def _going(self) -> tuple[Fate, ...]:
        """Those that go, the oldest first."""
        return tuple(item for item in reversed(self._table.rows) if not item.kept)

    @on(VirtualTable.RowHighlighted)
    def _show_line(self) -> None:
        """The command for the one under the cursor, or for the first that goes; how it went."""
        row, going = self._table.selected, self._going
        if row is None:
            return
        shown = row if not row.kept else next(iter(going), None)
        lines: list[Line] = [((f"{row.revision.reference} is kept", Tone.PLAIN),)]
        if shown is not None:
            text = self._account.definitions.deregistration(shown.revision.reference).line
            more = f"  (and {len(going) - 1} more)" if row.kept and len(going) > 1 else ""
            lines = [((text + more, Tone.PLAIN),)]
            one = self._run.get(shown.revision.revision)
            if one is not None and one.error is not None:
                lines.append(((f"{one.reference}: {one.error}", Tone.BAD),))
        self.query_one("#deregistration-line", TextView).show(lines, from_top=True)

    def _fate(self, item: Fate) -> str:
        one = self._run.get(item.revision.revision)
        if one is not None and one.phase is not Phase.WAITING:
            return str(one.phase)
        return "kept" if item.kept else "goes"

    def _why(self, item: Fate) -> str:
        one = self._run.get(item.revision.revision)
        return item.why if one is None or one.error is None else str(one.error)

    def _tone(self, item: Fate) -> Tone:
        one = self._run.get(item.revision.revision)
        if one is not None and one.phase is not Phase.WAITING:
            return TONES.get(one.phase, Tone.MUTED)
        return Tone.MUTED if item.kept else Tone.WARN

    # Doing it

    @property
    def _answer(self) -> str:
        """What has to be typed: without it nothing is sent."""
        return "y" if len(self._going) == 1 else str(len(self._going))

    @property
    def _question(self) -> str:
        what = "it" if len(self._going) == 1 else "them"
        return f"Type {self._answer} to deregister {what}"

    def action_enter(self) -> None:
        """From the number to keep go on to the question; with its answer, begin."""
        answer = self.query_one("#answer", Input)
        if self.focused is answer:
            # Behind the letters that are still on their way to the input.
            answer.call_later(lambda: self._answered(answer.value))
        else:
            self.set_focus(answer)

    def _answered(self, text: str) -> None:
        if self._begun:
            return
        if self._jobs is None:
            self._say("what is in use is not known yet: nothing is sent")
        elif self._keep is None:
            self.set_focus(self.query_one("#keep", Input))
            self._plan()
        elif not self._going:
            self._say("none of them goes: all are kept")
        elif text.strip().lower() != self._answer:
            self._say(f"{self._question}; esc goes back")
        else:
            self._begun = True
            self._deregister(self._going, self._keep)

    @work(group="deregistration", exclusive=True)
    async def _deregister(self, going: Sequence[Fate], keep: int) -> None:
        """Look once more at what is in use, then go through them."""
        self._say("looking once more at the jobs")
        try:
            jobs = await self._in_use()
        except AwsError as error:
            self._begun = False
            self._say(f"nothing is sent: {error}")
            return
        still = [item for item in fates(self._revisions, jobs, keep) if not item.kept]
        if {item.revision.revision for item in still} != {one.revision.revision for one in going}:
            self._begun, self._jobs = False, jobs
            self.query_one("#answer", Input).value = ""
            self._plan()
            self._say("nothing is sent: meanwhile other revisions are in use; look again")
            return
        await self._go_through(going)

    async def _go_through(self, going: Sequence[Fate]) -> None:
        for row in ("keep", "answer"):
            self.query_one(f"#row-{row}").add_class("-gone")
        self._table.focus()
        box = self.query_one("#deregistration")
        box.border_subtitle = "esc stops before the next one"
        run = [Deregistration(one.revision.name, one.revision.revision) for one in going]
        async for state in deregister(self._account.definitions, run, self._brake):
            self._run = {one.revision: one for one in state}
            self._table.refresh_cells()
            self._show_line()
            self._say(progress(state, stopped=self._brake.pulled))
        box.border_subtitle = "esc goes back"

    def _say(self, words: str) -> None:
        self.query_one("#deregistration-word", Static).update(words)

    def action_leave(self) -> None:
        """Stop before the next request; go back when none is on its way."""
        if self._begun and not all(one.settled for one in self._run.values()):
            self._brake.pull()
            self._say("stopping: the one on its way is waited for")
        elif not self._begun or self._run:
            self.dismiss(bool(self._run))


def progress(run: Sequence[Deregistration], *, stopped: bool) -> str:
    """How far it has come, in words."""
    gone = sum(one.phase is Phase.GONE for one in run)
    words = [f"{gone} of {len(run)} deregistered"]
    for phase in (Phase.REFUSED, Phase.NO_EFFECT, Phase.UNKNOWN, Phase.STOPPED):
        number = sum(one.phase is phase for one in run)
        if number:
            words.append(f"{number} {phase}")
    if stopped and not all(one.settled for one in run):
        words.append("stopping: the one on its way is waited for")
    return ", ".join(words)


def _images(item: Fate) -> str:
    return images_text(item.revision)
