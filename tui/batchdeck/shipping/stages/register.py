"""Registering the revision that has the image."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace

from batchdeck.aws.errors import AwsError, UncertainError
from batchdeck.domain.definition_document import DefinitionDocument
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.services import Services
from batchdeck.shipping.state import ShipState, Stage, Status

LOOKS = 5
"""So often a revision is looked for whose maker got no answer."""
EVERY = 1.0
"""Seconds between two looks."""
_STAGE = Stage.REGISTER


async def register(plan: Plan, services: Services, state: ShipState) -> AsyncGenerator[ShipState]:
    """Registers by digest, by one request; looks for the revision when its answer is lost."""
    revision = plan.revision(state.made.pushed)
    state = replace(state, difference=plan.difference(revision))
    if plan.base_reference and not state.difference:
        state = replace(state, made=replace(state.made, revision=plan.base_reference))
        text = f"{plan.base_reference} has this image already"
        yield state.changed(_STAGE, status=Status.SKIPPED, text=text)
        return
    definitions = services.account.definitions
    write = definitions.registration(revision)
    yield (
        state := state.changed(
            _STAGE,
            status=Status.RUNNING,
            text="; ".join(state.difference),
            command=write.line,
            is_sending=True,
        )
    )
    try:
        reference = await definitions.send_registration(write)
    except UncertainError as error:
        text = "the answer was lost: looking for the revision"
        state = state.changed(_STAGE, text=text, is_sending=False, is_lost=True)
        yield (state := replace(state, problem=str(error)))
        yield await _looked_up(plan, services, state, revision)
    except AwsError as error:
        failed = state.changed(_STAGE, status=Status.FAILED, is_sending=False)
        yield replace(failed, problem=str(error))
    else:
        yield _registered(state, reference, "was registered")


async def _looked_up(
    plan: Plan, services: Services, state: ShipState, revision: DefinitionDocument
) -> ShipState:
    """The revision that is as ours would be, and newer than what there was."""
    name = plan.order.definition
    for _ in range(LOOKS):
        try:
            known = await services.account.definitions.documents(name)
        except AwsError as error:
            state = replace(state, problem=f"{state.problem}; {error}")
            known = {}
        ours = [
            number
            for number, document in known.items()
            if number > plan.newest and document.members == revision.members
        ]
        if ours:
            return _registered(state, f"{name}:{min(ours)}", "is there")
        await services.sleep(EVERY)
    return state.changed(_STAGE, status=Status.UNCERTAIN, text="no such revision showed up")


def _registered(state: ShipState, reference: str, words: str) -> ShipState:
    state = replace(state, made=replace(state.made, revision=reference), problem="")
    return state.changed(
        _STAGE, status=Status.DONE, text=f"{reference} {words}", is_sending=False, is_lost=False
    )
