"""Looking at a log in another way: wrapped, with other times, in its own colours."""

from __future__ import annotations

from collections.abc import Sequence

from batchdeck.widgets.log_scroll import LogScroll


class LogLooks(LogScroll):
    """A log whose layout can be changed."""

    def action_wrap(self) -> None:
        """Wrap long lines, or cut them."""
        self.set_layout(self._layout._replace(wrap=not self._layout.wrap))

    def action_clock(self) -> None:
        """Go on to local time, UTC, the time since the start, or no times."""
        self.set_layout(self._layout._replace(clock=self._layout.clock.next))

    def action_colours(self) -> None:
        """Show the log's own colours, or not."""
        self.set_layout(self._layout._replace(coloured=not self._layout.coloured))

    def describe(self, *, began: int = 0, names: Sequence[str] = ()) -> None:
        """Say what relative times count from (ms), and what the logs are called if several."""
        layout = self._layout._replace(began=began, names=tuple(names))
        if layout != self._layout:
            self.set_layout(layout)

    @property
    def utc(self) -> bool:
        """Whether times are shown in UTC."""
        return self._layout.clock == "UTC"
