"""Moving in a log: by lines, by pages, to either end, and back to following it."""

from __future__ import annotations

from textual import events
from textual.message import Message

from batchdeck.widgets.log_canvas import LogCanvas

WHEEL_LINES = 3


class LogScroll(LogCanvas):
    """A canvas that moves; follows the end until somebody goes up."""

    class Top(Message):
        """The first row came into sight by a key: older lines are wanted, if there are any."""

    def go_to(self, number: int) -> None:
        """Put the cursor on a line and bring it into sight, with what is around it."""
        self._update_window()
        self._window.to_line(self._place(number), self._rows)
        self._set_following(False)
        self._update()

    def action_step(self, lines: int) -> None:
        """Move the cursor by lines; on the last one it follows again."""
        if abs(lines) > 1:
            self._window.scroll(lines, self._rows)
        else:
            self._window.step(lines, self._rows)
        self._moved(lines)

    def action_page(self, pages: int) -> None:
        """Move by pages, less one row that stays in sight."""
        self._window.page(pages, self._rows)
        self._moved(pages)

    def action_tail(self) -> None:
        """Go to the end and follow."""
        self._set_following(True)
        self._update()

    def action_follow(self) -> None:
        """Follow the end, or stay here."""
        self._set_following(not self._following)
        self._update()

    def on_resize(self) -> None:
        """There may be room for older lines."""
        if 0 < len(self.store) < self.size.height:
            self.post_message(self.Top())

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        event.stop()
        self.action_step(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        event.stop()
        self.action_step(-WHEEL_LINES)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the line that was clicked on."""
        event.stop()
        rows = self._window.rows(self._rows)
        number = self._number(rows[event.y][0]) if event.y < len(rows) else None
        if number is not None:
            self.go_to(number)

    def _moved(self, direction: int) -> None:
        at_end = self._window.cursor >= self._window.end - 1 and self._window.at_end(self._rows)
        self._set_following(direction > 0 and at_end)
        self._update()
        if direction < 0 and self._window.at_start:
            self.post_message(self.Top())

    def _set_following(self, following: bool) -> None:
        self._following = following
        self._anchor = None
