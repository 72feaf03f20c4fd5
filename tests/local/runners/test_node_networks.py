from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from docker import DockerClient

from batchdeck.local.runners.docker_engine import DockerEngine
from batchdeck.local.runners.engine_api import EngineApi
from batchdeck.local.runners.leftovers import remove_labelled, remove_leftovers
from batchdeck.local.runners.node_networks import NodeNetworks
from batchdeck.local.runners.owner import ACCOUNT_LABEL, Owner

pytestmark = pytest.mark.engine


@pytest.fixture
async def owner(docker_engine: DockerEngine) -> AsyncIterator[Owner]:
    made = Owner.this_process()
    yield made
    remove_labelled(docker_engine.client, f"{ACCOUNT_LABEL}={made.account}")


@pytest.fixture
async def api(docker_engine: DockerEngine) -> AsyncIterator[EngineApi]:
    made = EngineApi(docker_engine.client)
    yield made
    await made.close()


def names(engine: DockerClient) -> set[str]:
    return {str(one.name) for one in engine.networks.list()}


async def test_nodes_share_a_network_that_goes_with_the_last_of_them(
    docker_engine: DockerEngine, engine: DockerClient, api: EngineApi, owner: Owner
) -> None:
    networks = NodeNetworks(docker_engine, api, owner)
    one, same = await asyncio.gather(networks.take("a-job"), networks.take("a-job"))
    other = await networks.take("another")
    assert one == same
    assert one.name != other.name
    (about,) = engine.networks.list(names=[one.name])
    assert about.attrs["Internal"]
    assert about.attrs["Labels"][ACCOUNT_LABEL] == owner.account
    await networks.give_back("a-job")
    assert one.name in names(engine)
    await networks.give_back("a-job")
    assert not {one.name} & names(engine)
    assert other.name in names(engine)


async def test_what_a_killed_account_left_is_removed(
    docker_engine: DockerEngine, engine: DockerClient, api: EngineApi, owner: Owner
) -> None:
    host, pid, started = owner.process.rsplit("/", 2)
    killed = replace(owner, process=f"{host}/{pid}/{int(started) - 1}")
    left = await NodeNetworks(docker_engine, api, killed).take("a-job")
    living = await NodeNetworks(docker_engine, api, owner).take("another")
    remove_leftovers(docker_engine.client)
    assert names(engine) & {left.name, living.name} == {living.name}


@pytest.mark.parametrize(("version", "options"), [("28.0.1", 1), ("27.5.1", 0), ("dev", 0)])
async def test_newer_engines_are_asked_to_leave_the_host_out(
    docker_engine: DockerEngine, owner: Owner, version: str, options: int
) -> None:
    asked: list[Any] = []

    class Listening(EngineApi):
        async def call(self, method: str, path: str, *, body: Any = None, **_: Any) -> Any:
            asked.append(body)
            return {"IPAM": {"Config": [{"Subnet": "172.18.0.0/16"}]}}

    newer = replace(docker_engine, version=version)
    network = await NodeNetworks(newer, Listening(docker_engine.client), owner).take("a-job")
    assert len(asked[0]["Options"]) == options
    assert network.blocked == (() if options else ("172.18.0.1/32", "0.0.0.0/0"))
