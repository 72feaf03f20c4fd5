"""The form that submits a job."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Input, Static

from batchdeck.aws.account import Account
from batchdeck.domain.fargate import SIZES
from batchdeck.domain.job import Job
from batchdeck.domain.resources import ComputeEnvironment, JobDefinition, JobQueue
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
from batchdeck.panes.overview import Subject
from batchdeck.widgets.choice_input import ChoiceInput
from batchdeck.widgets.column import Tone
from batchdeck.widgets.header import NOBODY, HeaderLine, HeaderState
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
CHOICES = ("queue", "definition", "vcpus", "memory")


@dataclass(frozen=True, slots=True)
class Offer:
    """What there is to choose from, and what is chosen at first."""

    queues: Sequence[JobQueue]
    definitions: Sequence[JobDefinition]
    environments: Sequence[ComputeEnvironment]
    queue: str = ""
    definition: str = ""
    """`name:revision`."""
    texts: Sequence[tuple[str, str]] = ()
    """What else is filled in at first: field and text."""
    header: HeaderState = NOBODY
    """Whose account it is."""


class SubmitScreen(Screen[str | None]):
    """Understands the form at every key, shows the command it will send, and sends it once.

    Ends with the id of the job, or None when nothing was submitted.
    """

    DEFAULT_CSS = """
    SubmitScreen #form {
        height: auto; border: round $border; border-title-color: $accent; padding: 0 1;
    }
    SubmitScreen .row { height: 1; }
    SubmitScreen .label { width: 13; color: $text-muted; }
    SubmitScreen .row.-wrong .label { color: $error; }
    SubmitScreen .row.-warned .label { color: $warning; }
    SubmitScreen Input { width: 1fr; background: $background; background-tint: transparent; }
    SubmitScreen Input:focus { background: $block-cursor-blurred-background; }
    SubmitScreen .problem { width: auto; max-width: 62%; padding-left: 1; color: $error; }
    SubmitScreen .row.-warned .problem { color: $warning; }
    SubmitScreen TextView {
        border: round $border-blurred; border-title-color: $text-muted; padding: 0 1;
    }
    """
    BINDINGS = [
        Binding("ctrl+s", "send", "submit", id="submit.send", priority=True),
        Binding("escape", "leave", "back", id="submit.leave"),
        Binding("tab,enter", "app.focus_next", "next field", id="submit.next"),
        Binding("shift+tab", "app.focus_previous", "previous", id="submit.previous"),
    ]

    def __init__(self, account: Account, offer: Offer) -> None:
        super().__init__()
        self._account = account
        self._offer = offer
        self._token = uuid.uuid4().hex
        self._sending = False
        self._definitions = {item.reference: item for item in offer.definitions}
        self._queues = {item.name: item for item in offer.queues}
        name = offer.definition.partition(":")[0]
        start = {"name": name, "queue": offer.queue, "definition": offer.definition}
        self._start = {**start, **dict(offer.texts)}

    # The form

    def compose(self) -> ComposeResult:
        """A line a field, the command below."""
        yield HeaderLine(self._offer.header, id="header")
        form = Vertical(id="form")
        form.border_title = "Submit a job"
        with form:
            for field, label in LABELS.items():
                with Horizontal(classes="row", id=f"row-{field}"):
                    yield Static(label, classes="label", markup=False)
                    yield self._input(field)
                    yield Static("", classes="problem", markup=False)
        command = TextView(id="preview")
        command.border_title = "This will be sent"
        yield command
        yield KeyLine(id="keys")

    def _input(self, field: str) -> Input:
        value = self._start.get(field, "")
        if field in CHOICES:
            return ChoiceInput(value, self._choices(field, value), id=field)
        return Input(value, id=field, compact=True, select_on_focus=False)

    def on_mount(self) -> None:
        """Nothing blinks: each blink would be bytes on a slow line."""
        for field in self.query(Input):
            field.cursor_blink = False
        self._read()

    def _choices(self, field: str, vcpus: str) -> Sequence[str]:
        if field == "queue":
            return tuple(self._queues)
        if field == "definition":
            return tuple(self._definitions)
        if not self._fargate():
            return ()
        if field == "vcpus":
            return tuple(f"{size:g}" for size in SIZES)
        sizes = {f"{size:g}": memory for size, memory in SIZES.items()}
        return tuple(map(str, sizes.get(vcpus, ())))

    def _texts(self) -> Mapping[str, str]:
        if not self.is_mounted:
            return {field: self._start.get(field, "") for field in LABELS}
        return {field: self.query_one(f"#{field}", Input).value for field in LABELS}

    def _definition(self) -> JobDefinition | None:
        return self._definitions.get(self._texts()["definition"])

    def _fargate(self) -> bool:
        definition = self._definition()
        if definition is not None and definition.is_fargate:
            return True
        queue = self._queues.get(self._texts()["queue"])
        behind = queue.environments if queue is not None else ()
        kinds = [item.is_fargate for item in self._offer.environments if item.name in behind]
        return bool(kinds) and all(kinds)

    def _reading(self) -> Reading:
        definition = self._definition()
        limited = definition is not None and definition.timeout_seconds is not None
        return read_form(self._texts(), fargate=self._fargate(), limited=limited)

    @on(Input.Changed)
    def _read(self) -> None:
        """Understand the form again; say what is wrong where it is wrong."""
        reading = self._reading()
        wrong = {item.field: item.message for item in reversed(reading.problems)}
        warned = {item.field: item.message for item in reading.warnings}
        for field in LABELS:
            row = self.query_one(f"#row-{field}")
            row.set_class(field in wrong, "-wrong")
            row.set_class(field in warned and field not in wrong, "-warned")
            text = wrong.get(field) or warned.get(field, "")
            row.query_one(".problem", Static).update(text)
        self._hint()
        if not self._sending:
            line = plan(self._account.batch, reading.order, self._token).line
            self.query_one("#preview", TextView).show([((line, Tone.PLAIN),)])

    def _hint(self) -> None:
        """Offer what fits to what is chosen; show what the definition would use."""
        for field in ("vcpus", "memory"):
            choice = self.query_one(f"#{field}", ChoiceInput)
            choice.offer(self._choices(field, self._texts()["vcpus"]))
        for field, text in defaults(self._definition()).items():
            self.query_one(f"#{field}", Input).placeholder = text

    # Sending

    def action_send(self) -> None:
        """Send what is shown, unless something is wrong with it."""
        reading = self._reading()
        if self._sending:
            return
        if reading.problems:
            self.query_one(f"#{reading.problems[0].field}", Input).focus()
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


def chosen(
    subject: Subject | None, definitions: Sequence[JobDefinition], jobs: Sequence[Job]
) -> tuple[str, str]:
    """Queue and definition (`name:revision`) that go with what the cursor is on.

    Where the subject names only one of them, the newest of `jobs` that has it tells the other.
    """
    if isinstance(subject, Job):
        return subject.queue, _newest(subject.definition, definitions)
    if isinstance(subject, JobQueue):
        like = next((job for job in jobs if job.queue == subject.name), None)
        return subject.name, "" if like is None else _newest(like.definition, definitions)
    if isinstance(subject, JobDefinition):
        prefix = subject.name + ":"
        like = next((job for job in jobs if job.definition.startswith(prefix)), None)
        return "" if like is None else like.queue, subject.reference
    return "", ""


def _newest(reference: str, definitions: Sequence[JobDefinition]) -> str:
    name = reference.partition(":")[0]
    revisions = [item for item in definitions if item.name == name]
    newest = max(revisions, key=lambda item: item.revision, default=None)
    return "" if newest is None else newest.reference


def defaults(definition: JobDefinition | None) -> Mapping[str, str]:
    """For each field what the definition would use, as the form shows it when left empty."""
    if definition is None or not definition.containers:
        return {}
    container = definition.containers[0]
    return {
        "parameters": " ".join(f"{name}={value}" for name, value in definition.parameters),
        "command": " ".join(container.command),
        "vcpus": "" if container.vcpus is None else f"{container.vcpus:g}",
        "memory": "" if container.memory is None else str(container.memory),
        "attempts": str(definition.retry_attempts or 1),
        "timeout": "" if definition.timeout_seconds is None else str(definition.timeout_seconds),
        "environment": "name=value name='with blanks'",
        "tags": "name=value",
    }


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
