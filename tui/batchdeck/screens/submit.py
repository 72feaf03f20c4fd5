"""The form that submits a job."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Input

from batchdeck.aws.account import Account
from batchdeck.domain.submission_form import Reading, read_form
from batchdeck.jobs.submitting import (
    Found,
    NotFound,
    Refused,
    Sending,
    SubmitState,
    Submitted,
    Uncertain,
    plan,
    submit,
)
from batchdeck.screens.offer import Offer, defaults
from batchdeck.widgets.column import Tone
from batchdeck.widgets.form import Form
from batchdeck.widgets.header import HeaderLine
from batchdeck.widgets.key_line import KeyLine
from batchdeck.widgets.text_view import Line, TextView

#: Field -> what stands before it.
LABELS = {
    "name": "Name",
    "queue": "Queue",
    "definition": "Definition",
    "parameters": "Parameters",
    "command": "Command",
    "environment": "Environment",
    "vcpus": "vCPU",
    "memory": "Memory MiB",
    "attempts": "Attempts",
    "timeout": "Timeout s",
    "tags": "Tags",
}


class SubmitScreen(Screen[str | None]):
    """Understands the form at every key, shows the command it will send, and sends it once.

    Ends with the id of the job, or None when nothing was submitted.
    """

    DEFAULT_CSS = """
    SubmitScreen TextView {
        border: round $border-blurred; border-title-color: $text-muted; padding: 0 1;
    }
    """
    BINDINGS = [
        Binding("ctrl+s", "send", "submit", id="submit.send", priority=True),
        Binding("escape", "leave", "back", id="submit.leave"),
        Binding("tab,enter", "app.focus_next", "next field", id="submit.next", priority=True),
        Binding("shift+tab", "app.focus_previous", "previous", id="submit.previous", priority=True),
    ]

    def __init__(self, account: Account, offer: Offer) -> None:
        super().__init__()
        self._account = account
        self._offer = offer
        self._token = uuid.uuid4().hex
        self._sending = False

    # The form

    def compose(self) -> ComposeResult:
        """A line a field, the command below."""
        yield HeaderLine(self._offer.header, id="header")
        start = self._offer.start
        yield Form("Submit a job", LABELS, start, self._offer.choices(start), id="form")
        command = TextView(id="preview")
        command.border_title = "This will be sent"
        yield command
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Understand what is filled in at first."""
        self._read()

    @property
    def _form(self) -> Form:
        return self.query_one(Form)

    def _reading(self) -> Reading:
        texts, offer = self._form.texts, self._offer
        definition = offer.chosen_definition(texts)
        limited = definition is not None and definition.timeout_seconds is not None
        return read_form(texts, fargate=offer.is_fargate(texts), limited=limited)

    @on(Input.Changed)
    def _read(self) -> None:
        """Understand the form again; say what is wrong where it is wrong."""
        reading = self._reading()
        wrong = {item.field: item.message for item in reversed(reading.problems)}
        warned = {item.field: item.message for item in reading.warnings}
        self._form.say(wrong, warned)
        self._hint()
        if not self._sending:
            line = plan(self._account.batch, reading.order, self._token).line
            self.query_one("#preview", TextView).show([((line, Tone.PLAIN),)])

    def _hint(self) -> None:
        """Offer what fits to what is chosen; show what the definition would use."""
        texts = self._form.texts
        choices = self._offer.choices(texts)
        for field in ("vcpus", "memory"):
            self._form.offer(field, choices[field])
        self._form.hint(defaults(self._offer.chosen_definition(texts)))

    # Sending

    def action_send(self) -> None:
        """Send what is shown, unless something is wrong with it."""
        reading = self._reading()
        if self._sending:
            return
        if reading.problems:
            self._form.go_to(reading.problems[0].field)
            self.app.bell()
            return
        self._sending = True
        self._send(reading)

    @work(group="submission")
    async def _send(self, reading: Reading) -> None:
        async for state in submit(self._account.batch, reading.order, self._token):
            self.query_one("#preview", TextView).show(outcome(state))
            if isinstance(state, Submitted | Found):
                self.dismiss(state.job_id)
                return
        self._sending = False
        self._token = uuid.uuid4().hex

    def action_leave(self) -> None:
        """Go back; what is being sent is waited for, so that its outcome is not lost."""
        if not self._sending:
            self.dismiss(None)


def outcome(state: SubmitState) -> Sequence[Line]:
    """How the submission stands, in words."""
    if isinstance(state, Sending):
        return [(("sending", Tone.ACCENT),), ((state.line, Tone.PLAIN),)]
    if isinstance(state, Submitted | Found):
        return [((f"submitted: {state.job_id}", Tone.GOOD),)]
    if isinstance(state, Uncertain):
        text = "unknown whether AWS took it: looking for the job. It is not sent again."
        return [((text, Tone.WARN),), ((str(state.error), Tone.MUTED),)]
    if isinstance(state, NotFound):
        text = "No such job showed up. Look at the queue before you send it again."
        problem = "" if state.problem is None else str(state.problem)
        return [((text, Tone.WARN),), ((problem, Tone.MUTED),)]
    assert isinstance(state, Refused)
    return [(("refused, no job was made", Tone.BAD),), ((str(state.error), Tone.PLAIN),)]
