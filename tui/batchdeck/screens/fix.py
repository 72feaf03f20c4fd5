"""Applying a fix: what will be sent, on whose word, and whether it helped."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from batchdeck.aws.account import Account
from batchdeck.aws.command_reading import Command
from batchdeck.aws.errors import AwsError
from batchdeck.diagnosis.check import Apply
from batchdeck.diagnosis.diagnosis import Diagnosis
from batchdeck.diagnosis.mending import Mending, Stage, mend, unfilled
from batchdeck.diagnosis.ranking import Cause
from batchdeck.domain.call import Write
from batchdeck.domain.secret import MASK
from batchdeck.panes.overview.facts import fact, facts
from batchdeck.widgets.clipboard import Clipboard
from batchdeck.widgets.column import Tone
from batchdeck.widgets.text_view import Line, TextView

MASKED = f"{MASK} stands for values that are sent as they are, and have to be filled in by hand"
WORD = "apply"
"""What has to be typed where a fix wants to be confirmed."""
TONES = {
    Stage.REFUSED: Tone.BAD,
    Stage.UNCERTAIN: Tone.WARN,
    Stage.MOVED: Tone.GOOD,
    Stage.STAYED: Tone.WARN,
}


class FixScreen(ModalScreen[bool | Mapping[str, str]]):
    """Shows the command and what it changes; sends it on a word, and follows what comes of it.

    Ends with whether anything was sent, or with the texts for the form where the fix is
    another job.
    """

    DEFAULT_CSS = """
    FixScreen { align: center middle; background: transparent; }
    FixScreen #fix {
        width: 110; max-width: 96%; height: auto; max-height: 96%; padding: 0 1;
        background: $surface; border: round $warning;
        border-title-color: $warning; border-subtitle-color: $text-muted;
    }
    FixScreen #fix-text { height: auto; max-height: 60vh; }
    FixScreen .row { height: 1; }
    FixScreen .label { width: auto; min-width: 26; padding-right: 1; color: $text-muted; }
    FixScreen Input { width: 1fr; background: $surface; background-tint: transparent; }
    FixScreen Input:focus { background: $block-cursor-blurred-background; }
    FixScreen #fix-word { height: auto; max-height: 4; margin-top: 1; }
    """
    BINDINGS = [
        Binding("escape", "leave", "no, go back", id="fix.leave"),
        Binding("enter", "enter", "go on", id="fix.enter", show=False, priority=True),
        Binding("tab,down", "app.focus_next", "next", id="fix.next", show=False),
        Binding("y,ctrl+y", "copy", "copy", id="fix.copy"),
    ]

    def __init__(self, account: Account, diagnosis: Diagnosis, cause: Cause) -> None:
        super().__init__()
        self._account = account
        self._diagnosis = diagnosis
        self._cause = cause
        self._commands: tuple[Command, ...] = ()
        """What is sent, once it is understood."""
        self._state: Mending | None = None
        self._why_not = obstacle(cause, read_only=account.connection.read_only)
        self._gaps = () if self._why_not else unfilled(*cause.commands)
        self._asks = not self._why_not and cause.finding.check.remedy.apply is Apply.CONFIRM

    # What will happen

    def compose(self) -> ComposeResult:
        """The cause, the command, the questions."""
        box = Vertical(id="fix")
        box.border_title = "Fix"
        box.border_subtitle = "esc goes back and changes nothing, ctrl+y copies"
        with box:
            yield TextView(id="fix-text")
            for gap in self._gaps:
                yield from self._row(gap, f"Fill in <{gap}>")
            if self._asks:
                yield from self._row(WORD, f"Type {WORD} to send it")
            word = TextView(id="fix-word")
            word.can_focus = False
            yield word

    def _row(self, name: str, label: str) -> ComposeResult:
        with Horizontal(classes="row"):
            yield Static(label, classes="label", markup=False)
            field = Input(id=f"fix-{name}", compact=True)
            field.cursor_blink = False
            yield field

    def on_mount(self) -> None:
        """Read the command."""
        self.set_focus(next(iter(self.query(Input)), self._text))
        self._read()

    @property
    def _text(self) -> TextView:
        return self.query_one("#fix-text", TextView)

    @property
    def _lines(self) -> tuple[str, ...]:
        """The commands with what was filled in so far."""
        return self._filled_in(self._cause.commands)

    def _filled_in(self, lines: tuple[str, ...]) -> tuple[str, ...]:
        for gap in self._gaps:
            value = self.query_one(f"#fix-{gap}", Input).value.strip()
            if value:
                lines = tuple(line.replace(f"<{gap}>", shlex.quote(value)) for line in lines)
        return lines

    @on(Input.Changed)
    def _refill(self, event: Input.Changed) -> None:
        if event.input.id != f"fix-{WORD}":
            self._read()

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        """Understand what would be sent."""
        lines = self._lines
        self._commands, words = (), self._why_not
        gaps = unfilled(*lines) if not words else ()
        if gaps:
            words = "fill in " + " and ".join(f"<{gap}>" for gap in gaps)
        elif not words:
            exact = self._filled_in(self._cause.exact_commands)
            try:
                read = self._account.commands.read
                self._commands = tuple([await read(line) for line in exact])
            except AwsError as error:
                words = str(error)
        self._text.show(list(fix_lines(self._cause, lines, self._commands)))
        self._say(words or self._invitation)

    @property
    def _form(self) -> Command | None:
        """What goes into the form for a job instead of being sent from here."""
        only = self._commands[0] if len(self._commands) == 1 else None
        return only if only is not None and only.write.operation == "SubmitJob" else None

    @property
    def _invitation(self) -> str:
        if self._form is not None:
            return f"it is another job, in a form to look over: {self._question}"
        return f"{self._question}; y copies it" if not self._asks else ""

    @property
    def _question(self) -> str:
        return f"type {WORD}, then enter" if self._asks else "enter sends it"

    # Doing it

    def action_enter(self) -> None:
        """From field to field; at the end, with the word where one is asked for, send."""
        answer = self.query_one(f"#fix-{WORD}", Input) if self._asks else None
        if self._state is not None or self._why_not:
            return
        if answer is None:
            self._send()
        elif self.focused is answer:
            # Behind the letters that are still on their way to the input.
            answer.call_later(lambda: self._answered(answer.value))
        else:
            self.focus_next(Input)

    def _answered(self, text: str) -> None:
        if text.strip().lower() != WORD:
            self._say(f"type {WORD} to send it; esc goes back")
        else:
            self._send()

    def _send(self) -> None:
        if not self._commands or self._state is not None:
            return
        if self._form is not None:
            self.dismiss(form_texts(self._form.write.parameters))
            return
        for row in self.query(".row"):
            row.display = False
        self.set_focus(self._text)
        self._mend([command.write for command in self._commands])

    @work(group="mend", exclusive=True)
    async def _mend(self, writes: Sequence[Write]) -> None:
        box = self.query_one("#fix")
        box.border_subtitle = "esc goes back; the tab goes on looking"
        async for state in mend(self._account, self._diagnosis, self._cause, writes):
            self._state = state
            self._word.show([outcome(state)])
        box.border_subtitle = "esc goes back"

    @property
    def _word(self) -> TextView:
        return self.query_one("#fix-word", TextView)

    def _say(self, words: str) -> None:
        self._word.show([((words, Tone.WARN),)] if words else [])

    async def action_copy(self) -> None:
        """Copy the commands."""
        self._say(await Clipboard.of(self.app).copy("\n".join(self._lines)))

    def action_leave(self) -> None:
        """Go back; nobody leaves while the request is on its way."""
        state = self._state
        if state is not None and state.stage is Stage.SENDING:
            self._say("still sending: a moment")
            return
        self.dismiss(state is not None and (state.stage is not Stage.REFUSED or state.done > 0))


def obstacle(cause: Cause, *, read_only: bool) -> str:
    """Why a fix is only shown; empty when it can be sent from here."""
    commands = cause.commands
    if not commands:
        return "no command mends this: enter on the cause explains what does"
    if cause.finding.check.remedy.apply is Apply.NEVER:
        return "not sent from here: it is for you to look at; y copies it"
    if read_only:
        return "read-only: nothing can be changed here; y copies it"
    return ""


def fix_lines(
    cause: Cause, lines: tuple[str, ...], commands: tuple[Command, ...]
) -> Iterator[Line]:
    """What is wrong, what will be sent, and what that changes."""
    verdict = cause.finding.verdict
    yield fact("Cause", verdict.summary)
    for one in verdict.evidence:
        yield fact("Now", f"{one.resource}  {one.field} = {one.value}", Tone.WARN)
        if one.expected:
            yield fact("Expected", one.expected)
    if len(commands) > 1:  # All of them before what is said of each: the screen may be small.
        for number, command in enumerate(commands, 1):
            yield fact(f"{number} of {len(commands)}", command.write.line, Tone.ACCENT)
    for command in commands:
        yield fact("Does", f"{command.write.service}:{command.write.operation}")
        yield from facts("On", (f"{name} = {value}" for name, value in command.on))
        yield from facts("Sets", (f"{name} = {value}" for name, value in command.sets), Tone.GOOD)
    if len(commands) == 1:
        yield fact("Command", commands[0].write.line, Tone.ACCENT)
    if not commands:
        yield from facts("Commands" if len(lines) > 1 else "Command", lines, Tone.ACCENT)
    if any(MASK in line for line in lines):
        yield fact("Masked", MASKED)


def outcome(state: Mending) -> Line:
    """How it stands."""
    doubtful = state.next_cause is not None or state.status == "FAILED"
    tone = Tone.WARN if doubtful else TONES.get(state.stage, Tone.PLAIN)
    return fact(state.stage.value.capitalize(), state.summary, tone)


def form_texts(parameters: Mapping[str, Any]) -> Mapping[str, str]:
    """The parameters of a `SubmitJob` as the texts of the form."""
    needs = parameters.get("containerOverrides", {}).get("resourceRequirements", ())
    sizes = {one["type"]: one["value"] for one in needs}
    found = {
        "name": parameters["jobName"],
        "queue": parameters["jobQueue"],
        "definition": parameters["jobDefinition"],
        "vcpus": sizes.get("VCPU", ""),
        "memory": sizes.get("MEMORY", ""),
        "attempts": str(parameters.get("retryStrategy", {}).get("attempts", "")),
        "timeout": str(parameters.get("timeout", {}).get("attemptDurationSeconds", "")),
    }
    return {name: text for name, text in found.items() if text}
