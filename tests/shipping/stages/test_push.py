from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from typing import Any, cast

import pytest
from aiohttp import web

from batchdeck.docker.context import read_context
from batchdeck.docker.engine import Engine
from batchdeck.docker.errors import EngineUnreachableError
from batchdeck.domain.container_image import PushedImage, PushProgress, RegistryLogin
from batchdeck.domain.image_build import BuildOrder
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.stages.push import LOOKS, TRIES, push
from batchdeck.shipping.state import Made, ShipState, Stage, Status
from tests.docker.waiting import until
from tests.docker.wire import Wire, tcp_wire
from tests.screens.faulty_line import faulty_line
from tests.shipping.dock import SHELL, Dock, no_time, states_of, through

PATIENCE = 300.0
"""Seconds for an engine to give up a registry that is gone."""
DIGEST = f"sha256:{'2' * 64}"


class Elsewhere:
    """An engine whose first pushes go to other ports of this machine."""

    def __init__(self, engine: Engine, *ports: int) -> None:
        self._engine = engine
        self._ports = list(ports)
        self.logins: list[RegistryLogin | None] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    async def push(
        self, reference: str, repository: str, tag: str, login: RegistryLogin | None = None
    ) -> AsyncGenerator[PushProgress]:
        self.logins.append(login)
        port = self._ports.pop(0) if self._ports else 5000
        name = repository.partition("/")[2]
        async with aclosing(
            self._engine.push(reference, f"localhost:{port}/{name}", tag, login)
        ) as progresses:
            async for progress in progresses:
                yield progress


class Pretender:
    """An engine that pushes nothing and tells of a digest, or breaks off."""

    def __init__(self, digest: str = "") -> None:
        self._digest = digest

    async def push(
        self, _reference: str, repository: str, tag: str, _login: RegistryLogin | None = None
    ) -> AsyncGenerator[PushProgress]:
        yield PushProgress()
        if not self._digest:
            raise EngineUnreachableError("the engine hung up", advice="start it again")
        yield PushProgress(pushed=PushedImage(repository, tag, self._digest, 1))


async def loaded(dock: Dock, *ports: int) -> tuple[Plan, ShipState]:
    """The state after the making of a repository, with an image of some size to push."""
    (dock.folder / "noise").write_bytes(os.urandom(8_000_000))
    dock.write(SHELL + "COPY noise /noise\n")
    engine = await dock.find_engine()
    order = BuildOrder(await read_context(dock.folder), (f"{dock.name}:v1",), no_cache=True)
    image = [each async for each in engine.build(order)][-1].image_id
    plan, state = await made(dock)
    plan.engine = cast("Engine", Elsewhere(engine, *ports))
    return plan, replace(state, made=replace(state.made, image=image))


async def made(dock: Dock) -> tuple[Plan, ShipState]:
    """The state after the making of a repository."""
    write = dock.account.repositories.creation(dock.name, immutable_tags=False)
    repository = await dock.account.repositories.send_creation(write)
    plan = Plan(dock.order(), repository=repository)
    plan.engine = cast("Engine", Pretender())
    return plan, ShipState(plan.order, made=Made("sha256:1", repository.uri))


