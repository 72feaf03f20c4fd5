"""Which log is read, and where in it somebody is: the part of the log pane without keys."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.reactive import var
from textual.worker import Worker

from batchdeck.jobs.polling import Trigger, now
from batchdeck.panes.log_contents import LogContents
from batchdeck.widgets.glyphs import Glyphs

if TYPE_CHECKING:  # Not before the first frame.
    from batchdeck.aws.account import Account
    from batchdeck.domain.job import Job
    from batchdeck.logs.source import LogChoice
    from batchdeck.logs.state import LogFollower, LogState
    from batchdeck.panes.log_children import LogChildren
    from batchdeck.widgets.log_view import LogView

SETTLE = 0.15
"""Seconds the cursor has to rest on a job, when it moves from job to job."""
AGAIN = 5.0
"""Seconds between two looks at the children of an array."""
BEGINNING = 0
"""The time that stands for the very first line."""


class LogFollowing(LogContents):
    """Reads the log of `job`, or those of `together`, for as long as one of them is set."""

    class Turned(Message):
        """The log began, with an attempt, or ended: the job is not what it was."""

    account: var[Account | None] = var(None)
    """Where to ask."""
    job: var[Job | None] = var(None)
    """Whose log; None while nobody looks."""
    together: var[tuple[str, ...]] = var(())
    """Ids of several jobs whose logs are wanted as one, in place of that of `job`."""
    paused: var[bool] = var(False)
    """Whether it reads only older lines that are asked for."""

    def __init__(self, glyphs: Glyphs, *, id: str) -> None:  # noqa: A002
        super().__init__(glyphs, id=id)
        self._trigger = Trigger()
        self._reader: LogFollower | None = None
        self._state: LogState | None = None
        self._about: tuple[str, ...] = ()
        """What is shown: ids of the jobs, or of the array whose children are to choose from."""
        self._going: int | None = None
        """A time to go to as soon as it has been read."""
        self._worker: Worker[None] | None = None

    # Whose log

    def watch_job(self) -> None:
        """Follow another job."""
        self._look()

    def watch_together(self) -> None:
        """Follow others."""
        self._look()

    def watch_paused(self, was: bool, paused: bool) -> None:
        """Read no more, or go on at once."""
        if paused:
            self._trigger.pause()
        elif was:
            self._trigger.resume()
        if self._reader is not None and paused:
            self._reader.pause()
        elif self._reader is not None and was:
            self._reader.resume()

    def ask_now(self) -> None:
        """Ask at once instead of at the next turn."""
        if self._reader is not None:
            self._reader.now()
        self._trigger.now()

    def _look(self) -> None:
        """Read what is wanted now; where it is what was read before, go on there."""
        job = self.job
        if job is None or self.account is None:
            self.workers.cancel_group(self, "log")
            self._worker = None
            return
        wanted = self.together or (job.id,)
        if wanted == self._about and self.chooses:
            self._list(job)
        elif wanted == self._about:
            self._go_on()
        elif job.array_size and not self.together:
            self._about = wanted
            self._choose(job)
        else:
            moving, self._about = bool(self._about), wanted
            self._open(wanted, settle=SETTLE if moving else 0)

    def show_nothing(self, words: str) -> None:
        """There is no log to show, and why."""
        from batchdeck.logs.store import LogStore

        self._reader = self._state = None
        self._about = ()
        self._show_list(False)
        self._view.set_empty(words)
        self._view.set_notice("")
        self._view.show(LogStore())
        self.describe()

    def _open(
        self, ids: Sequence[str], choice: LogChoice | None = None, *, settle: float = 0
    ) -> None:
        """Read the log of a job (a certain one, or the newest), or those of several."""
        from batchdeck.logs.merge import MergedReader
        from batchdeck.logs.reading import LogReader

        assert self.account is not None
        if len(ids) > 1 or ids == self._all_children:
            self._reader = MergedReader(self.account.batch, self.account.logs, ids)
        else:
            self._reader = LogReader(self.account.batch, self.account.logs, ids[0], choice)
        if self.paused:
            self._reader.pause()
        self._state = self._going = None
        self._show_list(False)
        self._view.set_empty("asking AWS")
        self._view.set_notice("")
        self._view.show(self._reader.store)
        self.describe()
        self._worker = self._follow(self._reader, settle)

    def _go_on(self) -> None:
        """Read on, unless that is being done."""
        if self._reader is not None and (self._worker is None or self._worker.is_finished):
            self._worker = self._follow(self._reader, 0)

    @work(group="log", exclusive=True)
    async def _follow(self, reader: LogFollower, settle: float) -> None:
        await asyncio.sleep(settle)
        async for state in reader.states():
            if reader is self._reader:
                self._take(state)

    # The children of an array

    @property
    def _all_children(self) -> tuple[str, ...]:
        """The id of the array that is under the cursor, as what is read together."""
        return (self.job.id,) if self.job is not None and self.job.array_size else ()

    def _choose(self, array: Job) -> None:
        """List the children of an array."""
        self._reader, self._state = None, None
        self._view.set_empty("")
        self._children.set_rows([])
        self._children.set_empty("asking AWS")
        self._show_list(True)
        self.describe()
        self._list(array)

    @work(group="log", exclusive=True)
    async def _list(self, array: Job) -> None:
        from batchdeck.aws.errors import AwsError
        from batchdeck.logs.source import children
        from batchdeck.panes.log_children import MOST

        assert self.account is not None
        await asyncio.sleep(SETTLE)
        while True:
            try:
                self._children.offer(*await children(self.account.batch, array, MOST))
            except AwsError as error:
                self._children.set_empty(str(error))
            else:
                if array.finished:
                    return
            await self._trigger.wait(AGAIN, asyncio.sleep)

    def leave_child(self) -> bool:
        """From the log of a child back to the list; whether that was possible."""
        array = self.job
        if self.chooses or self.together or array is None or not array.array_size:
            return False
        self._choose(array)
        return True

    def on_log_children_opened(self, event: LogChildren.Opened) -> None:
        """Open the log of a child, or those of all."""
        event.stop()
        self._open(tuple(job.id for job in event.jobs) or self._all_children)

    # What was read

    def on_log_scroll_top(self, event: LogView.Top) -> None:
        """Ask for older lines: somebody has come to the oldest one."""
        event.stop()
        self.older()

    def _take(self, state: LogState) -> None:
        """Show how things stand now."""
        from batchdeck.panes.log_words import names, notice

        before, self._state = self._state, state
        view = self._view
        view.whole = state.at_beginning
        if why := str(state.problem or state.storage or state.reason):
            view.set_empty(why)
        if state.sources:
            began = min(source.started_at or state.newest_at for source in state.sources)
            view.describe(began=began, names=names(state.sources))
        view.set_notice(notice(state))
        if before is None or (before.first, before.end) != (state.first, state.end):
            view.came()
        self._arrive(state)
        if state.end - state.first < view.size.height:
            self.older()  # There is room for them.
        self.describe()
        turned = before is not None and len(before.sources) != len(state.sources)
        if turned or state.ended or (before is None and state.sources):
            self.post_message(self.Turned())

    def older(self, until: int | None = None) -> None:
        """Ask for older lines: some, or as far back as a time (ms)."""
        state, reader = self._state, self._reader
        if state is None or reader is None or state.at_beginning or state.loading_older:
            return
        reader.older(until)
        self._go_on()

    def go_to_time(self, at: int) -> None:
        """Go to the first line written at that time (ms) or later, reading back as needed."""
        reader, state = self._reader, self._state
        if reader is None or state is None or not len(reader.store):
            return
        oldest = reader.store.read(reader.store.first, reader.store.first + 1)
        if state.at_beginning or (oldest and oldest[0].at < at):
            self._view.go_to(reader.store.number_at(at) if at else reader.store.first)
        else:
            self._going = at
            reader.older(at)
            self._go_on()
        self.describe()

    def stop_older(self) -> bool:
        """Stop reading back; whether that was going on."""
        state, self._going = self._state, None
        if state is None or self._reader is None or not state.loading_older:
            return False
        self._reader.stop_older()
        return True

    def _arrive(self, state: LogState) -> None:
        """Where somebody wanted to go has been read."""
        if self._going is not None and not state.loading_older and not state.problem:
            at, self._going = self._going, None
            store = self._view.store
            self._view.go_to(store.number_at(at) if at else store.first)

    def describe(self) -> None:
        """Say how things stand, in the note and in the line above the log."""
        from batchdeck.panes.log_words import head, standing

        state = self._state
        if self.chooses or state is None:
            self.note = "enter opens the log of one, or of all" if self.chooses else ""
        else:
            words = [standing(state, now())]
            if self._going is not None:
                words.append(f"going back, {state.end - state.first:,} lines so far, esc stops")
            words.append(self._view.status if state.end > state.first else "")
            self.note = ", ".join(word for word in words if word)
        line = self._head
        if line is not None:
            line.words = "" if state is None else head(state, utc=self._view.utc)
            source = state.sources[-1] if state is not None and state.sources else None
            line.bad = bool(source is not None and source.exit_code)
