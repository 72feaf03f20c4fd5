from __future__ import annotations

from dataclasses import replace
from itertools import count

from batchdeck.shipping.plan import IMAGE_TAG, Plan
from batchdeck.shipping.stages.register import register
from batchdeck.shipping.state import Made, ShipState, Stage, Status
from tests.screens.faulty_line import faulty_line
from tests.shipping.dock import Dock, states_of, through

IMAGE = f"123456789012.dkr.ecr.eu-west-1.amazonaws.com/a@sha256:{'1' * 64}"
REGISTER, LOOK = "/v1/registerjobdefinition", "/v1/describejobdefinitions"


async def planned(dock: Dock, **order: str) -> tuple[Plan, ShipState]:
    """What is known after the checks, and the state after the push of `IMAGE`."""
    reference = dock.define()
    plan = Plan(dock.order(**order))
    plan.base = (await dock.account.definitions.documents(dock.name))[1]
    plan.base_reference, plan.newest = reference, 1
    return plan, ShipState(plan.order, made=Made(pushed=IMAGE))


async def test_a_revision_with_the_image_by_its_digest(dry_dock: Dock) -> None:
    plan, state = await planned(dry_dock)
    first, last = await states_of(register, plan, dry_dock.services(), state)
    assert first.difference == (f"image: busybox -> {IMAGE}", f"tag {IMAGE_TAG}: none -> v1")
    assert first.step(Stage.REGISTER).is_sending
    assert "hunter22" not in first.step(Stage.REGISTER).command
    assert last.made.revision == f"{dry_dock.name}:2"
    new = dry_dock.revisions()[-1]["containerProperties"]
    assert new["image"] == IMAGE
    assert new["environment"] == [{"name": "TOKEN", "value": "hunter22"}]


async def test_nothing_is_registered_that_is_there(dry_dock: Dock) -> None:
    plan, state = await planned(dry_dock, tag="")
    state = replace(state, made=Made(pushed="busybox"))
    (only,) = await states_of(register, plan, dry_dock.services(), state)
    assert only.step(Stage.REGISTER).status is Status.SKIPPED
    assert only.made.revision == f"{dry_dock.name}:1"
    assert len(dry_dock.revisions()) == 1


async def test_a_lost_answer_leaves_one_revision_which_is_found(dry_dock: Dock) -> None:
    plan, state = await planned(dry_dock)
    async with faulty_line(dry_dock.account.connection.endpoint_url) as line:
        line.lose_answers_to.add(REGISTER)
        async with through(dry_dock, line) as services:
            *_, lost, last = await states_of(register, plan, services, state)
    assert lost.step(Stage.REGISTER).is_lost
    assert (last.made.revision, last.problem) == (f"{dry_dock.name}:2", "")
    assert line.requests.count(REGISTER) == 1
    assert len(dry_dock.revisions()) == 2


async def test_a_lost_request_is_not_sent_again(dry_dock: Dock) -> None:
    plan, state = await planned(dry_dock)
    async with faulty_line(dry_dock.account.connection.endpoint_url) as line:
        line.errors[REGISTER] = (500, "InternalFailure")
        async with through(dry_dock, line) as services:
            hasty = replace(services, clock=count(0, 1_000).__next__)
            *_, last = await states_of(register, plan, hasty, state)
    assert last.step(Stage.REGISTER).status is Status.UNCERTAIN
    assert "the outcome of RegisterJobDefinition is unknown" in last.problem
    assert line.requests.count(REGISTER) == 1
    assert line.requests.count(LOOK) > 2
    assert len(dry_dock.revisions()) == 1


async def test_a_refusal_is_told(dry_dock: Dock) -> None:
    plan, state = await planned(dry_dock)
    async with faulty_line(dry_dock.account.connection.endpoint_url) as line:
        line.errors[REGISTER] = (400, "ClientException")
        async with through(dry_dock, line) as services:
            *_, last = await states_of(register, plan, services, state)
    assert last.step(Stage.REGISTER).status is Status.FAILED
    assert "ClientException for a test" in last.problem
    assert not last.made.revision
