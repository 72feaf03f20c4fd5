"""An account screen from which the job of a definition is tried on this machine.

What opens on top of it is imported when it is first asked for: the first frame does not wait.
"""

from __future__ import annotations

import os
from functools import partial

from batchdeck.screens.definition_acting import DefinitionActingScreen


class TrialActingScreen(DefinitionActingScreen):
    """Runs what the definition under the cursor would run. Nothing in AWS is changed."""

    def action_try_here(self) -> None:
        """Run the job of the definition under the cursor, here."""
        from batchdeck.docker.engine import Engine
        from batchdeck.docker.errors import TrialError
        from batchdeck.screens.trial import TrialScreen
        from batchdeck.shipping.pull_source import pull_source
        from batchdeck.shipping.trial import plan_trial

        definition = self.definition
        if (
            self.account is None or definition is None or not self.is_current
        ):  # Not twice for a key pressed twice.
            return
        try:
            plan = plan_trial(definition)
        except TrialError as error:
            self.say(f"{error}: there is nothing to try.")
            return
        header = self.header.account_only
        find_source = partial(pull_source, self.account.repositories)
        find_engine = partial(Engine.find, os.environ)
        screen = TrialScreen(plan, find_engine, self.glyphs, header, find_source=find_source)
        self.app.push_screen(screen)
