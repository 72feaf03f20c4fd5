"""Looking at a log in another way: wrapped, with other times, in its own colours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual.message import Message

from batchdeck.widgets.log_layout import Clock
from batchdeck.widgets.log_scroll import LogScroll


class LogLooks(LogScroll):
    """A log whose layout can be changed."""

    class Told(Message):
        """Something to tell, such as which times are shown, or where copied lines are now."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    def action_wrap(self) -> None:
        """Wrap long lines, or cut them."""
        self.set_layout(self._layout._replace(wrap=not self._layout.wrap))
        self.post_message(self.Told(f"long lines: {'wrapped' if self._layout.wrap else 'cut'}"))

    def action_clock(self) -> None:
        """Go on to local time, UTC, the time since the start, or no times."""
        clock = self._layout.clock.next
        self.set_layout(self._layout._replace(clock=clock))
        zone = f" ({datetime.now().astimezone().tzname()})" if clock is Clock.LOCAL else ""
        self.post_message(self.Told(f"times: {clock}{zone}"))

    def action_colours(self) -> None:
        """Show the log's own colours, or not."""
        coloured = not self._layout.coloured
        self.set_layout(self._layout._replace(coloured=coloured))
        self.post_message(
            self.Told(f"the log's own colours: {'shown' if coloured else 'left out'}")
        )

    def describe(self, *, began: int = 0, names: Sequence[str] = ()) -> None:
        """Say what relative times count from (ms), and what the logs are called if several."""
        layout = self._layout._replace(began=began, names=tuple(names))
        if layout != self._layout:
            self.set_layout(layout)

    @property
    def utc(self) -> bool:
        """Whether times are shown in UTC."""
        return self._layout.clock is Clock.UTC
