"""The Why tab: a diagnosis that fills in, looks again by itself, and offers its fixes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on, work
from textual.binding import Binding
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget

from batchdeck.jobs.polling import Trigger
from batchdeck.jobs.polling import now as now_ms
from batchdeck.widgets.glyphs import Glyphs
from batchdeck.widgets.outline_view import OutlineView

if TYPE_CHECKING:  # Not before the first frame.
    from batchdeck.aws.account import Account
    from batchdeck.diagnosis.diagnosis import Diagnosis
    from batchdeck.diagnosis.ranking import Cause
    from batchdeck.diagnosis.subject import Subject as Asked
    from batchdeck.panes.overview import Subject

AGAIN = 20.0
"""Seconds between two diagnoses while the tab is open and things change."""
RARER, RAREST = 1.5, 60.0
"""How much longer the next pause is when nothing changed, and the longest one in seconds."""
SETTLE = 0.15
"""Seconds the cursor has to rest on something before anything is asked about it."""


class WhyPane(Widget):
    """Looks into `subject` for as long as it is set."""

    DEFAULT_CSS = """
    WhyPane { height: 1fr; }
    """
    BINDINGS = [
        Binding("a", "fix", "fix", id="why.fix", tooltip="show the fix, and apply it"),
        Binding("o", "fold", "all checks", id="why.fold", tooltip="open or close all checks"),
    ]

    class FixRequested(Message):
        """The fix of a cause is wanted."""

        def __init__(self, diagnosis: Diagnosis, cause: Cause) -> None:
            super().__init__()
            self.diagnosis = diagnosis
            self.cause = cause

    account: var[Account | None] = var(None)
    """Where to ask."""
    subject: var[Subject | None] = var(None)
    """What is looked into; None while nobody looks."""
    diagnosis: var[Diagnosis | None] = var(None)
    """As far as it was looked into."""
    paused: var[bool] = var(False)
    """Whether it does not look again by itself; what was never looked into it still looks into."""
    note: var[str] = var("")
    """Whether it is being looked into, or when it was."""

    def __init__(self, glyphs: Glyphs, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.held: Callable[[], Mapping[str, object]] = dict
        """Facts that are known already, for the first look at something."""
        self._glyphs = glyphs
        self._made: OutlineView | None = None
        self._about: Asked | None = None
        self._whole: Diagnosis | None = None
        self._opened: set[str] = set()
        self._changed: tuple[str, ...] = ()
        self._trigger = Trigger()

    @property
    def _view(self) -> OutlineView:
        """The text; made and put in place when it is first needed."""
        if self._made is None:
            self._made = OutlineView(id=f"{self.id}-text")
            self.mount(self._made)
        return self._made

    def take_keys(self) -> None:
        """Put the focus into the text."""
        self.screen.set_focus(self._view)

    def ask_now(self) -> None:
        """Look again at once."""
        self._trigger.now()

    def watch_paused(self, was: bool, paused: bool) -> None:
        """Rest, or look again at once."""
        if paused:
            self._trigger.pause()
        elif was:
            self._trigger.resume()

    def watch_subject(self, subject: Subject | None) -> None:
        """Look into something else, or at the same thing as it is now."""
        if subject is None:
            self.workers.cancel_group(self, "why")
            return
        from batchdeck.panes.why_parts import asked

        about = asked(subject)
        fresh = about != self._about
        if fresh:
            self._about, self._whole, self._changed = about, None, ()
            self._opened.clear()
            self.set_reactive(WhyPane.diagnosis, None)
        self._paint(from_top=fresh)
        if about is None:
            self.workers.cancel_group(self, "why")
        elif fresh or not self._looking:
            self._prepare()
            self._diagnose(about)

    @property
    def _looking(self) -> bool:
        """Whether it is being looked into: a worker told to stop may be there still."""
        own = (one for one in self.workers if one.node is self and one.group == "why")
        return any(not one.is_cancelled for one in own)

    def watch_diagnosis(self) -> None:
        """Paint what was found."""
        self._paint()

    @work(group="prepare")
    async def _prepare(self) -> None:
        """Make ready what every diagnosis needs, while the cursor may still move."""
        from batchdeck.diagnosis.diagnosing import prepare

        if self.account is not None:
            await prepare(self.account)

    @work(group="why", exclusive=True)
    async def _diagnose(self, about: Asked) -> None:
        """Look into it, and again while the tab is open; a new look shows once it is whole."""
        from batchdeck.diagnosis.changes import changes
        from batchdeck.diagnosis.diagnosing import diagnose

        await asyncio.sleep(SETTLE)
        if self.paused and self._whole is not None:
            await self._trigger.wait(0, asyncio.sleep)
        pause = AGAIN
        while self.account is not None:
            changed = self._changed
            self.note = "looking"
            held = self.held() if self._whole is None else {}
            async for diagnosis in diagnose(self.account, about, now_ms(), held):
                if diagnosis.complete and self._whole is not None:
                    self._changed = changes(self._whole, diagnosis) or self._changed
                if diagnosis.complete or self._whole is None:
                    self.diagnosis = diagnosis
            self._whole = self.diagnosis
            self.note = f"looked at {datetime.now():%H:%M:%S}"
            asked = await self._trigger.wait(pause, asyncio.sleep)
            pause = AGAIN if asked or self._changed != changed else min(pause * RARER, RAREST)

    @on(OutlineView.Chosen)
    def _toggle(self, event: OutlineView.Chosen) -> None:
        """Show all about a finding, or the checks of a layer; with enter again, no more."""
        event.stop()
        self._opened ^= {event.key}
        self._paint()

    def action_fold(self) -> None:
        """Open the checks of every layer, or close them."""
        from batchdeck.diagnosis.check import Layer
        from batchdeck.panes.why_parts import LAYER

        layers = {f"{LAYER} {layer.value}" for layer in Layer}
        self._opened = self._opened - layers if layers <= self._opened else self._opened | layers
        self._paint()

    def action_fix(self) -> None:
        """Ask for the fix of the cause under the cursor, or of the first one."""
        from batchdeck.panes.why_parts import cause_of

        cause = cause_of(self._view.cursor, self.diagnosis)
        if cause is not None and self.diagnosis is not None:
            self.post_message(self.FixRequested(self.diagnosis, cause))

    def _paint(self, *, from_top: bool = False) -> None:
        if self.subject is None:
            return
        from batchdeck.panes.why_parts import why_parts

        parts = why_parts(self.subject, self.diagnosis, self._glyphs, self._opened, self._changed)
        self._view.show_parts(parts, from_top=from_top)
