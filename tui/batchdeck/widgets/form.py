"""A form: a line a field, and what is wrong with a field beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from batchdeck.widgets.choice_input import ChoiceInput


class Form(Vertical):
    """Inputs by field; `Input.Changed` reaches whoever has the form.

    It scrolls to the field that has the focus where it is given less height than it has lines.
    """

    DEFAULT_CSS = """
    Form {
        height: auto; border: round $border; border-title-color: $accent; padding: 0 1;
        overflow-y: auto; scrollbar-size-vertical: 1;
    }
    Form .row { height: 1; }
    Form .label { width: 13; color: $text-muted; }
    Form .row.-wrong .label { color: $error; }
    Form .row.-warned .label { color: $warning; }
    Form Input { width: 1fr; background: $background; background-tint: transparent; }
    Form Input:focus { background: $block-cursor-blurred-background; }
    Form .problem { width: auto; max-width: 62%; padding-left: 1; color: $error; }
    Form .row.-warned .problem { color: $warning; }
    """

    def __init__(
        self,
        title: str,
        labels: Mapping[str, str],
        start: Mapping[str, str],
        choices: Mapping[str, Sequence[str]],
        *,
        id: str,  # noqa: A002
    ) -> None:
        """`labels` has what stands before each field, `choices` what a field is one of."""
        super().__init__(id=id)
        self.border_title = title
        self._labels = labels
        self._start = start
        self._choices = choices

    def compose(self) -> ComposeResult:
        """A line a field."""
        for field, label in self._labels.items():
            with Horizontal(classes="row", id=f"row-{field}"):
                yield Static(label, classes="label", markup=False)
                yield self._made(field)
                yield Static("", classes="problem", markup=False)

    def _made(self, field: str) -> Input:
        value = self._start.get(field, "")
        if field in self._choices:
            made: Input = ChoiceInput(value, self._choices[field], id=field)
        else:
            made = Input(value, id=field, compact=True, select_on_focus=False)
        made.cursor_blink = False  # Each blink would be bytes on a slow line.
        return made

    @property
    def texts(self) -> Mapping[str, str]:
        """What stands in each field."""
        start = {field: self._start.get(field, "") for field in self._labels}
        return {**start, **{str(each.id): each.value for each in self.query(Input)}}

    def fill(self, texts: Mapping[str, str]) -> None:
        """Fill in other texts, but only where nobody has typed."""
        untouched = {
            field for field, text in self.texts.items() if text == self._start.get(field, "")
        }
        filled = {field: text for field, text in texts.items() if field in untouched}
        self._start = {**self._start, **filled}
        for field, text in filled.items():
            self.query_one(f"#{field}", Input).value = text

    def say(self, wrong: Mapping[str, str], warned: Mapping[str, str]) -> None:
        """Say beside the fields what is wrong with them, or only seldom meant."""
        for field in self._labels:
            row = self.query_one(f"#row-{field}")
            row.set_class(field in wrong, "-wrong")
            row.set_class(field in warned and field not in wrong, "-warned")
            row.query_one(".problem", Static).update(wrong.get(field) or warned.get(field, ""))

    def offer(self, field: str, choices: Sequence[str]) -> None:
        """Take other values for a field that is one of several."""
        self.query_one(f"#{field}", ChoiceInput).offer(choices)

    def hint(self, hints: Mapping[str, str]) -> None:
        """Show in each field what counts when it is left empty; others may be hinted at, too."""
        for field in self._labels:
            self.query_one(f"#{field}", Input).placeholder = hints.get(field, "")

    def go_to(self, field: str) -> None:
        """Put the cursor into a field."""
        self.screen.set_focus(self.query_one(f"#{field}", Input))
