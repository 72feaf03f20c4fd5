"""A trial alone, on a terminal: `python -m tests.screens.trial_app IMAGE SCRIPT`."""

from __future__ import annotations

import os
import sys

from batchdeck import exits, themes
from batchdeck.docker.engine import Engine
from batchdeck.domain.job import Container
from batchdeck.domain.resources import JobDefinition
from batchdeck.screens.trial import TrialScreen
from batchdeck.shipping.trial import FindEngine, TrialPlan, plan_trial
from batchdeck.widgets.frame_diff import FrameDiff
from batchdeck.widgets.glyphs import ASCII


def plan(image: str, script: str, **members: object) -> TrialPlan:
    """A trial of a definition whose job runs a script."""
    container = Container(image=image, command=("sh", "-c", script), **members)  # type: ignore[arg-type]
    return plan_trial(
        JobDefinition("etl", 3, "arn:etl:3", "container", "ACTIVE", containers=(container,))
    )


async def find() -> Engine:
    """The engine of this machine."""
    return await Engine.find(os.environ)


class TrialApp(FrameDiff[int]):
    """Opens the screen at once, and remembers that it was left."""

    BINDINGS = [("ctrl+q", "quit")]

    def __init__(self, plan: TrialPlan, find_engine: FindEngine = find) -> None:
        super().__init__()
        self._trial = (plan, find_engine)
        self.left = False
        self.register_theme(themes.DARK)
        self.theme = "batchdeck"

    def on_mount(self) -> None:
        self.push_screen(TrialScreen(*self._trial, ASCII), self._leave)

    def _leave(self, _: None) -> None:
        self.left = True


async def opened() -> TrialApp:
    """The app of the command line."""
    return TrialApp(plan(sys.argv[1], sys.argv[2]))


if __name__ == "__main__":
    sys.exit(exits.run(opened, mouse=False, grace=20))
