from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from batchdeck.docker.engine import Engine
from batchdeck.docker.errors import EngineAbsentError
from batchdeck.domain.container_engine import EngineDescription
from batchdeck.shipping.checks import image as module
from batchdeck.shipping.checks.image import built_for, check_image
from batchdeck.shipping.order import Build
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.state import Check, Stage, Verdict
from tests.shipping.dock import Dock, runs, to_its_end, until
from tests.shipping.test_order import ECR


class Described:
    """An engine of which only its description is asked."""

    description = EngineDescription("unix:///run/it.sock", "Docker", "27.0", "arm64", "linux")


async def found_engine() -> Engine:
    """One that is there."""
    return cast("Engine", Described())


async def no_engine() -> Engine:
    """None."""
    raise EngineAbsentError("no container engine answers", advice="start dockerd")


def texts(found: list[Check]) -> dict[str, tuple[Verdict, str]]:
    """What is said of each subject."""
    return {one.subject: (one.verdict, one.text) for one in found}


async def test_a_context_and_an_engine(dry_dock: Dock, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = Plan(dry_dock.order())
    services = dry_dock.services(find_engine=found_engine)
    told = texts(await check_image(plan, services))
    verdict, text = told["context"]
    assert verdict is Verdict.GOOD
    assert f"{dry_dock.folder}: 2 files, " in text
    assert told["engine"] == (Verdict.GOOD, "Docker 27.0 at unix:///run/it.sock, linux/arm64")
    assert await built_for(plan, services) == ("arm64",)
    plan.machines = {"a": frozenset({"amd64"})}
    assert await built_for(plan, services) == ("amd64",)
    plan.order = dry_dock.order(platform="linux/s390x")
    assert await built_for(plan, services) == ("s390x",)
    monkeypatch.setattr(module, "BIG", 1)
    verdict, text = texts(await check_image(plan, services))["context"]
    assert verdict is Verdict.WARNING
    assert "busybox" in text
    assert ".dockerignore" in text


async def test_nothing_to_build_from_and_nothing_to_build_with(dry_dock: Dock) -> None:
    plan = Plan(dry_dock.order(build=Build(Path("/nonexistent"))))
    told = texts(await check_image(plan, dry_dock.services(find_engine=no_engine)))
    assert {verdict for verdict, _ in told.values()} == {Verdict.BAD}
    assert "/nonexistent" in told["context"][1]
    assert told["engine"][1] == "no container engine answers: start dockerd"


@pytest.mark.engine
async def test_an_image_that_the_engine_has_or_not(dock: Dock) -> None:
    dock.define()
    state = await until(dock.shipment(), runs(Stage.REPOSITORY))
    assert state.made.image, state.problem
    plan = Plan(dock.order(build=None, image=f"{dock.name}:v1"))
    verdict, text = texts(await check_image(plan, dock.services()))["image"]
    assert verdict is Verdict.GOOD, text
    assert plan.local
    assert f"is for {plan.local.platform}" in text
    assert await built_for(plan, dock.services()) == (plan.local.architecture,)
    plan = Plan(dock.order(build=None, image="batchdeck-tests/nothing:1"))
    verdict, text = texts(await check_image(plan, dock.services()))["image"]
    assert verdict is Verdict.BAD
    assert "batchdeck-tests/nothing:1" in text


@pytest.mark.engine
async def test_an_image_that_is_in_ecr_needs_no_engine(dock: Dock) -> None:
    dock.define()
    shipped = (await to_its_end(dock.shipment(follows=False))).made.pushed
    services = dock.services(find_engine=no_engine)
    uri, _, digest = shipped.partition("@")
    for reference in (f"{uri}:v1", shipped):
        plan = Plan(dock.order(build=None, repository="", image=reference))
        verdict, text = texts(await check_image(plan, services))["image"]
        assert verdict is Verdict.GOOD
        assert digest in text
        assert plan.pushed == shipped
        assert await built_for(plan, services) == ("amd64",)
    plan = Plan(dock.order(build=None, repository="", image=f"{uri}:other"))
    verdict, text = texts(await check_image(plan, services))["image"]
    assert (verdict, text) == (Verdict.BAD, f"{uri} has no image other")


async def test_images_elsewhere_have_to_be_brought_here(dry_dock: Dock) -> None:
    order = dry_dock.order(build=None, repository="", image=ECR)
    verdict, text = texts(await check_image(Plan(order), dry_dock.services()))["image"]
    assert verdict is Verdict.BAD
    assert "is no repository of this account" in text
    order = replace(order, image="worker:1")
    verdict, text = texts(await check_image(Plan(order), dry_dock.services()))["image"]
    assert verdict is Verdict.BAD
    assert "worker:1 names no registry" in text
