from __future__ import annotations

from batchdeck.local import settings
from batchdeck.local.runners.runner import NoRunner
from batchdeck.local.runners.simulated import SimulatedRunner
from batchdeck.local.settings import Pace, Settings


def test_what_is_configured_is_in_force() -> None:
    before = settings.current()
    runner = SimulatedRunner()
    try:
        settings.configure(Settings(Pace.humane(), runner))
        assert settings.current() == Settings(Pace.humane(), runner)
    finally:
        settings.configure(before)
        runner.close()


def test_by_itself_an_account_runs_nothing() -> None:
    assert isinstance(settings._current.runner, NoRunner)


def test_a_humane_pace_shows_every_state_and_an_immediate_one_waits_for_none() -> None:
    humane, immediate = Pace.humane(), Pace.immediate()
    assert min(humane.submitted, humane.runnable, humane.starting) >= 1
    assert (immediate.submitted, immediate.runnable, immediate.starting) == (0, 0, 0)
    assert 0 < immediate.tick <= 0.05
