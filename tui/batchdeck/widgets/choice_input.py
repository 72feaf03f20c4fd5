"""An input for one of several known values: type, complete, or step through them."""

from __future__ import annotations

from collections.abc import Sequence

from textual.binding import Binding
from textual.suggester import SuggestFromList
from textual.widgets import Input


class ChoiceInput(Input):
    """Up and down step through the values that begin with what is typed."""

    BINDINGS = [
        Binding("down", "step(1)", "next value", id="choice.next", show=False),
        Binding("up", "step(-1)", "previous value", id="choice.previous", show=False),
    ]

    def __init__(self, value: str, choices: Sequence[str], *, id: str) -> None:  # noqa: A002
        super().__init__(value, id=id, compact=True, select_on_focus=False)
        self._choices: tuple[str, ...] = ()
        self.offer(choices)

    @property
    def choices(self) -> tuple[str, ...]:
        """The values there are."""
        return self._choices

    def offer(self, choices: Sequence[str]) -> None:
        """Take other values."""
        self._choices = tuple(choices)
        self.suggester = SuggestFromList(self._choices, case_sensitive=False)

    def action_step(self, step: int) -> None:
        """Go to the next value; from something typed, to the first that begins with it."""
        if not self._choices:
            return
        if self.value in self._choices:
            place = (self._choices.index(self.value) + step) % len(self._choices)
            self.value = self._choices[place]
        else:
            typed = self.value.lower()
            fitting = [choice for choice in self._choices if choice.lower().startswith(typed)]
            self.value = (fitting or self._choices)[0]
        self.cursor_position = len(self.value)
