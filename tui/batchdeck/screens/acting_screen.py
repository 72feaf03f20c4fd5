"""An account screen from which things are done about what the cursor is on.

What opens on top of it is imported when it is first asked for: the first frame does not wait.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual import on

from batchdeck.domain.job import EnvironmentVariable, Job
from batchdeck.panes.log import LogPane
from batchdeck.panes.why import WhyPane
from batchdeck.screens.account_screen import AccountScreen
from batchdeck.settings import Settings
from batchdeck.widgets.glyphs import ASCII, UNICODE
from batchdeck.widgets.key_line import KeyLine

if TYPE_CHECKING:  # Not before the first frame.
    from batchdeck.panes.overview import Subject


class ActingScreen(AccountScreen):
    """Submits, stops, copies, reveals and explains; whoever extends it says about what."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.glyphs = ASCII if settings.ascii else UNICODE
        """The symbols to draw with."""

    @property
    def subject(self) -> Subject | None:
        """What the cursor is on."""
        raise NotImplementedError

    @property
    def marked(self) -> Sequence[str]:
        """Ids of the marked jobs."""
        raise NotImplementedError

    @property
    def variables(self) -> Sequence[EnvironmentVariable] | None:
        """The environment variables of the subject; None while they are not known."""
        raise NotImplementedError

    def acted(self) -> None:
        """Something was done about the marked jobs, or about the subject."""
        raise NotImplementedError

    def say(self, words: str) -> None:
        """Tell something in the line of the keys."""
        self.query_one(KeyLine).say(words)

    @on(LogPane.Told)
    def _told(self, event: LogPane.Told) -> None:
        self.say(event.words)

    def action_submit(self) -> None:
        """Fill in the form for a job, then follow the job."""
        self._submit({})

    def _submit(self, texts: Mapping[str, str]) -> None:
        from batchdeck.screens.follow import FollowScreen
        from batchdeck.screens.offer import Offer, chosen
        from batchdeck.screens.submit import SubmitScreen

        account = self.account
        if account is None or self._refuses_writes():
            return
        offer = Offer(
            self.queues.items,
            self.definitions.items,
            self.environments.items,
            *chosen(self.subject, self.definitions.items, self.jobs.jobs),
            texts=tuple(texts.items()),
            header=self.header.account_only,
        )

        def follow(job_id: str | None) -> None:
            if job_id is not None:
                self.interest.now()
                header = self.header.account_only
                self.app.push_screen(FollowScreen(account, job_id, self.glyphs, header))

        self.app.push_screen(SubmitScreen(account, offer), follow)

    @on(WhyPane.FixRequested)
    def _fix(self, event: WhyPane.FixRequested) -> None:
        """Show the fix of a cause, and apply it if it is wanted."""
        from batchdeck.screens.fix import FixScreen

        def fixed(outcome: bool | Mapping[str, str] | None) -> None:
            if isinstance(outcome, Mapping):
                self._submit(outcome)
            elif outcome:
                self.acted()

        if self.account is not None and self.is_current:  # Not twice for a key pressed twice.
            self.app.push_screen(FixScreen(self.account, event.diagnosis, event.cause), fixed)

    def action_stop(self) -> None:
        """Stop the marked jobs, or the one under the cursor."""
        from batchdeck.screens.stop import StopScreen

        subject = self.subject
        ids = self.marked or ([subject.id] if isinstance(subject, Job) else [])
        if self.account is None or self._refuses_writes():
            return
        if not ids:
            self.say("There is no job under the cursor to stop.")
            return

        def stopped(sent: bool | None) -> None:
            if sent:
                self.acted()

        self.app.push_screen(StopScreen(self.account, ids, self.glyphs), stopped)

    def _refuses_writes(self) -> bool:
        if self.header.read_only:
            self.say("Read-only: nothing can be changed here.")
        return self.header.read_only

    async def action_copy(self, what: str) -> None:
        """Copy the ARN of the subject, or what people call it: a job's id, a name."""
        from batchdeck.widgets.clipboard import Clipboard

        subject = self.subject
        if subject is None:
            return
        short = subject.id if isinstance(subject, Job) else subject.name
        text = subject.arn if what == "arn" else short
        self.say(await Clipboard.of(self.app).copy(text))

    def action_reveal(self) -> None:
        """Show the variables of the subject, for one value at a time to be seen."""
        from batchdeck.screens.reveal import RevealScreen

        variables = self.variables
        if variables is None:
            self.say("The variables of this job are not known yet: look at its overview first.")
        else:
            self.app.push_screen(RevealScreen(variables, self.glyphs))

    def action_help(self) -> None:
        """Show every key that works here."""
        from batchdeck.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.active_bindings.values()))

    def action_calls(self, only_failed: bool = False) -> None:
        """Show the calls made."""
        from batchdeck.screens.calls import CallsScreen

        if self.account is not None:
            calls = self.account.calls
            self.app.push_screen(CallsScreen(calls, self.glyphs, only_failed=only_failed))
