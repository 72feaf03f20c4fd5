"""The log of one job, as it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget

from batchdeck.widgets.glyphs import Glyphs

if TYPE_CHECKING:  # Not before the first frame.
    from batchdeck.aws.account import Account
    from batchdeck.domain.job import Job
    from batchdeck.jobs.log import LogState
    from batchdeck.widgets.log_view import LogView


class LogPane(Widget):
    """Follows the log of `job` for as long as it is set."""

    DEFAULT_CSS = """
    LogPane { height: 1fr; }
    """

    class Turned(Message):
        """The log began, with an attempt, or ended: the job is not what it was."""

    account: var[Account | None] = var(None)
    """Where to ask."""
    job: var[Job | None] = var(None)
    """Whose log; None while nobody looks."""
    note: var[str] = var("")
    """How things stand in a few words: which attempt, and what the log is doing."""

    def __init__(self, glyphs: Glyphs, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._glyphs = glyphs
        self._made: LogView | None = None
        self._standing = ""
        self.search_text = ""
        """What the lines are searched for."""

    @property
    def _view(self) -> LogView:
        """The lines; made and put in place when they are first needed."""
        if self._made is None:
            from batchdeck.widgets.log_view import LogView

            self._made = LogView(glyphs=self._glyphs, id=f"{self.id}-lines")
            self.mount(self._made)
            self.watch(self._made, "status", self._describe)
        return self._made

    def search(self, text: str) -> str:
        """Go to the next line with a match; what is wrong with the expression, or nothing."""
        problem = self._view.search(text)
        if not problem:
            self.search_text = text
        return problem

    def take_keys(self) -> None:
        """Put the focus into the lines."""
        self.screen.set_focus(self._view)

    def watch_job(self, before: Job | None, job: Job | None) -> None:
        """Follow another job."""
        if job is None:
            self.workers.cancel_group(self, "log")
        elif before is None or before.id != job.id:
            from batchdeck.logs.store import LogStore

            self._view.show(LogStore())
            self._view.set_empty("asking AWS")
            self._standing = ""
            self._follow(job.id)

    @work(group="log", exclusive=True)
    async def _follow(self, job_id: str) -> None:
        from batchdeck.domain.log_line import RawEvents
        from batchdeck.jobs.log import follow_log
        from batchdeck.logs.store import LogStore

        if self.account is None:
            return
        async for state in follow_log(self.account.batch, self.account.logs, job_id):
            if state.fresh:
                self._view.show(LogStore())
            if state.reason:
                self._view.set_empty(state.reason)
            self._view.store.append(RawEvents.of(*((line.at, line.text) for line in state.lines)))
            self._view.came()
            self._standing = standing(state)
            self._describe()
            if state.fresh or state.ended:
                self.post_message(self.Turned())

    def _describe(self) -> None:
        words = (self._standing, self._view.status if len(self._view.store) else "")
        self.note = ", ".join(word for word in words if word)


def standing(state: LogState) -> str:
    """How things stand, in a few words."""
    words = []
    if state.attempt > 1:
        words.append(f"attempt {state.attempt}")
    if state.problem is not None:
        words.append(f"stale: {state.problem}")
    elif state.ended:
        words.append("ended")
    elif state.where is not None:
        words.append("live")
    return ", ".join(words)
