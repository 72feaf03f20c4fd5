from __future__ import annotations

import os
from pathlib import Path

import pytest

from batchdeck.docker.context import read_context
from batchdeck.docker.engine import Engine
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.stages.build import build
from batchdeck.shipping.state import ShipState, Stage, Status
from tests.docker.wire import socket_wire
from tests.shipping.dock import ENVIRON, SHELL, Dock, states_of

pytestmark = pytest.mark.engine
ARM = {"fleet": frozenset({"arm64"})}


async def planned(dock: Dock, dockerfile: str, **order: str) -> Plan:
    """What is known after the checks."""
    dock.write(dockerfile)
    plan = Plan(dock.order(**order), context=await read_context(dock.folder))
    plan.engine = await dock.find_engine()
    return plan


async def test_step_by_step_to_an_image(dock: Dock) -> None:
    plan = await planned(dock, SHELL + "RUN echo first words\nENV A=1\n")
    states = await states_of(build, plan, dock.services())
    steps = [each.step(Stage.BUILD) for each in states]
    counts = dict.fromkeys((step.done, step.total) for step in steps if step.unit == "steps")
    assert [*counts] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert any(step.output == "first words" for step in steps)
    assert steps[-1].status is Status.DONE
    assert steps[-1].text.startswith("linux/")
    assert dock.client
    assert dock.client.images.get(f"{dock.name}:v1").id == states[-1].made.image


async def test_the_step_that_failed_and_its_last_words(dock: Dock) -> None:
    plan = await planned(dock, SHELL + "RUN echo because of this; exit 9\n")
    *_, last = await states_of(build, plan, dock.services())
    assert last.step(Stage.BUILD).status is Status.FAILED
    assert last.problem.startswith("step 3 of 3: RUN echo because of this; exit 9: ")
    assert "because of this" in last.details
    assert not last.made.image


async def test_an_engine_that_vanishes(dock: Dock, tmp_path: Path) -> None:
    plan = await planned(dock, SHELL + "RUN echo up; sleep 120\n")
    path = tmp_path / "engine.sock"
    async with socket_wire(path, "/var/run/docker.sock") as wire:
        plan.engine = await Engine.find({**ENVIRON, "DOCKER_HOST": f"unix://{path}"})
        async for last in build(plan, dock.services(), ShipState(plan.order)):
            if last.step(Stage.BUILD).output == "up":
                await wire.cut()
        await plan.engine.close()
    assert last.step(Stage.BUILD).status is Status.FAILED
    assert last.problem
    assert not last.made.image


async def test_built_for_what_the_queue_runs(dock: Dock) -> None:
    plan = await planned(dock, SHELL)
    plan.machines = ARM
    assert plan.platform == "linux/arm64"
    *_, last = await states_of(build, plan, dock.services())
    assert last.step(Stage.BUILD).status is Status.DONE
    assert last.step(Stage.BUILD).text.startswith("linux/arm64")


async def test_an_image_that_the_queue_cannot_run_goes_no_further(dock: Dock) -> None:
    plan = await planned(dock, SHELL, platform="linux/amd64")
    plan.machines = ARM
    *_, last = await states_of(build, plan, dock.services())
    assert last.step(Stage.BUILD).status is Status.FAILED
    assert "built for amd64, but fleet runs arm64" in last.problem
    assert last.made.image


async def test_arguments_reach_the_build(dock: Dock) -> None:
    name = f"word{os.getpid()}"
    plan = await planned(dock, SHELL + "ARG WORD\nRUN echo $WORD\n")
    plan.order = dock.order(build=dock.build(arguments=(("WORD", name),)))
    states = await states_of(build, plan, dock.services())
    assert any(each.step(Stage.BUILD).output == name for each in states)


async def test_what_exists_is_not_built(dock: Dock) -> None:
    made = await states_of(build, await planned(dock, SHELL), dock.services())
    plan = Plan(dock.order(build=None, image=f"{dock.name}:v1"))
    plan.engine = await dock.find_engine()
    plan.local = await plan.engine.inspect(f"{dock.name}:v1")
    (only,) = await states_of(build, plan, dock.services())
    assert only.step(Stage.BUILD).status is Status.SKIPPED
    assert only.made.image == made[-1].made.image
    (only,) = await states_of(build, Plan(plan.order, pushed="a@sha256:1"), dock.services())
    assert only.step(Stage.BUILD).status is Status.SKIPPED
    assert not only.made.image
