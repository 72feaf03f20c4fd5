"""The first stage: everything is looked at, nothing is changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import replace

from batchdeck.shipping.checks.base_images import check_base_images
from batchdeck.shipping.checks.definition import check_definition, check_platform
from batchdeck.shipping.checks.image import built_for, check_image
from batchdeck.shipping.checks.machines import check_queue, judge_architecture
from batchdeck.shipping.checks.repository import check_repository
from batchdeck.shipping.checks.roles import check_roles
from batchdeck.shipping.order import problems
from batchdeck.shipping.plan import DIGEST, Plan
from batchdeck.shipping.services import Services
from batchdeck.shipping.state import Check, ShipState, Stage, Status, Verdict

Look = Callable[[Plan, Services], Awaitable[list[Check]]]


async def check(plan: Plan, services: Services, state: ShipState) -> AsyncGenerator[ShipState]:
    """Looks at everything the order names. The last state is ready, or tells what is wrong."""
    yield (state := state.changed(Stage.CHECK, status=Status.RUNNING, text="looking"))
    found = [Check(one.field, Verdict.BAD, one.message) for one in problems(plan.order)]
    if services.account.connection.read_only:
        text = "this console only reads: nothing can be pushed, registered or submitted"
        found.append(Check("account", Verdict.BAD, text))
    if any(one.subject != "account" for one in found):
        yield _ended(state, found)
        return
    for looks in (
        (check_image, check_definition, check_repository),
        (check_queue, check_roles, check_base_images),
    ):
        async for each in _together(looks, plan, services):
            found += each
            yield (state := replace(state, checks=tuple(found)))
    found += check_platform(plan)
    if plan.machines or plan.local or plan.pushed:
        found.append(judge_architecture(plan, await built_for(plan, services)))
    yield _ended(_with_plan(state, plan, services), found)


async def _together(
    looks: tuple[Look, ...], plan: Plan, services: Services
) -> AsyncGenerator[list[Check]]:
    """What each of them finds, as soon as it has."""
    tasks = [asyncio.ensure_future(look(plan, services)) for look in looks]
    try:
        for done in asyncio.as_completed(tasks):
            yield await done
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _with_plan(state: ShipState, plan: Plan, services: Services) -> ShipState:
    """The state with the writes to come, and what the new revision changes."""
    account, order = services.account, plan.order
    if plan.base is None or plan.definition is None or not (plan.pushed or order.repository):
        return state
    uri = plan.repository_uri or f"REGISTRY/{order.repository}"
    revision = plan.revision(plan.pushed or f"{uri}@sha256:{DIGEST}")
    writes = []
    if not plan.pushed and plan.repository is None and not plan.is_repository_unknown:
        immutable = order.immutable_tags
        writes.append(account.repositories.creation(order.repository, immutable_tags=immutable))
    following = plan.base_reference
    if not plan.has_image(revision):
        following = f"{order.definition}:{plan.newest + 1}"
        writes.append(account.definitions.registration(revision))
    writes.append(account.batch.submission(order.submission(following), "TOKEN"))
    lines = tuple(one.line for one in writes)
    return replace(state, commands=lines, difference=plan.difference(revision))


def _ended(state: ShipState, found: list[Check]) -> ShipState:
    bad = [one for one in found if one.verdict is Verdict.BAD]
    state = replace(state, checks=tuple(found))
    if not bad:
        return state.changed(Stage.CHECK, status=Status.DONE, text=_summary(found))
    problem = "; ".join(f"{one.subject}: {one.text}" for one in bad)
    text = f"{len(bad)} of {len(found)} checks speak against it"
    return replace(state.changed(Stage.CHECK, status=Status.FAILED, text=text), problem=problem)


def _summary(found: list[Check]) -> str:
    counts = [(sum(one.verdict is each for one in found), each) for each in Verdict]
    return ", ".join(f"{count} {verdict}" for count, verdict in counts if count)
