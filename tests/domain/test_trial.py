from __future__ import annotations

from batchdeck.domain.job import EnvironmentVariable
from batchdeck.domain.secret import Secret
from batchdeck.domain.trial import TrialOrder, TrialState


def test_values_of_variables_are_not_printed() -> None:
    order = TrialOrder("app:v1", environment=(EnvironmentVariable("TOKEN", Secret("hunter2")),))
    assert "TOKEN" in repr(order)
    assert "hunter2" not in repr(order)


def test_a_container_that_runs_has_no_exit_code() -> None:
    state = TrialState("0123456789ab")
    assert (state.ended, state.exit_code, state.out_of_memory) == (False, None, False)
