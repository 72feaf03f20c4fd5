"""An account screen from which the job of a definition is tried on this machine.

What opens on top of it is imported when it is first asked for: the first frame does not wait.
"""

from __future__ import annotations

import os

from batchdeck.screens.definition_acting import DefinitionActingScreen


class TrialActingScreen(DefinitionActingScreen):
    """Runs what the definition under the cursor would run. Nothing in AWS is asked or changed."""

    def action_try_here(self) -> None:
        """Run the job of the definition under the cursor, here."""
        from batchdeck.docker.engine import Engine
        from batchdeck.docker.errors import TrialError
        from batchdeck.screens.trial import TrialScreen
        from batchdeck.shipping.trial import plan_trial

        definition = self.definition
        if definition is None or not self.is_current:  # Not twice for a key pressed twice.
            return
        try:
            plan = plan_trial(definition)
        except TrialError as error:
            self.say(f"{error}: there is nothing to try.")
            return
        header = self.header.account_only
        screen = TrialScreen(plan, lambda: Engine.find(os.environ), self.glyphs, header)
        self.app.push_screen(screen)
