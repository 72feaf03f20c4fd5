from __future__ import annotations

import pytest

from batchdeck.shipping.plan import IMAGE_TAG
from batchdeck.shipping.state import Presence, Stage, Status
from tests.shipping.dock import SHELL, Dock, runs, to_its_end, told, until

pytestmark = pytest.mark.engine
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
    assert told(state) == dock.truth()
    assert (told(state)["job"] is Presence.THERE) is (stage is Stage.FOLLOW)


async def test_a_shipment_that_does_not_wait_for_its_job(dock: Dock) -> None:
    dock.define()
    dock.write(SLEEPS)
    state = await to_its_end(dock.shipment(follows=False))
    assert state.step(Stage.FOLLOW).status is Status.SKIPPED
    assert state.things[-1].text.endswith("is submitted, it goes on without us")
    assert told(state) == dock.truth()
