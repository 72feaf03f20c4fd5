"""`e`: a new revision of a job definition, made from an old one in the user's own editor."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any

from textual import work
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding
from textual.reactive import var
from textual.screen import Screen

from batchdeck.aws.account import Account
from batchdeck.aws.errors import AwsError
from batchdeck.definitions.editor import EditorError, edit, editor_command
from batchdeck.definitions.registering import Registered, Registering, Uncertain, register
from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.domain.definition_text import TextProblem, editable, read
from batchdeck.panes.registration import Draft, draft_lines, problem_lines, state_lines
from batchdeck.screens.definition_comparison import masked
from batchdeck.screens.reveal import RevealScreen
from batchdeck.widgets.column import Tone
from batchdeck.widgets.glyphs import Glyphs
from batchdeck.widgets.header import HeaderLine, HeaderState
from batchdeck.widgets.key_line import KeyLine
from batchdeck.widgets.text_view import Line, TextView


class ChangeScreen(Screen[str | None]):
    """Opens the editor, checks what comes back, shows what is new in it, and sends it once.

    What was written is kept until it is registered or thrown away twice. Ends with the
    `name:revision` that was registered, or None.
    """

    DEFAULT_CSS = """
    ChangeScreen TextView {
        border: round $border; border-title-color: $accent; padding: 0 1;
    }
    """
    BINDINGS = [
        Binding("enter,e", "edit", "edit", id="change.edit", tooltip="open the editor"),
        Binding("ctrl+s", "send", "register", id="change.send", tooltip="register it"),
        Binding("u", "as_json", "as JSON", id="change.as_json", tooltip="the differences as JSON"),
        Binding("v", "reveal", "show a value", id="change.reveal"),
        Binding("escape,q", "leave", "back", id="change.leave"),
    ]

    as_json: var[bool] = var(False)
    """Whether the differences are shown as JSON."""

    def __init__(
        self, account: Account, reference: str, glyphs: Glyphs, header: HeaderState
    ) -> None:
        """`reference` is the `name:revision` that the new one is made from."""
        super().__init__()
        self._account = account
        self._reference = reference
        self._glyphs = glyphs
        self._header = header
        self._original: DefinitionDocument | None = None
        self._content = b""
        """What the editor left last; empty before."""
        self._draft: Draft | None = None
        self._sending = False
        self._leaving = False

    def compose(self) -> ComposeResult:
        """Header, what there is to say, keys."""
        yield HeaderLine(self._header, id="header")
        view = TextView(id="change")
        view.border_title = f"A new revision from {self._reference}"
        view.show([(("reading it", Tone.MUTED),)])
        yield view
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Read the old revision."""
        self.query_one(TextView).focus()
        self._read()

    @work(group="change", exclusive=True)
    async def _read(self) -> None:
        try:
            self._original = await self._account.definitions.document(self._reference)
        except AwsError as error:
            self._show([((str(error), Tone.BAD),)])
            return
        self._show(list(introduction(self._original)))

    # Editing

    def action_edit(self) -> None:
        """Give the terminal to the editor, and look at what it leaves."""
        original = self._original
        if original is None or self._sending:
            return
        self._leaving = False
        problem = ""
        try:
            with self.app.suspend():
                # Nothing may be raised in here: `suspend` would not take the terminal back.
                try:
                    content = self._edited(original)
                except EditorError as error:
                    problem = str(error)
        except SuspendNotSupported:
            problem = "this terminal cannot be given to an editor"
        if problem and self._draft is None:
            self._show([*introduction(original), (), ((problem, Tone.BAD),)])
        elif problem:
            self._tell(problem)
        else:
            self._content = content if content.strip() else b""
            self._take(original, content)

    def _edited(self, original: DefinitionDocument) -> bytes:
        name = f"{self._reference.partition(':')[0]}.json"
        return edit(self._content or editable(original), name, os.environ)

    @work(group="change", exclusive=True)
    async def _take(self, original: DefinitionDocument, content: bytes) -> None:
        """Show what is wrong with a text, or what it would change."""
        self._draft = None
        members = read(content)
        if isinstance(members, TextProblem):
            self._show(problem_lines([str(members)]))
            return
        try:
            problems = await self._account.definitions.problems(members)
        except AwsError as error:
            self._show(problem_lines([str(error)]))
            return
        if problems:
            self._show(problem_lines(map(str, problems)))
            return
        self._offer(original, members)

    def _offer(self, original: DefinitionDocument, members: dict[str, Any]) -> None:
        new = self._account.definitions.taken(members)
        if new == original:
            words = f"nothing was changed: it is what {self._reference} is; enter edits again"
            self._show([((words, Tone.WARN),)])
            return
        line = self._account.definitions.registration(new).line
        self._draft = Draft(self._reference, original, new, line)
        self._paint()

    def watch_as_json(self) -> None:
        """Show the differences the other way."""
        if not self._sending:
            self._paint()

    def _paint(self) -> None:
        if self._draft is not None:
            self._show(list(draft_lines(self._draft, as_json=self.as_json)))

    # Registering

    def action_send(self) -> None:
        """Send what is shown, unless there is nothing to send."""
        if self._draft is None or self._sending:
            self.app.bell()
            return
        self._sending = True
        self._send(self._draft)

    @work(group="registration", exclusive=True)
    async def _send(self, draft: Draft) -> None:
        async for state in register(self._account.definitions, draft.new):
            self._sending = isinstance(state, Registering | Uncertain)
            self._show(list(state_lines(state)))
            if isinstance(state, Registered):
                self.dismiss(state.reference)

    # Other keys

    def action_as_json(self) -> None:
        """Go over to JSON, or back."""
        self.as_json = not self.as_json

    def action_reveal(self) -> None:
        """Show the masked values among the differences, one at a time."""
        draft = self._draft
        if draft is not None and not self._sending:
            self.app.push_screen(RevealScreen(masked(draft.old, draft.new), self._glyphs))

    def action_leave(self) -> None:
        """Go back; what was written is thrown away at the second time of asking."""
        if self._sending:
            self._tell("still sending: a moment")
        elif self._content and not self._leaving:
            self._leaving = True
            self._tell("what you wrote is registered nowhere: esc again throws it away")
        else:
            self.dismiss(None)

    def _show(self, lines: Sequence[Line]) -> None:
        self.query_one(TextView).show(lines, from_top=True)

    def _tell(self, words: str) -> None:
        self.query_one(KeyLine).say(words)


def introduction(document: DefinitionDocument) -> Iterator[Line]:
    """What will happen when the editor opens."""
    names = secret_names(document)
    if names:
        text = f"The editor shows real values, which are masked here: {', '.join(names)}."
        yield ((text, Tone.WARN),)
    yield (("The file is for you alone and is removed when the editor ends.", Tone.PLAIN),)
    yield (("Nothing is registered before you have seen what is new.", Tone.PLAIN),)
    yield ()
    try:
        yield ((f"enter opens {editor_command(os.environ)[0]}", Tone.ACCENT),)
    except EditorError as error:
        yield ((str(error), Tone.BAD),)


def secret_names(document: DefinitionDocument) -> Sequence[str]:
    """Of each masked value the name, as people know it."""
    return [item.name.removesuffix(" (new)") for item in masked(DefinitionDocument({}), document)]
