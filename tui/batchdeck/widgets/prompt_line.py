"""The line where a filter or a command is typed."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, Static


class PromptLine(Horizontal):
    """A sign, what is typed behind it, and what is wrong with it."""

    DEFAULT_CSS = """
    PromptLine {
        height: 1; padding: 0 1; background: $panel; display: none;
        #prompt-sign { width: 1; color: $accent; text-style: bold; }
        Input { width: 1fr; border: none; height: 1; padding: 0; background: $panel; }
        Input:focus { border: none; background: $panel; background-tint: transparent; }
        #prompt-problem { width: auto; max-width: 60%; color: $warning; padding-left: 1; }
    }
    """
    # With priority: the keys behind them, come in the same piece, then go where they belong.
    BINDINGS = [
        Binding("escape", "leave", "back", id="prompt.leave", priority=True),
        Binding("enter", "decide", "done", id="prompt.decide", show=False, priority=True),
        Binding("up,down", "decide", "done", id="prompt.keep", show=False, priority=True),
    ]

    class Typed(Message):
        """Something was typed; nothing is decided yet."""

        def __init__(self, sign: str, text: str) -> None:
            super().__init__()
            self.sign = sign
            self.text = text

    class Decided(Message):
        """Enter was pressed."""

        def __init__(self, sign: str, text: str) -> None:
            super().__init__()
            self.sign = sign
            self.text = text

    class Left(Message):
        """Escape was pressed: as if nothing had been typed."""

        def __init__(self, sign: str) -> None:
            super().__init__()
            self.sign = sign

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._sign = ""
        self._had_keys: Widget | None = None

    def compose(self) -> ComposeResult:
        """Sign, input, problem."""
        yield Static("", id="prompt-sign", markup=False)
        field = Input(id="prompt-input", compact=True)
        field.cursor_blink = False
        yield field
        yield Static("", id="prompt-problem", markup=False)

    def open(self, sign: str, text: str = "", words: tuple[str, ...] = ()) -> None:
        """Ask for a filter (`/`) or a command (`:`); `words` are offered while typing."""
        self._sign = sign
        self.query_one("#prompt-sign", Static).update(sign)
        self.complain("")
        field = self.query_one(Input)
        field.suggester = SuggestFromList(words, case_sensitive=False) if words else None
        with self.prevent(Input.Changed):
            field.value = text
        field.cursor_position = len(text)
        if not self.display:
            self._had_keys = self.screen.focused
        # At once, not after the next frame: the keys typed right behind belong here.
        self.display = True
        self.screen.set_focus(field)

    def close(self) -> None:
        """Go away, and give the keys back to whoever had them."""
        self.display = False
        self.screen.set_focus(self._had_keys)

    def complain(self, problem: str) -> None:
        """Say what is wrong with what was typed."""
        self.query_one("#prompt-problem", Static).update(problem)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(self._sign, event.value))

    def action_decide(self) -> None:
        """Keep what is typed: all of it, also the letters that are still on their way."""
        field = self.query_one(Input)
        self.close()
        field.call_later(lambda: self.post_message(self.Decided(self._sign, field.value)))

    def action_leave(self) -> None:
        """Drop what is typed."""
        self.close()
        self.post_message(self.Left(self._sign))
