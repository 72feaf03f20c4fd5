"""Making the repository, where there is none."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace

from batchdeck.aws.errors import AwsError, UncertainError
from batchdeck.domain.image import Repository
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.services import Services
from batchdeck.shipping.state import ShipState, Stage, Status

_STAGE = Stage.REPOSITORY
_THERE = "RepositoryAlreadyExistsException"
LOOKS = 5
"""So often a repository is looked for whose maker got no answer."""
EVERY = 1.0
"""Seconds between two looks."""


async def repository(plan: Plan, services: Services, state: ShipState) -> AsyncGenerator[ShipState]:
    """Makes it by one request, and looks for it when the answer to that is lost."""
    if plan.repository is not None or plan.pushed or plan.is_repository_unknown:
        yield _there(plan, state)
        return
    name = plan.order.repository
    repositories = services.account.repositories
    write = repositories.creation(name, immutable_tags=plan.order.immutable_tags)
    yield (
        state := state.changed(
            _STAGE, status=Status.RUNNING, text=name, command=write.line, is_sending=True
        )
    )
    try:
        plan.repository = await repositories.send_creation(write)
    except UncertainError as error:
        text = "the answer was lost: looking for it"
        state = state.changed(_STAGE, text=text, is_sending=False, is_lost=True)
        yield (state := replace(state, problem=str(error)))
        yield await _looked_up(plan, services, state)
    except AwsError as error:
        state = state.changed(_STAGE, is_sending=False)
        if error.code == _THERE:
            yield await _looked_up(plan, services, state)
            return
        yield replace(state.changed(_STAGE, status=Status.FAILED), problem=str(error))
    else:
        yield _made(state, plan.repository, "was made")


def _there(plan: Plan, state: ShipState) -> ShipState:
    if plan.repository is None:
        text = "it could not be looked for: taken to be there"
        return state.changed(_STAGE, status=Status.SKIPPED, text=text)
    state = replace(state, made=replace(state.made, repository=plan.repository.uri))
    return state.changed(_STAGE, status=Status.SKIPPED, text=f"{plan.repository.uri} is there")


def _made(state: ShipState, found: Repository, words: str) -> ShipState:
    made = replace(state.made, repository=found.uri, repository_is_new=True)
    state = replace(state, made=made, problem="")
    text = f"{found.uri} {words}"
    return state.changed(_STAGE, status=Status.DONE, text=text, is_sending=False, is_lost=False)


async def _looked_up(plan: Plan, services: Services, state: ShipState) -> ShipState:
    for _ in range(LOOKS):
        try:
            plan.repository = await services.account.repositories.find(plan.order.repository)
        except AwsError as error:
            state = replace(state, problem=str(error))
        if plan.repository is not None:
            return _made(state, plan.repository, "is there")
        await services.sleep(EVERY)
    return state.changed(_STAGE, status=Status.UNCERTAIN, text="it did not show up")
