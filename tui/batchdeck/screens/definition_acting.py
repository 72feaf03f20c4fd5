"""An account screen from which job definitions are compared, changed and cleaned up.

What opens on top of it is imported when it is first asked for: the first frame does not wait.
"""

from __future__ import annotations

from textual import on

from batchdeck.domain.resources import JobDefinition
from batchdeck.domain.scope import Scope
from batchdeck.jobs.listing import JobsState
from batchdeck.panes.definitions import DefinitionsPane
from batchdeck.screens.acting_screen import ActingScreen
from batchdeck.widgets.virtual_table import VirtualTable


class DefinitionActingScreen(ActingScreen):
    """Opens what can be done about the definition under the cursor, or about the marked ones."""

    @property
    def definition(self) -> JobDefinition | None:
        """The definition under the cursor; where there is none, that is said."""
        if isinstance(self.subject, JobDefinition):
            return self.subject
        self.say("There is no job definition under the cursor: 3 goes to them.")
        return None

    def _known_jobs(self) -> JobsState:
        return self.jobs

    @on(DefinitionsPane.RevisionsRequested)
    def _open_revisions(self, event: DefinitionsPane.RevisionsRequested) -> None:
        self._show_revisions(event.definition)

    def action_revisions(self) -> None:
        """Show the revisions of the definition under the cursor."""
        definition = self.definition
        if definition is not None:
            self._show_revisions(definition)

    def _show_revisions(self, definition: JobDefinition) -> None:
        from batchdeck.screens.definition_revisions import RevisionsScreen

        account, header = self.account, self.header.account_only
        if account is None or not self.is_current:  # Not twice for a key pressed twice.
            return
        known = self._known_jobs
        screen = RevisionsScreen(account, definition, known, self.glyphs, header)
        self.app.push_screen(screen, self._left_revisions)

    def _left_revisions(self, scope: Scope | None) -> None:
        """Read anew what may have changed, and narrow the jobs to what was chosen."""
        self.resources.now()
        if scope is not None:
            table = self.query_one(DefinitionsPane).table
            self.post_message(VirtualTable.RowChosen(table, scope))

    def action_compare(self) -> None:
        """Compare the two marked definitions, or the one under the cursor with one before it."""
        from batchdeck.screens.definition_comparison import ComparisonScreen, in_order

        pair = self._pair()
        if self.account is not None and pair is not None:
            both, header = in_order(*pair), self.header.account_only
            self.app.push_screen(ComparisonScreen(self.account, *both, self.glyphs, header))

    def _pair(self) -> tuple[JobDefinition, JobDefinition] | None:
        """What is to be compared; where that is not clear, it is said."""
        from batchdeck.screens.definition_comparison import opposite

        table = self.query_one(DefinitionsPane).table
        marked = [item for item in table.rows if item.name in table.marked]
        if marked:
            if len(marked) == 2:
                return marked[0], marked[1]
            self.say(f"{len(marked)} marked: mark two with space, to compare them.")
            return None
        one = self.definition
        if one is None:
            return None
        other = opposite(one, [item for item in self.definitions.items if item.name == one.name])
        if other is None:
            self.say(f"{one.reference} is the only active revision: there is none to compare.")
            return None
        return one, other

    def action_edit_definition(self) -> None:
        """Make a new revision from the definition under the cursor."""
        from batchdeck.screens.definition_change import ChangeScreen

        definition = self.definition
        if self.account is None or definition is None or self._refuses_writes():
            return

        def made(reference: str | None) -> None:
            if reference is not None:
                self.resources.now()
                self.say(f"{reference} is registered; n submits it.")

        header = self.header.account_only
        screen = ChangeScreen(self.account, definition.reference, self.glyphs, header)
        self.app.push_screen(screen, made)

    def action_deregister(self) -> None:
        """Deregister old revisions of the definition under the cursor."""
        from batchdeck.screens.definition_deregistration import DeregistrationScreen

        definition = self.definition
        if self.account is None or definition is None or self._refuses_writes():
            return
        screen = DeregistrationScreen(self.account, definition.name, self._known_jobs, self.glyphs)
        self.app.push_screen(screen, lambda sent: self.resources.now() if sent else None)
