from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from batchdeck.docker.engine import Engine
from batchdeck.shipping.plan import IMAGE_TAG
from batchdeck.shipping.shipment import Shipment
from batchdeck.shipping.state import Presence, Stage, Status
from tests.docker.waiting import until as waited_for
from tests.docker.wire import socket_wire
from tests.screens.faulty_line import faulty_line
from tests.shipping.dock import ENVIRON, SHELL, Dock, runs, through, to_its_end, told, until
from tests.shipping.stages.test_push import Elsewhere, denying_registry

pytestmark = pytest.mark.engine
REGISTER = "/v1/registerjobdefinition"
SLOW = SHELL + 'RUN sleep 60\nCMD ["/bin/sh", "-c", "sleep 60"]\n'
SLEEPS = SHELL + 'CMD ["/bin/sh", "-c", "echo up; sleep 120"]\n'


async def test_from_a_folder_to_a_job_that_ran(dock: Dock) -> None:
    before = dock.define(retryStrategy={"attempts": 2})
    state = await to_its_end(dock.shipment(dock.order(command=("/bin/sh", "-c", "echo done"))))
    assert [step.status for step in state.steps] == [Status.DONE] * 7
    assert (state.exit_code, state.problem) == (0, "")
    assert set(told(state).values()) == {Presence.THERE}
    assert told(state) == dock.truth()
    old, new = dock.revisions()
    assert before.endswith(f":{old['revision']}")
    image = new["containerProperties"].pop("image")
    assert image == state.made.pushed
    assert image.startswith(f"localhost:5000/{dock.name}@sha256:")
    assert new["tags"] == {IMAGE_TAG: "v1"}
    del old["containerProperties"]["image"]
    assert new["containerProperties"] == old["containerProperties"]
    assert new["retryStrategy"] == old["retryStrategy"]
    (job,) = dock.jobs()
    assert job["jobId"] == state.made.job_id
    assert state.made.revision in dock.cloud.job(job["jobId"])["jobDefinition"]


async def test_no_secret_is_in_a_state_or_in_the_call_log(dock: Dock) -> None:
    dock.define()
    shipment = dock.shipment(dock.order(environment=(("PASSWORD", "hunter23"),)), follows=False)
    states = [state async for state in shipment.check()]
    states += [state async for state in shipment.ship()]
    await shipment.close()
    assert states[-1].made.job_id
    seen = [repr((one.steps, one.commands, one.checks, one.difference)) for one in states]
    login = await dock.account.repositories.login()
    calls = [repr(call) for call in dock.account.calls.recent()]
    assert any("RegisterJobDefinition" in call for call in calls)
    for secret in ("hunter22", "hunter23", login.password.reveal()):
        assert not [text for text in (*seen, *calls) if secret in text]


@pytest.mark.parametrize("stage", list(Stage))
async def test_stopped_in_any_stage_it_tells_the_truth(dock: Dock, stage: Stage) -> None:
    dock.define()
    dock.write(SLOW if stage is Stage.BUILD else SLEEPS)
    state = await until(dock.shipment(), runs(stage))
    assert state.step(stage).status is Status.CANCELLED
    place = list(Stage).index(stage)
    assert [step.is_over for step in state.steps] == [True] * (place + 1) + [False] * (6 - place)
    unknown = {name for name, presence in told(state).items() if presence is Presence.UNKNOWN}
    assert unknown == ({"repository"} if stage is Stage.CHECK else set())
    assert {**dock.truth(), **dict.fromkeys(unknown, Presence.UNKNOWN)} == told(state)
    assert (told(state)["job"] is Presence.THERE) is (stage is Stage.FOLLOW)


async def test_a_shipment_that_does_not_wait_for_its_job(dock: Dock) -> None:
    dock.define()
    dock.write(SLEEPS)
    state = await to_its_end(dock.shipment(follows=False))
    assert state.step(Stage.FOLLOW).status is Status.SKIPPED
    assert state.things[-1].text.endswith("is submitted, it goes on without us")
    assert told(state) == dock.truth()


