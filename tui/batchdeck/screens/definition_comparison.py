"""`=`: what differs between two revisions."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.reactive import var
from textual.screen import Screen

from batchdeck.aws.account import Account
from batchdeck.aws.errors import AwsError
from batchdeck.domain.definition_difference import differences, secrets
from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.domain.job import EnvironmentVariable
from batchdeck.domain.resources import JobDefinition
from batchdeck.panes.difference import difference_lines
from batchdeck.screens.reveal import RevealScreen
from batchdeck.widgets.clipboard import Clipboard
from batchdeck.widgets.column import Tone
from batchdeck.widgets.glyphs import Glyphs
from batchdeck.widgets.header import HeaderLine, HeaderState
from batchdeck.widgets.key_line import KeyLine
from batchdeck.widgets.text_view import TextView


class ComparisonScreen(Screen[None]):
    """Field by field, or both as JSON line by line. Values that may be secret stay masked."""

    DEFAULT_CSS = """
    ComparisonScreen TextView {
        border: round $border; border-title-color: $accent; padding: 0 1;
    }
    """
    BINDINGS = [
        Binding("u", "as_json", "as JSON", id="comparison.as_json", tooltip="line by line"),
        Binding("v", "reveal", "show a value", id="comparison.reveal"),
        Binding("c", "copy", "copy", id="comparison.copy"),
        Binding("escape,q,equals_sign", "dismiss", "back", id="comparison.close"),
    ]

    as_json: var[bool] = var(False)
    """Whether both are shown as JSON."""
    both: var[tuple[DefinitionDocument, DefinitionDocument] | None] = var(None)
    """The older and the newer one, once they are read."""

    def __init__(
        self, account: Account, old: str, new: str, glyphs: Glyphs, header: HeaderState
    ) -> None:
        """`old` and `new` are each `name:revision`."""
        super().__init__()
        self._account = account
        self._references = (old, new)
        self._glyphs = glyphs
        self._header = header

    def compose(self) -> ComposeResult:
        """Header, differences, keys."""
        yield HeaderLine(self._header, id="header")
        view = TextView(id="difference")
        view.border_title = " -> ".join(self._references)
        view.show([(("reading both", Tone.MUTED),)])
        yield view
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Read both."""
        self.query_one(TextView).focus()
        self._read()

    @work(group="comparison", exclusive=True)
    async def _read(self) -> None:
        definitions = self._account.definitions
        try:
            old, new = await asyncio.gather(*map(definitions.document, self._references))
        except AwsError as error:
            self.query_one(TextView).show([((str(error), Tone.BAD),)])
            return
        self.both = (old, new)

    def watch_both(self) -> None:
        """Show what was read."""
        self._paint()

    def watch_as_json(self) -> None:
        """Show it the other way."""
        self._paint()

    def _paint(self) -> None:
        if self.both is not None:
            lines = difference_lines(*self.both, as_json=self.as_json)
            self.query_one(TextView).show(lines, from_top=True)

    def action_as_json(self) -> None:
        """Go over to JSON, or back."""
        self.as_json = not self.as_json

    def action_reveal(self) -> None:
        """Show the values that are masked among the differences, one at a time."""
        if self.both is not None:
            self.app.push_screen(RevealScreen(masked(*self.both), self._glyphs))

    async def action_copy(self) -> None:
        """Copy the differences as they are shown, masked."""
        if self.both is not None:
            lines = difference_lines(*self.both, as_json=self.as_json)
            text = "\n".join("".join(span for span, _ in line) for line in lines)
            self.query_one(KeyLine).say(await Clipboard.of(self.app).copy(text))


def masked(old: DefinitionDocument, new: DefinitionDocument) -> Sequence[EnvironmentVariable]:
    """The masked values that differ, under the names of their places."""
    found = secrets(differences(old, new))
    return tuple(EnvironmentVariable(place, value) for place, value in found)


def opposite(one: JobDefinition, revisions: Sequence[JobDefinition]) -> JobDefinition | None:
    """What a revision is compared with: the newest one, or for that one the one before it."""
    others = [other for other in revisions if other.revision != one.revision]
    return max(others, key=lambda other: other.revision, default=None)


def in_order(one: JobDefinition, other: JobDefinition) -> tuple[str, str]:
    """Both references, the older revision of a name first."""
    if one.name == other.name and one.revision > other.revision:
        one, other = other, one
    return one.reference, other.reference
