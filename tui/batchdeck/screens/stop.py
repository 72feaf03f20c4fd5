"""Stopping jobs: what will be sent, why, and whether they are really over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from batchdeck.aws.account import Account
from batchdeck.aws.errors import AwsError
from batchdeck.jobs.stopping import JobStop, Phase, PlannedStop, StopState, plan, stop, with_reason
from batchdeck.widgets.column import Column, Tone
from batchdeck.widgets.glyphs import Glyphs
from batchdeck.widgets.text_view import TextView
from batchdeck.widgets.virtual_table import VirtualTable

DEFAULT_REASON = "stopped by an operator"
TONES = {
    Phase.OVER: Tone.GOOD,
    Phase.SENT: Tone.ACCENT,
    Phase.REFUSED: Tone.BAD,
    Phase.UNCERTAIN: Tone.WARN,
    Phase.NO_EFFECT: Tone.WARN,
}


class StopScreen(ModalScreen[bool]):
    """Asks for a reason and for a word, the number of jobs when there are several; then watches.

    Ends with whether anything was sent.
    """

    DEFAULT_CSS = """
    StopScreen { align: center middle; background: transparent; }
    StopScreen #stop {
        width: 110; max-width: 96%; height: 22; max-height: 96%; padding: 0 1;
        background: $surface; border: round $warning;
        border-title-color: $warning; border-subtitle-color: $text-muted;
    }
    StopScreen .row { height: 1; }
    StopScreen .label { width: 26; color: $text-muted; }
    StopScreen Input { width: 1fr; background: $surface; background-tint: transparent; }
    StopScreen Input:focus { background: $block-cursor-blurred-background; }
    StopScreen #stop-line { height: 4; margin-top: 1; }
    StopScreen #stop-word { height: 1; color: $warning; }
    StopScreen .-gone { display: none; }
    """
    BINDINGS = [
        Binding("escape", "leave", "no, go back", id="stop.leave"),
        Binding("enter", "enter", "go on", id="stop.enter", show=False, priority=True),
        Binding("tab,down", "app.focus_next", "next", id="stop.next", show=False),
    ]

    def __init__(self, account: Account, ids: Sequence[str], glyphs: Glyphs) -> None:
        super().__init__()
        self._account = account
        self._ids = tuple(dict.fromkeys(ids))
        self._planned: dict[str, PlannedStop] = {}
        self._state: StopState | None = None
        self._table: VirtualTable[JobStop] = VirtualTable(
            (
                Column("name", "Job", 0, lambda job: job.name or job.job_id),
                Column("status", "State", 11, lambda job: glyphs.status(job.status)),
                Column("operation", "Request", 12, self._operation),
                Column("phase", "Outcome", 34, phase_text, tone=phase_tone),
            ),
            lambda job: job.job_id,
            empty="reading the state of the jobs",
            glyphs=glyphs,
            id="stop-table",
        )

    # What will happen

    def compose(self) -> ComposeResult:
        """The jobs, the command, the questions."""
        box = Vertical(id="stop")
        box.border_title = "Stop a job" if len(self._ids) == 1 else f"Stop {len(self._ids)} jobs"
        box.border_subtitle = "esc goes back and stops nothing"
        with box:
            yield self._table
            yield TextView(id="stop-line")
            with Horizontal(classes="row", id="row-reason"):
                yield Static("Reason", classes="label", markup=False)
                yield Input(placeholder=DEFAULT_REASON, id="reason", compact=True)
            with Horizontal(classes="row", id="row-answer"):
                yield Static(self._question, classes="label", markup=False)
                yield Input(id="answer", compact=True)
            yield Static("", id="stop-word", markup=False)

    def on_mount(self) -> None:
        """Read the jobs."""
        for field in self.query(Input):
            field.cursor_blink = False
        self.query_one("#reason", Input).focus()
        self._plan()

    @property
    def _reason(self) -> str:
        return self.query_one("#reason", Input).value.strip() or DEFAULT_REASON

    @work(group="plan", exclusive=True)
    async def _plan(self) -> None:
        try:
            planned = await plan(self._account.batch, self._ids, self._reason)
        except AwsError as error:
            self._say(str(error))
            return
        self._take(planned)
        if self._state is None:
            self._table.set_rows([_row(item) for item in planned])

    def _take(self, planned: Iterable[PlannedStop]) -> None:
        self._planned = {item.job_id: item for item in planned}
        self._show_line()

    @on(Input.Changed, "#reason")
    def _replan(self) -> None:
        self._take(with_reason(self._account.batch, self._planned.values(), self._reason))

    @on(VirtualTable.RowHighlighted)
    def _show_line(self) -> None:
        row = self._table.selected
        planned = None if row is None else self._planned.get(row.job_id)
        if planned is not None:
            text = "nothing to stop" if planned.write is None else planned.write.line
            self.query_one("#stop-line", TextView).show([((text, Tone.PLAIN),)], from_top=True)

    def _operation(self, job: JobStop) -> str:
        planned = self._planned.get(job.job_id)
        write = planned.write if planned is not None else None
        return job.operation or (write.operation if write is not None else "-")

    # Doing it

    @property
    def _answer(self) -> str:
        """What has to be typed: without it nothing is stopped."""
        return "y" if len(self._ids) == 1 else str(len(self._ids))

    @property
    def _question(self) -> str:
        what = "it" if len(self._ids) == 1 else "them all"
        return f"Type {self._answer} to stop {what}"

    def action_enter(self) -> None:
        """From the reason go on to the question; with its answer, stop."""
        answer = self.query_one("#answer", Input)
        if self.focused is answer:
            # Behind the letters that are still on their way to the input.
            answer.call_later(lambda: self._answered(answer.value))
        else:
            self.set_focus(answer)

    def _answered(self, text: str) -> None:
        if self._state is not None:
            return
        if not self._planned:
            self._say("the jobs could not be read yet: nothing is sent")
        elif text.strip().lower() != self._answer:
            self._say(f"{self._question}; esc goes back")
        elif all(item.write is None for item in self._planned.values()):
            self._say("all of them have ended already")
        else:
            self._state = StopState(())
            self._stop(self._reason)

    @work(group="stop", exclusive=True)
    async def _stop(self, reason: str) -> None:
        for row in ("reason", "answer"):
            self.query_one(f"#row-{row}").add_class("-gone")
        self._table.focus()
        async for state in stop(self._account.batch, self._ids, reason):
            self._state = state
            self._table.set_rows(state.jobs)
            over = sum(1 for job in state.jobs if job.settled)
            trouble = "" if state.problem is None else f": {state.problem}"
            self._say(f"{over} of {len(state.jobs)} settled{trouble}")
        self.query_one("#stop").border_subtitle = "esc goes back"

    def _say(self, words: str) -> None:
        self.query_one("#stop-word", Static).update(words)

    def action_leave(self) -> None:
        """Go back. Requests already sent stay sent; nobody leaves while some are still to go."""
        state = self._state
        if state is not None and any(job.phase == Phase.WAITING for job in state.jobs):
            self._say("still sending: a moment")
            return
        self.dismiss(state is not None)


def _row(planned: PlannedStop) -> JobStop:
    if planned.detail is None:
        return JobStop(planned.job_id, Phase.GONE, note="AWS does not know it any more")
    job = planned.detail.job
    phase = Phase.OVER if job.finished else Phase.WAITING
    return JobStop(job.id, phase, job.name, job.status, note="has ended" if job.finished else "")


def phase_text(job: JobStop) -> str:
    """How far it has come, in words."""
    words = [str(job.phase) if job.phase != Phase.WAITING else "", job.note]
    if job.error is not None:
        words.append(str(job.error))
    return ": ".join(word for word in words if word)


def phase_tone(job: JobStop) -> Tone:
    """Good when over, bad when refused."""
    return TONES.get(job.phase, Tone.MUTED)
