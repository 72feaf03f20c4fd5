from __future__ import annotations

from dataclasses import replace

from batchdeck.docker.context import read_context
from batchdeck.shipping.checks.base_images import check_base_images, registries
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.stages.build import build_order
from batchdeck.shipping.state import Verdict
from tests.screens.faulty_line import faulty_line
from tests.shipping.dock import SHELL, Dock, through

HERE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"
CHINA = "210987654321.dkr.ecr.cn-north-1.amazonaws.com.cn"


async def plan_of(dock: Dock, dockerfile: str, **arguments: str) -> Plan:
    """What is known once the context was read."""
    dock.write(dockerfile)
    order = dock.order()
    assert order.build is not None
    build = replace(order.build, arguments=tuple(arguments.items()))
    context = await read_context(dock.folder)
    return Plan(replace(order, build=build), context=context)


async def test_each_registry_of_ecr_is_named_once_and_no_other_is(dry_dock: Dock) -> None:
    text = f"FROM {HERE}/base:1 AS one\nFROM {HERE}/base:2\nFROM docker.io/python:3\n"
    plan = await plan_of(dry_dock, text, BASE=f"{CHINA}/base@sha256:aa", FLAGS="-O2")
    assert registries(plan) == (HERE, CHINA)
    assert registries(Plan(dry_dock.order())) == ()


async def test_the_engine_gets_a_login_for_each(dry_dock: Dock) -> None:
    plan = await plan_of(dry_dock, f"FROM {HERE}/base:1\n")
    (found,) = await check_base_images(plan, dry_dock.services())
    assert (found.verdict, HERE in found.text) == (Verdict.GOOD, True)
    (login,) = build_order(plan).logins
    assert (login.server, login.username) == (HERE, "AWS")
    password = login.password.reveal()
    assert password
    assert password not in repr(plan)


async def test_nobody_logs_in_for_other_images(dry_dock: Dock) -> None:
    plan = await plan_of(dry_dock, SHELL)
    assert await check_base_images(plan, dry_dock.services()) == []
    assert build_order(plan).logins == ()


async def test_without_a_login_it_is_tried_all_the_same(dry_dock: Dock) -> None:
    plan = await plan_of(dry_dock, f"FROM {HERE}/base:1\n")
    async with (
        faulty_line(dry_dock.cloud.endpoint) as line,
        through(dry_dock, line) as services,
    ):
        line.errors["GetAuthorizationToken"] = (400, "AccessDeniedException")
        (found,) = await check_base_images(plan, services)
    assert (found.verdict, plan.logins) == (Verdict.UNKNOWN, ())
    assert "ecr:GetAuthorizationToken" in found.text
