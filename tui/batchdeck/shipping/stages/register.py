"""Registering the revision that has the image."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from batchdeck.definitions.registering import (
    NotFound,
    Refused,
    Registered,
    Registering,
    RegisterState,
    Uncertain,
)
from batchdeck.definitions.registering import register as send
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.services import Services
from batchdeck.shipping.state import ShipState, Stage, Status

_STAGE = Stage.REGISTER


async def register(plan: Plan, services: Services, state: ShipState) -> AsyncGenerator[ShipState]:
    """Registers by digest, by one request; looks for the revision when its answer is lost."""
    revision = plan.revision(state.made.pushed)
    state = replace(state, difference=plan.difference(revision))
    if plan.has_image(revision):
        made = replace(state.made, revision=plan.base_reference)
        state = replace(state, made=made, difference=())
        text = f"{plan.base_reference} has this image already"
        yield state.changed(_STAGE, status=Status.SKIPPED, text=text)
        return
    sending = send(
        services.account.definitions, revision, clock=services.clock, sleep=services.sleep
    )
    async with aclosing(sending) as steps:
        async for step in steps:
            yield (state := _shown(state, step))


def _shown(state: ShipState, step: RegisterState) -> ShipState:
    match step:
        case Registering(line):
            text = "; ".join(state.difference)
            return state.changed(
                _STAGE, status=Status.RUNNING, text=text, command=line, is_sending=True
            )
        case Registered(reference, found):
            state = replace(state, made=replace(state.made, revision=reference), problem="")
            text = f"{reference} {'is there' if found else 'was registered'}"
            done = Status.DONE
            return state.changed(_STAGE, status=done, text=text, is_sending=False, is_lost=False)
        case Refused(error):
            failed = state.changed(_STAGE, status=Status.FAILED, is_sending=False)
            return replace(failed, problem=str(error))
        case Uncertain(error):
            text = "the answer was lost: looking for the revision"
            lost = state.changed(_STAGE, text=text, is_sending=False, is_lost=True)
            return replace(lost, problem=str(error))
        case NotFound(problem):
            more = f"; looking for it: {problem}" if problem else ""
            state = replace(state, problem=f"{state.problem}{more}")
            text = "no such revision showed up"
            return state.changed(_STAGE, status=Status.UNCERTAIN, text=text)
