"""Pushing the image, and seeing it in ECR."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from batchdeck.aws.errors import AwsError
from batchdeck.docker.errors import DockerError, PushDeniedError, PushInterruptedError
from batchdeck.domain.byte_size import size_text
from batchdeck.domain.container_image import PushedImage, PushProgress
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.services import Services
from batchdeck.shipping.state import ShipState, Stage, Status

TRIES = 3
"""So often a push is tried whose connection breaks."""
PAUSE = 2.0
"""Seconds before another try; each pause is twice as long as the one before."""
LOOKS = 5
"""So often a pushed image is looked for in ECR."""
EVERY = 1.0
"""Seconds between two looks."""
_STAGE = Stage.PUSH


async def push(plan: Plan, services: Services, state: ShipState) -> AsyncGenerator[ShipState]:
    """Pushes with a login of its own; again when the connection breaks, not when it is denied."""
    if plan.pushed or plan.engine is None:
        state = replace(state, made=replace(state.made, pushed=plan.pushed))
        yield state.changed(_STAGE, status=Status.SKIPPED, text=f"{plan.pushed} is there")
        return
    yield (state := state.changed(_STAGE, status=Status.RUNNING, text="logging in"))
    for attempt in range(1, TRIES + 1):
        try:
            async with aclosing(_pushed_once(plan, services, state)) as states:
                async for state in states:
                    yield state
            return
        except PushInterruptedError as error:
            if attempt == TRIES:
                yield _failed(state, f"{error} ({TRIES} times)", error.advice)
                return
            pause = PAUSE * 2 ** (attempt - 1)
            text = f"{error}: once more in {pause:g} s, {attempt} of {TRIES} tries failed"
            yield (state := state.changed(_STAGE, text=text))
            await services.sleep(pause)
        except (DockerError, AwsError) as error:
            yield _failed(state, *_words(plan, state, error))
            return


async def _pushed_once(
    plan: Plan, services: Services, state: ShipState
) -> AsyncGenerator[ShipState]:
    """One push, to the digest that ECR shows. Raises `DockerError` and `AwsError`."""
    assert plan.engine is not None
    login = await services.account.repositories.login()
    uri = plan.repository_uri or f"{login.server}/{plan.order.repository}"
    login = replace(login, server=uri.partition("/")[0])
    pushed: PushedImage | None = None
    pushing = plan.engine.push(state.made.image, uri, plan.order.tag, login)
    async with aclosing(pushing) as progresses:
        async for progress in progresses:
            pushed = progress.pushed or pushed
            yield (state := _pushing(state, progress))
    if pushed is None:
        yield _failed(state, "the engine ended the push and told of no digest", "")
        return
    yield (state := state.changed(_STAGE, text=f"looking for {pushed.digest} in ECR"))
    yield await _seen(plan, services, state, pushed)


def _pushing(state: ShipState, progress: PushProgress) -> ShipState:
    settled = sum(layer.settled for layer in progress.layers)
    text = f"{settled} of {len(progress.layers)} layers are there"
    moving = [one for one in progress.layers if not one.settled and one.total]
    layers = (
        f"{one.id} {one.status.lower()} {size_text(one.done)} of {size_text(one.total)}"
        for one in moving
    )
    return state.changed(
        _STAGE,
        text=text,
        output=", ".join(layers),
        done=progress.done,
        total=progress.total,
        unit="bytes",
        layers=progress.layers,
    )


async def _seen(plan: Plan, services: Services, state: ShipState, pushed: PushedImage) -> ShipState:
    """The push is done when ECR shows its digest under the tag."""
    there = ""
    for look in range(LOOKS):
        if look:
            await services.sleep(EVERY)
        try:
            there = await services.account.repositories.digest(plan.order.repository, pushed.tag)
        except AwsError as error:
            text = f"{pushed.digest}, as the registry says: ECR was not asked: {error}"
            return _done(state, pushed, text)
        if there == pushed.digest:
            return _done(state, pushed, f"{pushed.digest} is in ECR")
    shown = f"ECR shows {there}" if there else "ECR shows none"
    problem = f"{pushed.digest} was pushed, but under the tag {pushed.tag} {shown}"
    return _failed(state, problem, "Somebody else may push to the same tag: choose another.")


def _done(state: ShipState, pushed: PushedImage, text: str) -> ShipState:
    state = replace(state, made=replace(state.made, pushed=pushed.reference))
    return state.changed(_STAGE, status=Status.DONE, text=text, output="")


def _words(plan: Plan, state: ShipState, error: DockerError | AwsError) -> tuple[str, str]:
    """What went wrong, and what to do about it."""
    advice = error.advice if isinstance(error, DockerError) else ""
    if isinstance(error, PushDeniedError):
        uri = state.made.repository or plan.order.repository
        return f"{error} (repository {uri})", advice or "See who may push to it."
    return str(error), advice


def _failed(state: ShipState, problem: str, advice: str) -> ShipState:
    failed = state.changed(_STAGE, status=Status.FAILED)
    return replace(failed, problem=problem, advice=advice)
