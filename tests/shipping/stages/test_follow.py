from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

from batchdeck.shipping.plan import Plan
from batchdeck.shipping.stages.follow import follow
from batchdeck.shipping.state import Made, ShipState, Stage, Status
from tests.shipping.dock import Dock, no_time, states_of

PROBE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/probe:1"
"""An image of the demo, which is simulated."""


def submitted(dock: Dock, image: str, *command: str, **members: Any) -> tuple[Plan, ShipState]:
    """The state after the submission of a job."""
    properties = {
        "image": image,
        "command": list(command),
        "resourceRequirements": [
            {"type": "VCPU", "value": "1"},
            {"type": "MEMORY", "value": "64"},
        ],
    }
    definition = dock.define(containerProperties=properties)
    job_id = dock.cloud.submit(dock.queue, definition, name=dock.name, **members)
    plan = Plan(dock.order())
    return plan, ShipState(plan.order, made=Made(job_id=job_id))


async def test_a_job_that_does_well_and_what_it_says(dry_dock: Dock) -> None:
    plan, state = submitted(dry_dock, PROBE, "probe", "--ok")
    states = await states_of(follow, plan, dry_dock.services(), state)
    last = states[-1]
    assert last.step(Stage.FOLLOW).status is Status.DONE, last.problem
    assert (last.exit_code, last.problem, last.lines) == (0, "", ())
    assert last.job
    said = [line.text for each in states for line in each.lines]
    assert said
    group, stream = last.job.log.group, last.job.log.stream  # type: ignore[union-attr]
    assert said == list(dry_dock.cloud.lines(group, stream))


async def test_an_array_is_told_by_its_children(dry_dock: Dock) -> None:
    plan, state = submitted(dry_dock, PROBE, "probe", arrayProperties={"size": 3})
    *_, last = await states_of(follow, plan, dry_dock.services(), state)
    assert last.step(Stage.FOLLOW).text == "SUCCEEDED: 3 SUCCEEDED"


async def test_a_job_that_aws_does_not_know(dry_dock: Dock) -> None:
    plan = Plan(dry_dock.order())
    services = replace(dry_dock.services(sleep=no_time), clock=count(0, 2_000).__next__)
    state = ShipState(plan.order, made=Made(job_id="0a1b2c3d-0000-4000-8000-000000000001"))
    *_, last = await states_of(follow, plan, services, state)
    assert last.step(Stage.FOLLOW).status is Status.FAILED
    assert last.problem == "AWS does not know the job any more"
    assert last.exit_code is None
