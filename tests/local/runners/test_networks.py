"""What becomes of jobs where there can be no sandboxes, and that nobody has to say so."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator

import pytest

from batchdeck.local.runners import networks as module
from batchdeck.local.runners.docker_engine import DockerEngine
from batchdeck.local.runners.engine_api import EngineApi, EngineError
from batchdeck.local.runners.leftovers import remove_labelled
from batchdeck.local.runners.networks import Networks
from batchdeck.local.runners.owner import ACCOUNT_LABEL, Owner
from batchdeck.local.runners.place import Place
from batchdeck.local.runners.sandbox_image import SandboxImageError
from batchdeck.local.runners.sandboxes import Sandboxes
from tests.local.runners.doorway import ON_BRIDGE, PORT, doorway
from tests.local.runners.recorder import request

pytestmark = pytest.mark.engine


@pytest.fixture
async def networks(docker_engine: DockerEngine) -> AsyncIterator[Networks]:
    owner, api = Owner.this_process(), EngineApi(docker_engine.client)
    made = Networks(docker_engine, api, owner, doorway())
    yield made
    made.close()
    await api.close()
    remove_labelled(docker_engine.client, f"{ACCOUNT_LABEL}={owner.account}")


async def test_a_job_gets_a_network_of_its_own(networks: Networks) -> None:
    one, other = request("one"), request("other")
    places = [await networks.take(one), await networks.take(other)]
    assert {place.endpoint for place in places} == {f"http://127.0.0.1:{PORT}"}
    modes = {place.network_mode for place in places}
    assert len(modes) == 2
    assert all(mode.startswith("container:") for mode in modes)
    await networks.give_back(one, places[0], clean=True)
    assert await networks.take(request("next")) == places[0]


async def test_at_the_end_of_an_account_it_is_no_news(
    networks: Networks, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def no_sandbox(self: Sandboxes, number: int) -> None:
        raise EngineError("No such container")

    monkeypatch.setattr(Sandboxes, "warm_up", no_sandbox)
    networks.abandon()
    with caplog.at_level(logging.WARNING):
        await networks.prepare()
    assert caplog.messages == []


@pytest.mark.parametrize("what", ["image", "sandbox"])
async def test_where_there_can_be_none_jobs_share_the_engines_and_it_is_said(
    networks: Networks,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    what: str,
) -> None:
    def no_image(engine: DockerEngine) -> str:
        raise SandboxImageError("for a reason")

    async def no_sandbox(self: Sandboxes, number: int) -> None:
        raise EngineError("for a reason")

    if what == "image":
        monkeypatch.setattr(module, "ensure_image", no_image)
    else:
        monkeypatch.setattr(Sandboxes, "warm_up", no_sandbox)
    with caplog.at_level(logging.WARNING):
        assert await networks.take(request("one")) == Place("bridge", ON_BRIDGE)
        await networks.take(request("other"))
    (line,) = caplog.messages
    assert line.endswith("reach this machine's: for a reason")
