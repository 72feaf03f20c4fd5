"""Sends the terminal only what changed on the screen.

Textual writes every widget that was refreshed line by line as a whole, some 20 kB for one line
scrolled in a table. Over SSH that is what makes a console slow. Here the screen is kept as
cells, and a frame is what differs from the one before it.

This sits on a private method of Textual, `App._display`, and on three private classes. Where they
are not what they were when this was written, Textual's own output is used.
"""

from __future__ import annotations

import curses
import os
from typing import Any, ClassVar, Generic

from rich.color import ColorSystem
from rich.console import RenderableType
from textual import _compositor, events
from textual.app import App, ReturnType
from textual.geometry import Offset
from textual.screen import Screen

from batchdeck.widgets.frame_canvas import FrameCanvas
from batchdeck.widgets.frame_cells import Pens
from batchdeck.widgets.frame_compositor import FrameCompositor
from batchdeck.widgets.frame_pace import FramePace
from batchdeck.widgets.late_answer import swallow_answer

_EXPECTED = {"LayoutUpdate": {"strips", "region"}, "ChopsUpdate": {"chops", "spans", "chop_ends"}}


def supported() -> bool:
    """Whether this Textual has the internals that frames are read from."""
    for name, fields in _EXPECTED.items():
        made_by = getattr(getattr(_compositor, name, None), "__init__", None)
        code = getattr(made_by, "__code__", None)
        if code is None or not fields <= set(code.co_varnames):
            return False
    composing = ("render_partial_update", "_regions_to_spans", "cuts", "visible_widgets")
    if not all(hasattr(_compositor.Compositor, name) for name in composing):
        return False
    return all(hasattr(App, name) for name in ("_display", "_begin_update", "_end_update"))


def over_ssh() -> bool:
    """Whether the terminal is at the other end of a network."""
    return "SSH_CONNECTION" in os.environ


def erases_in_colour() -> bool:
    """Whether the terminal erases with the current background (terminfo's `bce`)."""
    try:
        curses.setupterm(fd=1)
    except curses.error:
        return False
    return curses.tigetflag("bce") > 0


def displayed(app: App[Any]) -> int:
    """How often something changed on the screen."""
    return app.displayed if isinstance(app, FrameDiff) else 0


class FrameDiff(App[ReturnType], Generic[ReturnType]):
    """An app that sends only the cells that changed."""

    FRAME_DIFF: ClassVar[bool] = supported()
    """Whether to do so; False gives Textual's own output."""

    displayed: int = 0
    """How often something changed on the screen."""

    _canvas: FrameCanvas | None = None
    _pace: FramePace | None = None
    _kept_back = False
    _begun = False

    def on_mount(self) -> None:
        """Draw everything again after the terminal belonged to somebody else."""
        self.app_resume_signal.subscribe(self, lambda _: self.redraw())

    def run(self, **options: Any) -> ReturnType | None:
        """Run the app; an answer the terminal still owes does not reach the shell afterwards."""
        try:
            return super().run(**options)
        finally:
            if self._pace is not None and self._pace.wait_seconds > 0:
                swallow_answer()

    def first_frame(self, frame: str) -> str:
        """What to write of the first frame; less than all where some of it is shown already."""
        return frame

    def redraw(self) -> None:
        """Write the whole screen again, whatever the terminal shows."""
        if self._canvas is not None:
            self._canvas.forget()
            self._send_frame()

    def on_cursor_position(self, event: events.CursorPosition) -> None:
        """The terminal has taken all that was written: what was kept back may follow."""
        if self._pace is not None and self._pace.answered() and self._kept_back:
            self._send_frame()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        self.displayed += renderable is not None
        if not self._can_be_compared(renderable):
            super()._display(screen, renderable)
            return
        if type(screen._compositor) is _compositor.Compositor:
            # It has no state of its own.
            screen._compositor.__class__ = FrameCompositor
        canvas = self._canvas
        if canvas is None or canvas.size != self.size:
            pens = Pens(self.console._color_system or ColorSystem.TRUECOLOR)
            canvas = FrameCanvas(self.size, pens, erases_in_colour=erases_in_colour())
            self._canvas = canvas
        assert isinstance(renderable, _compositor.LayoutUpdate | _compositor.ChopsUpdate)
        canvas.draw(renderable)
        self._send_frame()
        self.post_display_hook()

    def _can_be_compared(self, renderable: RenderableType | None) -> bool:
        """Whether Textual would write it now, and it is made of cells."""
        if not self.FRAME_DIFF or renderable is None or self._batch_count:
            return False
        if self.is_headless or self.is_inline or self._driver is None:
            return False
        if not self._running or self._closed:
            return False
        if isinstance(renderable, _compositor.LayoutUpdate | _compositor.ChopsUpdate):
            return True
        # It will be written over the screen in a way that is not followed here.
        self._canvas = None
        return False

    def _send_frame(self) -> None:
        """Write what changed, unless the terminal has not taken the frame before."""
        if self._canvas is None or self._driver is None:
            return
        if self._pace is None:
            self._pace = FramePace(enabled=over_ssh())
        if not self._pace.ready:
            if not self._kept_back:
                self._kept_back = True
                self.set_timer(self._pace.wait_seconds, self._send_kept_back)
            return
        self._kept_back = False
        frame = self._canvas.changes()
        if not self._begun:
            self._begun = True
            frame = self.first_frame(frame)
        self._write_frame(frame, self._pace)

    def _send_kept_back(self) -> None:
        if self._kept_back:
            self._send_frame()

    def _write_frame(self, frame: str, pace: FramePace) -> None:
        cursor = self.screen.outer_size.clamp_offset(self.cursor_position)
        if self._driver is None or not (frame or cursor != self._previous_cursor_position):
            return
        self._previous_cursor_position = cursor
        self._begin_update()
        self._driver.write(pace.sending(frame + _move_to(cursor)))
        self._end_update()
        self._driver.flush()


def _move_to(place: Offset) -> str:
    return f"\x1b[{place.y + 1};{place.x + 1}H"
