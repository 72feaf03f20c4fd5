from __future__ import annotations

from dataclasses import replace

from batchdeck.domain.job import Job, JobDetail
from batchdeck.shipping.state import ShipState, Stage, Status, Step
from tests.shipping.test_order import ORDER


def at(stage: Stage, status: Status) -> ShipState:
    """A shipment with one stage in some state."""
    return ShipState(ORDER).with_step(Step(stage, status))


def test_a_shipment_that_has_not_begun() -> None:
    state = ShipState(ORDER)
    assert [one.stage for one in state.steps] == list(Stage)
    assert (state.current, state.is_ready, state.is_over, state.exit_code) == (
        None,
        False,
        False,
        None,
    )


def test_the_running_stage() -> None:
    state = at(Stage.BUILD, Status.RUNNING)
    assert state.current == state.step(Stage.BUILD)
    assert not state.is_over


def test_what_ends_a_shipment() -> None:
    assert at(Stage.CHECK, Status.DONE).is_ready
    assert not at(Stage.CHECK, Status.DONE).is_over
    assert at(Stage.FOLLOW, Status.DONE).is_over
    for status in (Status.FAILED, Status.UNCERTAIN, Status.CANCELLED):
        assert at(Stage.PUSH, status).is_over


def test_how_long_a_stage_took() -> None:
    step = Step(Stage.PUSH)
    assert step.seconds(9_000) is None
    step = replace(step, began_at=1_000)
    assert step.seconds(9_500) == 8.5
    assert replace(step, ended_at=3_000).seconds(9_500) == 2.0


def test_the_exit_code_is_the_jobs() -> None:
    job = Job("1", "join", "spot", "FAILED", 0, exit_code=75)
    assert ShipState(ORDER, job=JobDetail(job)).exit_code == 75
