"""A shipment: looked at first, then built, pushed, registered, submitted and followed."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace
from functools import partial

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.reactive import var
from textual.screen import Screen

from batchdeck.docker.errors import TrialError
from batchdeck.jobs.polling import now
from batchdeck.panes import shipment as words
from batchdeck.panes.log import LogPane
from batchdeck.screens.stop import StopScreen
from batchdeck.screens.trial import TrialScreen
from batchdeck.settings import orders_folder
from batchdeck.shipping.order import Order
from batchdeck.shipping.pull_source import pull_source
from batchdeck.shipping.remembered import remember
from batchdeck.shipping.services import Services
from batchdeck.shipping.shipment import Shipment
from batchdeck.shipping.state import ShipState, Stage
from batchdeck.widgets.glyphs import ASCII, Glyphs
from batchdeck.widgets.header import NOBODY, HeaderLine, HeaderState
from batchdeck.widgets.key_line import KeyLine
from batchdeck.widgets.text_view import Line, TextView

LOOKED, ENDED = "Looked at, nothing is written yet", "How it ended"
OUTPUT, LAYERS = "Output", "Layers"
OUTPUT_LINES = 1_000
"""So many lines of the engine are kept."""
WARNED_FOR = 5_000
"""ms within which a second key stops what goes on."""


class ShipScreen(Screen[bool | None]):
    """Stages above; below what was looked at, what is written, and at last the job's log.

    Ends with whether a job was submitted; with None when nothing was shipped at all.
    """

    DEFAULT_CSS = """
    ShipScreen #stages {
        height: auto; padding: 0 1; border: round $border-blurred; border-title-color: $accent;
        border-subtitle-color: $text-muted;
    }
    ShipScreen #told, ShipScreen LogPane {
        padding: 0 1; border: round $border; border-title-color: $accent;
        border-subtitle-color: $text-muted;
    }
    ShipScreen LogPane { display: none; }
    ShipScreen.-log #told { display: none; }
    ShipScreen.-log LogPane { display: block; }
    ShipScreen.-ascii #stages { border: ascii $border-blurred; }
    ShipScreen.-ascii #told { border: ascii $border; }
    ShipScreen.-ascii LogPane { border: ascii $border; }
    """
    BINDINGS = [
        Binding("ctrl+s", "ship", "ship it", id="ship.send"),
        Binding("o", "override", "ship all the same", id="ship.override"),
        Binding(
            "i",
            "immutable",
            "immutable tags",
            id="ship.immutable",
            tooltip="make the repository one whose tags cannot be moved, or not",
        ),
        Binding("x", "try_here", "try it here", id="ship.try", tooltip="run it on this machine"),
        Binding("ctrl+d", "stop_job", "stop the job", id="ship.stop"),
        Binding("tab", "turn", "log, summary", id="ship.turn"),
        Binding("escape", "leave", "stop it, or back", id="ship.leave"),
    ]

    state: var[ShipState | None] = var(None)
    """How far it has come."""

    def __init__(
        self, services: Services, order: Order, glyphs: Glyphs, header: HeaderState = NOBODY
    ) -> None:
        super().__init__()
        self._services = services
        self._glyphs = glyphs
        self._header = header
        self._shipment = Shipment(order, services)
        self._outputs: deque[str] = deque(maxlen=OUTPUT_LINES)
        self._newest = ("", "")
        self._ships = False
        self._warned_at = 0
        self.set_class(glyphs is ASCII, "-ascii")

    # What is seen

    def compose(self) -> ComposeResult:
        """Stages, text, log, keys."""
        yield HeaderLine(self._header, id="header")
        stages = TextView(id="stages")
        stages.can_focus = False
        yield stages
        yield TextView(id="told")
        log = LogPane(self._glyphs, id="ship-log")
        log.border_title = "Log"
        yield log
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Look at everything."""
        self.state = self._shipment.state
        self.set_focus(self._told)
        log = self.query_one(LogPane)
        log.account = self._services.account
        self.watch(log, "note", self._note, init=False)
        self.set_interval(1, self._paint)
        self._check()

    @property
    def _told(self) -> TextView:
        return self.query_one("#told", TextView)

    def _note(self, note: str) -> None:
        self.query_one(LogPane).border_subtitle = Content(note)

    def watch_state(self, state: ShipState | None) -> None:
        """Remember what was written, and paint."""
        step = state.current if state else None
        if step is not None and step.stage is Stage.BUILD:
            for text in (step.text, step.output):
                if text and text not in self._newest:
                    self._outputs.append(text)
            self._newest = (step.text, step.output)
        self._paint()
        self.refresh_bindings()

    def _paint(self) -> None:
        state = self.state
        if state is None or not self.is_mounted:
            return
        stages, told = self.query_one("#stages", TextView), self._told
        stages.border_title = Content(words.title(state))
        cells = stages.size.width
        stages.show(list(words.stage_lines(state, now(), self._glyphs, cells)))
        heading, lines = self._below(state)
        from_top = heading != told.border_title
        told.border_title = heading
        told.show(lines, from_top=from_top)
        if heading == OUTPUT:
            told.action_scroll(OUTPUT_LINES)
        told.border_subtitle = words.invitation(state, ships=self._ships)

    def _below(self, state: ShipState) -> tuple[str, Sequence[Line]]:
        """What stands below the stages, and its title."""
        if not self._ships:
            return LOOKED, tuple(words.look_lines(state, self._glyphs))
        if state.is_over:
            return ENDED, tuple(words.end_lines(state))
        layers = state.step(Stage.PUSH).layers
        if state.current is not None and state.current.stage is Stage.PUSH and layers:
            return LAYERS, tuple(words.layer_lines(layers, self._glyphs))
        return OUTPUT, tuple(words.output_lines(self._outputs))

    # What is done

    @work(group="shipment", exclusive=True)
    async def _check(self) -> None:
        """Look at everything; nothing is written."""
        async with aclosing(self._shipment.check()) as states:
            async for self.state in states:
                pass

    @work(group="shipment", exclusive=True)
    async def _ship(self) -> None:
        async with aclosing(self._shipment.ship()) as states:
            async for state in states:
                self.state = state
                self._show_log(state)

    def _show_log(self, state: ShipState) -> None:
        """Read the log of the job as soon as there is one, and go to it once."""
        log = self.query_one(LogPane)
        if state.job is not None and log.job is None:
            self.add_class("-log")
            log.take_keys()
        if state.job is not None:
            log.job = state.job.job

    def action_ship(self) -> None:
        """Do what was looked at."""
        if self.state is None or self._ships:
            return
        if not self.state.is_ready:
            self.app.bell()
            return
        self._ships = True
        self._keep(self.state.order)
        self._ship()

    @work(group="order", exclusive=True)
    async def _keep(self, order: Order) -> None:
        """Keep the order for the next form about its folder."""
        try:
            await asyncio.to_thread(remember, orders_folder(), order)
        except OSError as error:
            self.query_one(KeyLine).say(f"The next form will not know this order: {error}")

    async def action_override(self) -> None:
        """Look again, and let the architecture be what it is."""
        state = self.state
        if state is not None and words.can_override(state):
            await self._look_again(replace(state.order, any_architecture=True))

    async def action_immutable(self) -> None:
        """Look again; the repository gets tags that cannot be moved, or that can."""
        state = self.state
        if state is not None and not self._ships and words.makes_repository(state):
            immutable = not state.order.immutable_tags
            await self._look_again(replace(state.order, immutable_tags=immutable))

    async def _look_again(self, order: Order) -> None:
        await self._shipment.close()
        self._shipment = Shipment(order, self._services)
        self._ships = False
        self._check()

    def action_try_here(self) -> None:
        """Build it, where it is to be built, and run it on this machine; nothing is shipped."""
        try:
            plan = self._shipment.trial()
        except TrialError as error:
            self.query_one(KeyLine).say(f"{error}: {error.advice}" if error.advice else str(error))
            return
        find_engine = self._services.find_engine
        find_source = partial(pull_source, self._services.account.repositories)
        screen = TrialScreen(plan, find_engine, self._glyphs, self._header, find_source=find_source)
        self.app.push_screen(screen)

    def action_stop_job(self) -> None:
        """Stop the job that was submitted."""
        if self.state is not None and self.state.made.job_id:
            ids = [self.state.made.job_id]
            self.app.push_screen(StopScreen(self._services.account, ids, self._glyphs))

    def action_turn(self) -> None:
        """Show the summary instead of the log, or the log again."""
        if self.query_one(LogPane).job is None:
            return
        self.toggle_class("-log")
        if self.has_class("-log"):
            self.query_one(LogPane).take_keys()
        else:
            self.set_focus(self._told)

    async def action_leave(self) -> None:
        """Go back; what is being done is stopped first, on a second key."""
        state = self.state
        working = state is not None and self._ships and not state.is_over
        if working and state is not None and not state.made.job_id:
            if self._warned_at and now() - self._warned_at < WARNED_FOR:
                self._shipment.stop()
            else:
                self._warned_at = now()
                self.query_one(KeyLine).say("esc again stops it and says what exists by then")
            return
        self.workers.cancel_group(self, "shipment")
        await self._shipment.close()
        self.dismiss(bool(state and state.made.job_id) if self._ships else None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show only the keys that would do something."""
        state = self.state
        if state is None:
            return True
        if action == "ship":
            return state.is_ready and not self._ships
        if action == "override":
            return words.can_override(state)
        if action == "immutable":
            return not self._ships and words.makes_repository(state)
        if action == "try_here":
            return state.step(Stage.CHECK).is_over and (state.is_over or not self._ships)
        if action == "stop_job":
            return state.job is not None and not state.job.job.finished
        return action != "turn" or state.job is not None
