from __future__ import annotations

from dataclasses import replace

import pytest

from batchdeck.aws.account import Account
from batchdeck.docker.engine import Engine
from batchdeck.shipping.state import Presence, ShipState, Stage, Status, Verdict
from tests.shipping.checks.test_image import no_engine
from tests.shipping.dock import Dock, to_its_end, told


def of(state: ShipState, verdict: Verdict) -> dict[str, str]:
    """What was found with that verdict, by subject."""
    return {one.subject: one.text for one in state.checks if one.verdict is verdict}


async def test_everything_wrong_is_told_and_nothing_is_written(dry_dock: Dock) -> None:
    order = dry_dock.order(queue="nowhere")
    state = await to_its_end(dry_dock.shipment(order, find_engine=no_engine))
    assert state.step(Stage.CHECK).status is Status.FAILED
    assert set(of(state, Verdict.BAD)) == {"engine", "queue", "definition"}
    assert all(text in state.problem for text in of(state, Verdict.BAD).values())
    assert state.commands == ()
    assert set(told(state).values()) == {Presence.ABSENT}
    assert told(state) == dry_dock.truth()
    reads = {"Describe", "Get", "Simulate", "List"}
    actions = [call.action.partition(":")[2] for call in dry_dock.account.calls.recent()]
    assert all(any(one.startswith(word) for word in reads) for one in actions)


async def test_a_wrong_order_asks_nobody(dry_dock: Dock) -> None:
    state = await to_its_end(dry_dock.shipment(dry_dock.order(repository="UPPER", tag="-")))
    assert set(of(state, Verdict.BAD)) == {"repository", "tag"}
    assert dry_dock.account.calls.recent() == ()


async def test_an_image_that_is_nowhere_has_no_writes_to_come(dry_dock: Dock) -> None:
    dry_dock.define()
    order = dry_dock.order(build=None, repository="", image="localhost:5000/nothing:1")
    state = await to_its_end(dry_dock.shipment(order))
    assert set(of(state, Verdict.BAD)) == {"image"}
    assert state.commands == ()
    assert [*told(state)] == ["pushed image", "revision", "job"]


async def test_a_console_that_only_reads_ships_nothing(dry_dock: Dock) -> None:
    dry_dock.define()
    account = Account(replace(dry_dock.account.connection, read_only=True))
    shipment = dry_dock.shipment(account=account, find_engine=no_engine)
    state = await to_its_end(shipment)
    await account.close()
    assert "this console only reads" in of(state, Verdict.BAD)["account"]
    assert state.step(Stage.CHECK).status is Status.FAILED


@pytest.mark.engine
async def test_the_writes_to_come_are_shown(dock: Dock) -> None:
    dock.define()
    shipment = dock.shipment(dock.order(environment=(("PASSWORD", "hunter23"),)))
    async for _ in shipment.check():
        pass
    await shipment.close()
    state = shipment.state
    assert (state.is_ready, state.is_over) == (True, False)
    assert [" ".join(line.split()[1:3]) for line in state.commands] == [
        "ecr create-repository",
        "batch register-job-definition",
        "batch submit-job",
    ]
    assert f"--job-definition {dock.name}:2" in state.commands[2]
    assert not any("hunter" in line for line in state.commands)
    assert state.difference[0] == f"image: busybox -> REGISTRY/{dock.name}@sha256:SHA256"


@pytest.mark.engine
async def test_an_image_for_other_machines_is_refused_unless_ordered(dock: Dock) -> None:
    dock.define()
    cloud = dock.cloud
    queue = cloud.queue(cloud.environment(instanceTypes=["m6g.large"]))
    here = await Engine.find({"HOME": "/nonexistent"})
    own = here.description.architecture
    await here.close()
    assert own == "amd64", "this test is written for such a machine"
    order = dock.order(queue=queue, platform="linux/amd64")
    state = await to_its_end(dock.shipment(order, follows=False))
    assert "the image is built for amd64, but " in of(state, Verdict.BAD)["architecture"]
    assert "runs arm64" in state.problem
    assert told(state) == dock.truth()
    assert set(told(state).values()) == {Presence.ABSENT}
    order = replace(order, any_architecture=True)
    state = await to_its_end(dock.shipment(order, follows=False))
    assert "shipped all the same" in of(state, Verdict.WARNING)["architecture"]
    assert set(told(state).values()) == {Presence.THERE}