@asynccontextmanager
async def denying_registry() -> AsyncIterator[int]:
    """The port of a registry in which nobody may put anything."""

    async def answer(request: web.Request) -> web.Response:
        if request.path == "/v2/":
            return web.json_response({})
        if request.method == "HEAD":
            return web.Response(status=404)
        words = "User: nobody is not authorized to perform: ecr:InitiateLayerUpload"
        document = {"errors": [{"code": "DENIED", "message": words}]}
        return web.json_response(document, status=403)

    application = web.Application()
    application.router.add_route("*", "/{anything:.*}", answer)
    runner = web.AppRunner(application, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


@pytest.mark.engine
async def test_layers_are_told_and_the_digest_is_seen_in_ecr(dock: Dock) -> None:
    plan, state = await loaded(dock)
    states = await states_of(push, plan, dock.services(), state)
    steps = [each.step(Stage.PUSH) for each in states]
    assert any(step.text.endswith("layers are there") and step.total > 7_000_000 for step in steps)
    assert steps[-1].status is Status.DONE
    image = dock.cloud.client("ecr").describe_images(repositoryName=dock.name)["imageDetails"][0]
    assert states[-1].made.pushed == f"localhost:5000/{dock.name}@{image['imageDigest']}"


@pytest.mark.engine
async def test_a_denied_push_is_not_tried_again(dock: Dock) -> None:
    async with denying_registry() as port:
        plan, state = await loaded(dock, port)
        *_, last = await states_of(push, plan, dock.services(sleep=no_time), state)
    assert last.step(Stage.PUSH).status is Status.FAILED
    assert "denied" in last.problem
    assert state.made.repository in last.problem
    assert last.advice
    assert not last.made.pushed
    assert len(cast("Elsewhere", plan.engine).logins) == 1


@pytest.mark.engine
async def test_a_registry_that_dies_in_the_middle_is_tried_again(dock: Dock) -> None:
    async with tcp_wire(5000) as wire:
        wire.most = 3_000_000
        plan, state = await loaded(dock, wire.port)
        gone = asyncio.ensure_future(_cut_when_full(wire))
        async with asyncio.timeout(PATIENCE):
            states = await states_of(push, plan, dock.services(sleep=no_time), state)
        await gone
    texts = [each.step(Stage.PUSH).text for each in states]
    assert any("once more in 2 s, 1 of 3 tries failed" in text for text in texts)
    assert states[-1].step(Stage.PUSH).status is Status.DONE
    logins = cast("Elsewhere", plan.engine).logins
    assert len(logins) == 2
    assert {login.server for login in logins if login} == {"localhost:5000"}


@pytest.mark.engine
async def test_a_registry_that_stays_away(dock: Dock) -> None:
    plan, state = await loaded(dock, *[1] * TRIES)
    async with asyncio.timeout(PATIENCE):
        *_, last = await states_of(push, plan, dock.services(sleep=no_time), state)
    assert last.step(Stage.PUSH).status is Status.FAILED
    assert f"({TRIES} times)" in last.problem


async def test_an_engine_that_hangs_up(dry_dock: Dock) -> None:
    plan, state = await made(dry_dock)
    *_, last = await states_of(push, plan, dry_dock.services(), state)
    assert (last.problem, last.advice) == ("the engine hung up", "start it again")
    assert last.step(Stage.PUSH).status is Status.FAILED


async def test_a_digest_that_ecr_does_not_show(dry_dock: Dock) -> None:
    plan, state = await made(dry_dock)
    plan.engine = cast("Engine", Pretender(DIGEST))
    async with faulty_line(dry_dock.account.connection.endpoint_url) as line:
        async with through(dry_dock, line) as services:
            *_, last = await states_of(push, plan, services, state)
        assert line.requests.count("DescribeImages") == LOOKS
    assert last.step(Stage.PUSH).status is Status.FAILED
    assert "ECR shows none" in last.problem
    assert not last.made.pushed


async def test_what_may_not_be_looked_at_is_as_the_registry_says(dry_dock: Dock) -> None:
    plan, state = await made(dry_dock)
    plan.engine = cast("Engine", Pretender(DIGEST))
    async with faulty_line(dry_dock.account.connection.endpoint_url) as line:
        line.errors["DescribeImages"] = (400, "AccessDeniedException")
        async with through(dry_dock, line) as services:
            *_, last = await states_of(push, plan, services, state)
    assert last.step(Stage.PUSH).status is Status.DONE
    assert "ecr:DescribeImages" in last.step(Stage.PUSH).text
    assert last.made.pushed.endswith(DIGEST)


async def test_no_login_no_push(dry_dock: Dock) -> None:
    plan, state = await made(dry_dock)
    async with faulty_line(dry_dock.account.connection.endpoint_url) as line:
        line.errors["GetAuthorizationToken"] = (400, "AccessDeniedException")
        async with through(dry_dock, line) as services:
            *_, last = await states_of(push, plan, services, state)
    assert last.step(Stage.PUSH).status is Status.FAILED
    assert "ecr:GetAuthorizationToken" in last.problem


async def test_an_image_that_is_in_ecr_is_not_pushed(dry_dock: Dock) -> None:
    plan = Plan(dry_dock.order(), pushed=f"localhost:5000/a@{DIGEST}")
    (only,) = await states_of(push, plan, dry_dock.services())
    assert only.step(Stage.PUSH).status is Status.SKIPPED
    assert only.made.pushed == plan.pushed


async def _cut_when_full(wire: Wire) -> None:
    await until(lambda: wire.sent > wire.most)
    await wire.cut()