async def test_a_write_on_its_way_is_waited_for(dock: Dock) -> None:
    dock.define()
    dock.write(SLEEPS)
    async with faulty_line(dock.account.connection.endpoint_url) as line:
        answered = line.hold_answers_to["/v1/submitjob"] = asyncio.Event()
        async with through(dock, line) as services:
            shipment = Shipment(dock.order(), services)
            shipping = asyncio.ensure_future(to_its_end(shipment))
            await waited_for(lambda: "/v1/submitjob" in line.requests)
            shipment.stop()
            await asyncio.sleep(0.2)
            assert not shipping.done()
            answered.set()
            state = await shipping
    assert state.step(Stage.SUBMIT).status is Status.DONE
    assert state.step(Stage.FOLLOW).status is Status.CANCELLED
    assert told(state) == dock.truth()


@pytest.mark.parametrize("lost", ["CreateRepository", REGISTER, "/v1/submitjob"])
async def test_stopped_while_it_looks_for_what_came_of_a_write(dock: Dock, lost: str) -> None:
    dock.define()
    dock.write(SLEEPS)
    async with faulty_line(dock.account.connection.endpoint_url) as line:
        line.lose_answers_to.add(lost)
        async with through(dock, line) as services:
            shipment = Shipment(dock.order(), replace(services, sleep=asyncio.sleep))
            state = await until(shipment, lambda one: bool(one.current and one.current.is_lost))
    unknown = [thing for thing in state.things if thing.presence is Presence.UNKNOWN]
    assert len(unknown) == 1
    assert "the answer was lost; look with: aws " in unknown[0].text
    assert dock.truth()[unknown[0].name] is Presence.THERE
    assert line.requests.count(lost) == 1


async def test_an_engine_that_vanishes_leaves_a_true_account(dock: Dock, tmp_path: Path) -> None:
    dock.define()
    dock.write(SHELL + "RUN echo up; sleep 120\n")
    path = tmp_path / "engine.sock"
    async with socket_wire(path, "/var/run/docker.sock") as wire:

        async def wired() -> Engine:
            return await Engine.find({**ENVIRON, "DOCKER_HOST": f"unix://{path}"})

        shipment = dock.shipment(find_engine=wired)
        assert [one async for one in shipment.check()][-1].is_ready
        async for state in shipment.ship():
            if state.step(Stage.BUILD).output == "up":
                await wire.cut()
        await shipment.close()
    assert shipment.state.step(Stage.BUILD).status is Status.FAILED
    assert told(shipment.state) == dock.truth()


async def test_the_same_image_again_needs_no_new_revision(dock: Dock) -> None:
    dock.define()
    first = await to_its_end(dock.shipment(follows=False))
    order = dock.order(build=None, repository="", tag="", image=first.made.pushed)
    second = await to_its_end(dock.shipment(order, follows=False))
    assert second.made.revision == first.made.revision
    assert second.made.job_id != first.made.job_id
    skipped = [one.stage for one in second.steps if one.status is Status.SKIPPED]
    assert skipped == [
        Stage.BUILD,
        Stage.REPOSITORY,
        Stage.PUSH,
        Stage.REGISTER,
        Stage.FOLLOW,
    ]
    assert set(told(second)) == {"pushed image", "revision", "job"}
    assert len(dock.jobs()) == 2


async def test_a_denied_push_goes_no_further(dock: Dock) -> None:
    dock.define()
    async with denying_registry() as port:

        async def denied() -> Engine:
            return cast("Engine", Elsewhere(await dock.find_engine(), port))

        state = await to_its_end(dock.shipment(find_engine=denied))
    assert state.step(Stage.PUSH).status is Status.FAILED
    assert told(state) == dock.truth()
    there = [name for name, presence in told(state).items() if presence is Presence.THERE]
    assert there == ["image", "repository"]


async def test_a_push_whose_end_was_not_seen_is_looked_up(dock: Dock) -> None:
    dock.define()
    words = "looking for sha256:"
    state = await until(dock.shipment(), lambda one: words in one.step(Stage.PUSH).text)
    assert state.step(Stage.PUSH).status is Status.CANCELLED
    assert state.made.pushed
    assert told(state) == dock.truth()
    assert told(state)["pushed image"] is Presence.THERE
