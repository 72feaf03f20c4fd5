"""Trying a job on this machine: its output as it comes, and a shell in its container."""

from __future__ import annotations

import asyncio
from contextlib import aclosing, suppress

from textual import on, work
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding
from textual.content import Content
from textual.reactive import var
from textual.screen import Screen
from textual.worker import Worker, WorkerCancelled

from batchdeck.domain.log_line import RawEvents
from batchdeck.jobs.polling import now
from batchdeck.logs.store import LogStore
from batchdeck.panes.trial_words import plan_lines, standing_lines
from batchdeck.shipping.pull_source import FindSource
from batchdeck.shipping.trial import FindEngine, Trial, TrialPlan, try_here
from batchdeck.widgets.glyphs import ASCII, Glyphs
from batchdeck.widgets.header import NOBODY, HeaderLine, HeaderState
from batchdeck.widgets.key_line import KeyLine
from batchdeck.widgets.log_view import LogView
from batchdeck.widgets.text_view import TextView


class TrialScreen(Screen[None]):
    """What runs above, its output below. Leaving it stops and removes the container."""

    DEFAULT_CSS = """
    TrialScreen #trial {
        height: auto; max-height: 50%; padding: 0 1; border: round $border-blurred;
        border-title-color: $text-muted;
    }
    TrialScreen #output {
        padding: 0 1; border: round $border; border-title-color: $accent;
        border-subtitle-color: $text-muted;
    }
    TrialScreen.-ascii #trial { border: ascii $border-blurred; }
    TrialScreen.-ascii #output { border: ascii $border; }
    """
    BINDINGS = [
        Binding("s", "shell", "shell", id="trial.shell", tooltip="a shell in the container"),
        Binding("r", "again", "run again", id="trial.again"),
        Binding("escape", "leave", "stop it, or back", id="trial.leave"),
    ]

    trial: var[Trial] = var(Trial(), always_update=True)
    """How it goes. What is written twice comes as two equal states, and both count."""
    stopped: var[bool] = var(False)
    """Whether the user stopped it."""

    def __init__(
        self,
        plan: TrialPlan,
        find_engine: FindEngine,
        glyphs: Glyphs,
        header: HeaderState = NOBODY,
        *,
        find_source: FindSource | None = None,
    ) -> None:
        super().__init__()
        self._find_source = find_source
        self._plan = plan
        self._find_engine = find_engine
        self._glyphs = glyphs
        self._header = header
        self._worker: Worker[None] | None = None
        self.set_class(glyphs is ASCII, "-ascii")

    # What is seen

    def compose(self) -> ComposeResult:
        """What runs, its output, keys."""
        yield HeaderLine(self._header, id="header")
        about = TextView(id="trial")
        about.border_title = "Tried here"
        about.can_focus = False
        yield about
        yield LogView(LogStore(), empty="nothing written so far", glyphs=self._glyphs, id="output")
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Begin."""
        output = self._output
        output.border_title = "Output"
        self.set_focus(output)
        self.watch(output, "status", self._follows)
        self._begin()

    @property
    def _output(self) -> LogView:
        return self.query_one(LogView)

    def watch_trial(self, trial: Trial) -> None:
        """Add what was written, and say how it goes."""
        if trial.lines:
            store, at = self._output.store, now()
            store.append(RawEvents([at] * len(trial.lines), trial.lines))
            self._output.came()
        self._paint()

    def watch_stopped(self) -> None:
        """Say so."""
        self._paint()

    def _paint(self) -> None:
        about = self.query_one("#trial", TextView)
        standing = standing_lines(self.trial, stopped=self.stopped)
        about.show([*plan_lines(self._plan, self.trial), *standing])
        self.refresh_bindings()

    def _follows(self, status: str) -> None:
        self._output.border_subtitle = Content(status)

    @on(LogView.Told)
    def _told(self, event: LogView.Told) -> None:
        self.query_one(KeyLine).say(event.words)

    # What is done

    @property
    def is_under_way(self) -> bool:
        """Whether there is something to stop."""
        return not (self.trial.is_over or self.stopped)

    def action_again(self) -> None:
        """Run it anew, from an empty output on."""
        if not self.is_under_way:
            self._begin()

    def _begin(self) -> None:
        self.trial = Trial()
        self.stopped = False
        self._output.show(LogStore())
        self._worker = self._run()

    @work(group="trial", exclusive=True)
    async def _run(self) -> None:
        async with aclosing(try_here(self._find_engine, self._plan, self._find_source)) as trials:
            async for trial in trials:
                self.trial = trial
                await self._output.store.settle()

    @work(group="shell", exclusive=True)
    async def action_shell(self) -> None:
        """Give the terminal to a shell in the container; its output is read on meanwhile."""
        if not self.trial.runs:
            return
        try:
            # Nothing is painted while the terminal is somebody else's.
            with self.app.batch_update(), self.app.suspend():
                problem = await _in_terminal(self.trial.shell)
        except SuspendNotSupported:
            problem = "this terminal cannot be given to a shell"
        self.app.refresh(layout=True)
        if problem:
            self.query_one(KeyLine).say(problem)

    def action_leave(self) -> None:
        """Stop what runs; when nothing does, go back."""
        if self.is_under_way:
            self._stop()
        else:
            self.dismiss()

    @work(group="stop", exclusive=True)
    async def _stop(self) -> None:
        """End the container, and say so when it is gone."""
        if self._worker is not None:
            self._worker.cancel()
            with suppress(WorkerCancelled):
                await self._worker.wait()
        self.stopped = not self.trial.is_over

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show only the keys that would do something."""
        if action == "shell":
            return self.trial.runs and not self.stopped
        return action != "again" or not self.is_under_way


async def _in_terminal(command: tuple[str, ...]) -> str:
    """Run a command on this terminal; why it did not run, or nothing.

    Nothing may be raised in here: the terminal would not be taken back.
    """
    try:
        process = await asyncio.create_subprocess_exec(*command)
        await process.wait()
    except OSError as error:
        return f"no shell: {error.strerror}"
    return ""
