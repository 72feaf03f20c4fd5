"""The log of one job or of several, as it comes: what its keys do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work
from textual.widgets import Input
from textual.worker import Worker

from batchdeck.panes.log_following import BEGINNING, LogFollowing
from batchdeck.widgets.log_keys import READING
from batchdeck.widgets.prompt_line import PromptLine

if TYPE_CHECKING:  # Not before the first frame.
    from batchdeck.logs.source import LogChoice

SEARCH, FILTER, TIME, SAVE = "/", "&", "@", ">"
"""What a prompt asks for, by the sign before it."""


class LogPane(LogFollowing):
    """Follows the log of `job` for as long as it is set."""

    DEFAULT_CSS = """
    LogPane {
        height: 1fr;
        LogChildren { display: none; }
        &.-children LogChildren { display: block; }
        &.-children LogView { display: none; }
        &.-children LogHead { display: none; }
    }
    """
    BINDINGS = READING

    _replaceable = ""
    """A path that exists, and was given once already."""

    _saver: Worker[None] | None = None

    @property
    def _saves(self) -> bool:
        """Whether a log is being saved."""
        return self._saver is not None and self._saver.is_running

    @property
    def search_text(self) -> str:
        """What the lines are searched for."""
        return self._view.search_text

    def search(self, text: str) -> str:
        """Go to the nearest line with a match; what is wrong with the expression, or nothing."""
        return self._view.search(text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key while something is typed; those that need a log only where there is one."""
        if isinstance(self.screen.focused, Input):
            return False
        if action == "back":
            child = self._reader is not None and self._all_children and not self.together
            loading = self._state is not None and self._state.loading_older
            return bool(loading or self._saves or (child and not self.chooses))
        return not self.chooses

    def action_back(self) -> None:
        """Stop saving or reading older lines; else go back to the list of children."""
        if self._saves and self._saver is not None:
            self._saver.cancel()
            self.post_message(self.Told("saving stopped; nothing was written"))
        elif not self.stop_older():
            self.leave_child()
        self.describe()

    def action_head(self) -> None:
        """Go to the very first line, reading back as far as that is."""
        self.go_to_time(BEGINNING)

    def action_since(self, seconds: int) -> None:
        """Go to the lines of the last so many seconds; 0: to the end; -1: to the beginning."""
        if seconds == 0:
            self._view.action_tail()
        elif seconds < 0:
            self.action_head()
        else:
            self.go_to_time(self._newest - seconds * 1000)

    @property
    def _newest(self) -> int:
        """What spans of time count back from, ms: now, or the last line of a log that ended."""
        from batchdeck.jobs.polling import now

        state = self._state
        return state.newest_at if state is not None and state.ended else now()

    # One attempt, one container

    def action_attempt(self, step: int) -> None:
        """Show the log of the attempt before (-1) or after (1)."""
        from batchdeck.panes.log_words import attempts

        source = self._source
        if source is not None and self._state is not None:
            self._turn_to(attempts(self._state, source), source, step, "attempt")

    def action_part(self, step: int) -> None:
        """Show the log of the container or node before (-1) or after (1)."""
        from batchdeck.panes.log_words import beside

        source = self._source
        if source is not None and self._state is not None:
            self._turn_to(beside(self._state, source), source, step, "container")

    @property
    def _source(self) -> LogChoice | None:
        """The log that is shown; None where there is none, or several."""
        from batchdeck.panes.log_words import jobs_of

        state = self._state
        if state is None or self.together or len(jobs_of(state.sources)) > 1:
            return None
        if state.sources:
            return state.sources[-1]
        return state.choices[-1] if state.choices else None

    def _turn_to(self, found: list[LogChoice], source: LogChoice, step: int, kind: str) -> None:
        keys = [each.key for each in found]
        index = keys.index(source.key) + step if source.key in keys else -1
        if not 0 <= index < len(found):
            side = "before" if step < 0 else "after"
            self.post_message(self.Told(f"there is no {kind} {side} this one"))
            return
        choice = found[index]
        # The newest attempt goes on into the next one; an older one stays what it is.
        newest = choice.newest and kind == "attempt" and len(found) == choice.attempts
        self._open((choice.job_id,), None if newest else choice)

    # What is typed

    async def action_ask(self, sign: str) -> None:
        """Ask for what to search, filter by, go to, or save into."""
        from batchdeck.panes.log_words import file_name

        prompts = self.query(PromptLine)
        prompt = prompts.first() if prompts else PromptLine(id=f"{self.id}-prompt")
        if not prompt.is_mounted:
            await self.mount(prompt)
        sources = self._state.sources if self._state is not None else ()
        texts = {
            SEARCH: self.search_text,
            FILTER: self._view.filter_text,
            SAVE: file_name(sources),
        }
        self._replaceable = ""
        prompt.open(sign, texts.get(sign, ""))

    @on(PromptLine.Typed)
    def _typed(self, event: PromptLine.Typed) -> None:
        event.stop()
        if event.sign == SEARCH:
            self.query_one(PromptLine).complain(self._view.search(event.text))
        elif event.sign == FILTER:
            self.query_one(PromptLine).complain(self._view.filter(event.text))

    @on(PromptLine.Left)
    def _left(self, event: PromptLine.Left) -> None:
        event.stop()
        if event.sign == SEARCH:
            self._view.search("")
        elif event.sign == FILTER:
            self._view.filter("")

    @on(PromptLine.Decided)
    def _decided(self, event: PromptLine.Decided) -> None:
        event.stop()
        if event.sign == TIME and event.text.strip():
            self._go_to(event.text)
        elif event.sign == SAVE and event.text.strip():
            self._saver = self._save(event.text.strip())

    def _go_to(self, text: str) -> None:
        from batchdeck.domain.moment import moment

        try:
            self.go_to_time(moment(text, self._newest, utc=self._view.utc))
        except ValueError as error:
            self._ask_again(TIME, text, str(error))

    def _ask_again(self, sign: str, text: str, problem: str) -> None:
        prompt = self.query_one(PromptLine)
        prompt.open(sign, text)
        prompt.complain(problem)

    @work(group="log-save", exclusive=True)
    async def _save(self, typed: str) -> None:
        from batchdeck.aws.errors import AwsError
        from batchdeck.logs.saving import save

        path = _path(typed)
        replace, self._replaceable = self._replaceable == typed, ""
        try:
            async for saving in save(self._blocks(), path, replace=replace):
                words = "saved" if saving.done else "saving"
                self.post_message(self.Told(f"{words} {saving.lines:,} lines in {typed}"))
        except FileExistsError:
            self._ask_again(SAVE, typed, "exists already; enter again replaces it")
            self._replaceable = typed
        except OSError as error:
            self._ask_again(SAVE, typed, f"cannot be written: {error.strerror}")
        except AwsError as error:
            self.post_message(self.Told(f"not saved: {error}"))

    def _blocks(self) -> AsyncIterator[bytes]:
        """The whole log, read anew where not all of it is here; of several, what was read."""
        from batchdeck.logs.saving import read_so_far, whole_log

        state = self._state
        source = self._source
        if source is None or state is None or state.at_beginning or self.account is None:
            return read_so_far(self._view.store)
        places = [each.where for each in state.sources if each.where is not None]
        return whole_log(self.account.logs, places)


def _path(typed: str) -> Path:
    """A path as it was typed, `~` being the home directory."""
    return Path(typed).expanduser()
