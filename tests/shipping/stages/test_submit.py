from __future__ import annotations

from dataclasses import replace
from itertools import count

from batchdeck.shipping.plan import Plan
from batchdeck.shipping.stages.submit import submit
from batchdeck.shipping.state import Made, ShipState, Stage, Status
from tests.screens.faulty_line import faulty_line
from tests.shipping.dock import Dock, states_of, through

SUBMIT = "/v1/submitjob"


def registered(dock: Dock) -> tuple[Plan, ShipState]:
    """The state after the registration of a revision."""
    plan = Plan(dock.order(array_size=3))
    return plan, ShipState(plan.order, made=Made(revision=dock.define()))


async def test_one_job_of_the_new_revision(dry_dock: Dock) -> None:
    plan, state = registered(dry_dock)
    first, last = await states_of(submit, plan, dry_dock.services(), state)
    assert first.step(Stage.SUBMIT).is_sending
    assert f"--job-definition {state.made.revision}" in first.step(Stage.SUBMIT).command
    assert last.step(Stage.SUBMIT).status is Status.DONE
    assert [one["jobId"] for one in dry_dock.jobs()] == [last.made.job_id]
    assert dry_dock.cloud.job(last.made.job_id)["arrayProperties"]["size"] == 3


async def test_a_lost_answer_leaves_one_job_which_is_found(dry_dock: Dock) -> None:
    plan, state = registered(dry_dock)
    async with faulty_line(dry_dock.account.connection.endpoint_url) as line:
        line.lose_answers_to.add(SUBMIT)
        async with through(dry_dock, line) as services:
            *_, lost, last = await states_of(submit, plan, services, state)
    assert lost.step(Stage.SUBMIT).is_lost
    assert "the outcome of SubmitJob is unknown" in lost.problem
    assert (last.step(Stage.SUBMIT).status, last.problem) == (Status.DONE, "")
    assert line.requests.count(SUBMIT) == 1
    assert [one["jobId"] for one in dry_dock.jobs()] == [last.made.job_id]


async def test_a_job_that_does_not_show_up(dry_dock: Dock) -> None:
    plan, state = registered(dry_dock)
    async with faulty_line(dry_dock.account.connection.endpoint_url) as line:
        line.errors[SUBMIT] = (500, "ServerException")
        async with through(dry_dock, line) as services:
            hasty = replace(services, clock=count(0, 1_000).__next__)
            *_, last = await states_of(submit, plan, hasty, state)
    assert last.step(Stage.SUBMIT).status is Status.UNCERTAIN
    assert line.requests.count(SUBMIT) == 1
    assert dry_dock.jobs() == []


async def test_a_refusal_is_told(dry_dock: Dock) -> None:
    plan, state = registered(dry_dock)
    async with faulty_line(dry_dock.account.connection.endpoint_url) as line:
        line.errors[SUBMIT] = (403, "AccessDeniedException")
        async with through(dry_dock, line) as services:
            *_, last = await states_of(submit, plan, services, state)
    assert last.step(Stage.SUBMIT).status is Status.FAILED
    assert "batch:SubmitJob" in last.problem
