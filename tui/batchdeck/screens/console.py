"""The console: everything of an account on one screen."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.reactive import var
from textual.widgets import Input

from batchdeck.domain.job import EnvironmentVariable, Job
from batchdeck.domain.resources import ComputeEnvironment, JobDefinition, JobQueue
from batchdeck.domain.scope import EVERYTHING, Scope, in_scope, scope_of
from batchdeck.domain.waiting import usual_waits
from batchdeck.jobs.listing import JobsState
from batchdeck.jobs.polling import now
from batchdeck.jobs.resources import Resources
from batchdeck.panes.deck import Deck
from batchdeck.panes.definitions import newest
from batchdeck.panes.table_pane import TablePane
from batchdeck.screens.commands import WORDS, action_of
from batchdeck.screens.console_keys import CONSOLE_KEYS
from batchdeck.screens.ship_acting import ShipActingScreen
from batchdeck.screens.ticking import Ticking
from batchdeck.screens.trial_acting import TrialActingScreen
from batchdeck.settings import Settings
from batchdeck.widgets.frame_diff import displayed
from batchdeck.widgets.header import HeaderLine, HeaderState
from batchdeck.widgets.key_line import KeyLine
from batchdeck.widgets.prompt_line import PromptLine
from batchdeck.widgets.virtual_table import VirtualTable

if TYPE_CHECKING:  # Not before the first frame.
    from batchdeck.panes.overview import Subject

FILTER = "/"
COMMAND = ":"


class ConsoleScreen(ShipActingScreen, TrialActingScreen):
    """Shows the picture of the account, and turns keys into what happens."""

    BINDINGS = CONSOLE_KEYS

    scope: var[Scope] = var(EVERYTHING)
    """What the job list is narrowed to."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._header_line = HeaderLine(id="header")
        self._deck = Deck(self.glyphs, id="deck")
        self._prompt = PromptLine(id="prompt")
        self._waits: Mapping[str, int] = {}
        self._ticking = Ticking(self._tick, self.set_timer, lambda: displayed(self.app))

    def compose(self) -> ComposeResult:
        """Header, panes, and a line for typing and for the keys."""
        yield self._header_line
        yield self._deck
        yield self._prompt
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Let the clock tick."""
        self._deck.detail.held = self.held
        self._ticking.begin()
        self.watch(self, "children_of_array", self._show_jobs, init=False)

    def connection_failed(self, problem: str) -> None:
        """Say that there is no account, and why."""
        self.header = replace(self.header, connecting=f"no connection: {problem}")
        for pane in self.query(TablePane):
            pane.say(problem="no connection")
        self._deck.jobs.say(problem=problem)

    def watch_account(self, account: Any) -> None:
        """Let the detail ask, too."""
        super().watch_account(account)
        self._deck.detail.account = account

    def watch_environments(self, state: Resources[ComputeEnvironment]) -> None:
        """Show the environments, or why there are none."""
        _show(self._deck.environments, state, state.items)

    def watch_queues(self, state: Resources[JobQueue]) -> None:
        """Show the queues, or why there are none; without queues there are no jobs."""
        _show(self._deck.queues, state, state.items)
        self._show_jobs()

    def watch_definitions(self, state: Resources[JobDefinition]) -> None:
        """Show the newest revisions, or why there are none."""
        _show(self._deck.definitions, state, newest(state.items))

    def watch_jobs(self, before: JobsState, state: JobsState) -> None:
        """Show the jobs of the scope, and count those that wait."""
        if state.jobs is not before.jobs and (state.loaded or not self._waits):
            self._waits = usual_waits(state.jobs)
        self._deck.queues.count(state.counts)
        standing = (state.loaded, state.problems)
        if state.jobs is not before.jobs or standing != (before.loaded, before.problems):
            self._tick()
            self._show_jobs()
        if not before.loaded:
            gc.freeze()  # What is loaded stays: collections need not walk it again and again.
        if state.loaded and not before.loaded:
            self._deck.jobs.table.hold()

    def watch_scope(self) -> None:
        """Show the jobs of another scope."""
        self._tick()
        self._show_jobs()

    def watch_header(self, state: HeaderState) -> None:
        """Paint the header."""
        self._header_line.state = state

    def watch_array(self, before: Job | None, array: Job | None) -> None:
        """Show the children of an array, or all jobs again with the cursor on the array."""
        super().watch_array(before, array)
        self._tick()
        self._show_jobs()
        if before is not None and array is None:
            self._deck.jobs.table.move_to_key(before.id)

    def _show_jobs(self) -> None:
        pane = self._deck.jobs
        if self.array is not None:
            _show(pane, self.children_of_array, self.children_of_array.items)
        else:
            pane.show(in_scope(self.jobs.jobs, self.scope, self.queues.items))
            problem = self.jobs.problem or self.queues.problem
            pane.say(
                problem="" if problem is None or self.jobs.jobs else str(problem),
                loading=not self.jobs.loaded,
            )
        self._follow_cursor()

    def _tick(self) -> None:
        at = now()
        jobs = self._deck.jobs
        jobs.know(self.queues.items, self.environments.items, self.jobs.runnable)
        scope = self.scope if self.array is None else scope_of(self.array)
        view = replace(jobs.view, now=at, scope=scope, changed_at=self.jobs.changed_at)
        jobs.look(replace(view, usual_waits=self._waits))
        self._deck.detail.now = at
        stuck = sum(map(jobs.is_stuck, self.jobs.runnable))
        self.header = replace(self.header, stuck=stuck, freshness=self.freshness())
        self._header_line.now = at

    # What is acted upon

    @property
    def subject(self) -> Subject | None:
        """What the cursor is on."""
        return self._deck.detail.subject

    @property
    def marked(self) -> Sequence[str]:
        """Ids of the marked jobs."""
        return tuple(self._deck.jobs.table.marked)

    @property
    def variables(self) -> Sequence[EnvironmentVariable] | None:
        """The environment variables of the subject; None while they are not known."""
        return self._deck.detail.variables

    def acted(self) -> None:
        """See what came of it."""
        self.action_clear_marks()
        self.action_refresh_now()

    @on(Deck.Entered)
    @on(VirtualTable.RowHighlighted)
    def _follow_cursor(self) -> None:
        """Show in the detail what the cursor of the current pane is on."""
        self._ticking.wake()
        pane = self._deck.current_table
        if pane is not None:
            self._deck.detail.subject = pane.table.selected

    @on(VirtualTable.RowChosen)
    def _chosen(self, event: VirtualTable.RowChosen) -> None:
        """Open a job or an array; narrow the jobs to anything else, or widen them again."""
        if isinstance(event.row, Job) and event.row.array_size:
            self.array = event.row
            return
        if isinstance(event.row, Job):
            self.action_detail(self._deck.detail.tab)
            return
        self.array = None
        scope = scope_of(event.row)
        self.scope = EVERYTHING if scope == self.scope else scope
        self._deck.action_show("jobs")

    # Keys

    def action_detail(self, tab: str) -> None:
        """Open a tab; go to it where it cannot be seen beside the list."""
        self._deck.detail.open(tab, self.marked)
        self._deck.action_show("detail")

    def action_back(self, may_quit: bool) -> None:
        """Undo the newest narrowing; at the root, leave."""
        deck = self._deck
        pane = deck.current_table
        if deck.zoomed:
            deck.action_zoom(False)
        elif deck.current == "detail":
            deck.action_show(deck.came_from)
        elif pane is not None and pane.filter_text:
            pane.set_filter("")
        elif deck.jobs.table.marked:
            deck.jobs.table.clear_marks()
        elif deck.jobs.view.only_troubled:
            self.action_troubled()
        elif self.array is not None:
            self.array = None
        elif self.scope.kind:
            self.scope = EVERYTHING
        elif deck.current != "jobs":
            deck.action_show("jobs")
        elif may_quit:
            self.app.exit()

    def action_quit(self) -> None:
        """Leave from wherever it is."""
        self.app.exit()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys that start typing alone while something is typed."""
        typing = isinstance(self.focused, Input)
        return not (typing and action in ("filter", "command"))

    def action_filter(self) -> None:
        """Type what the current pane is narrowed to, or what its log is searched for."""
        text = self._deck.filter_text
        if text is not None:
            self._prompt.open(FILTER, text)

    def action_command(self) -> None:
        """Type a command."""
        self._prompt.open(COMMAND, words=WORDS)

    @on(PromptLine.Typed)
    def _typed(self, event: PromptLine.Typed) -> None:
        if event.sign == FILTER:
            self._prompt.complain(self._deck.filter(event.text))

    @on(PromptLine.Decided)
    async def _decided(self, event: PromptLine.Decided) -> None:
        action = action_of(event.text) if event.sign == COMMAND else ""
        if action:
            await self.run_action(action)
        elif action is None and event.text.strip():
            self._prompt.open(COMMAND, event.text, WORDS)
            self._prompt.complain("no such command; ? lists the keys")

    @on(PromptLine.Left)
    def _left(self, event: PromptLine.Left) -> None:
        if event.sign == FILTER:
            self._deck.filter("")

    def action_show(self, pane: str) -> None:
        """Go to a pane."""
        self._deck.action_show(pane)

    def action_refresh_now(self) -> None:
        """Read everything again, now."""
        self.read_now()
        self._deck.detail.ask_now()

    def action_pause(self) -> None:
        """Stop reading, or go on."""
        self.pause()
        self._deck.detail.paused = self.interest.paused
        self._tick()

    def action_troubled(self) -> None:
        """Show only failed and stuck jobs, or all again."""
        jobs = self._deck.jobs
        jobs.look(replace(jobs.view, only_troubled=not jobs.view.only_troubled))

    def action_sort(self) -> None:
        """Sort the jobs by the next column."""
        self._deck.jobs.sort_next()

    def action_clear_marks(self) -> None:
        """Unmark all jobs."""
        self._deck.jobs.table.clear_marks()


def _show(pane: TablePane[Any], state: Resources[Any], items: Sequence[Subject]) -> None:
    pane.show(items)
    problem = "" if state.problem is None else str(state.problem)
    pane.say(problem=problem, loading=state.fetched_at is None)
