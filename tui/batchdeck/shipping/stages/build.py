"""Building the image."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from batchdeck.docker.engine import Engine
from batchdeck.docker.errors import BuildError, DockerError
from batchdeck.domain.byte_size import size_text
from batchdeck.domain.container_image import LocalImage
from batchdeck.domain.image_build import BuildOrder, BuildProgress
from batchdeck.shipping.checks.machines import judge_architecture
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.services import Services
from batchdeck.shipping.state import ShipState, Stage, Status, Verdict


async def build(plan: Plan, _services: Services, state: ShipState) -> AsyncGenerator[ShipState]:
    """Builds, then looks whether the queue's machines run what came of it."""
    if plan.engine is None or plan.context is None or plan.order.build is None:
        yield _found(plan, state)
        return
    yield (state := state.changed(Stage.BUILD, status=Status.RUNNING, text="sending the context"))
    image_id = ""
    try:
        async with aclosing(plan.engine.build(build_order(plan))) as progresses:
            async for progress in progresses:
                image_id = progress.image_id or image_id
                yield (state := _building(plan, state, progress))
        made = await _inspected(plan.engine, image_id)
    except DockerError as error:
        yield _failed(state, error)
        return
    state = replace(state, made=replace(state.made, image=made.id))
    judged = judge_architecture(plan, (made.architecture,))
    text = f"{made.platform}, {size_text(made.size)}"
    if judged.verdict is Verdict.BAD:
        failed = state.changed(Stage.BUILD, status=Status.FAILED, text=text)
        yield replace(failed, problem=judged.text)
        return
    yield state.changed(Stage.BUILD, status=Status.DONE, text=text)


def _found(plan: Plan, state: ShipState) -> ShipState:
    if plan.pushed:
        return state.changed(Stage.BUILD, status=Status.SKIPPED, text="the image is in ECR")
    assert plan.local is not None
    state = replace(state, made=replace(state.made, image=plan.local.id))
    text = f"the engine has {plan.order.image}"
    return state.changed(Stage.BUILD, status=Status.SKIPPED, text=text)


def build_order(plan: Plan) -> BuildOrder:
    """What the engine is asked to build for a shipment of a folder."""
    order = plan.order
    assert plan.context is not None
    assert order.build is not None
    return BuildOrder(
        plan.context,
        tags=(f"{order.repository}:{order.tag}",),
        build_args=order.build.arguments,
        platform=plan.platform,
        target=order.build.target,
        pull=order.build.pull,
        no_cache=order.build.no_cache,
        logins=plan.logins,
    )


def _building(plan: Plan, state: ShipState, progress: BuildProgress) -> ShipState:
    step = state.step(Stage.BUILD)
    output = progress.line or step.output
    if not progress.step:
        size = plan.context.size if plan.context else 0
        return state.changed(
            Stage.BUILD, output=output, done=progress.sent, total=size, unit="bytes"
        )
    return state.changed(
        Stage.BUILD,
        text=progress.instruction,
        output=output,
        done=progress.step,
        total=progress.steps,
        unit="steps",
    )


async def _inspected(engine: Engine, image_id: str) -> LocalImage:
    if not image_id:
        raise BuildError("the engine ended the build and told of no image")
    return await engine.inspect(image_id)


def _failed(state: ShipState, error: DockerError) -> ShipState:
    where = ""
    details: tuple[str, ...] = ()
    if isinstance(error, BuildError):
        details = error.lines
        if error.step:
            where = f"step {error.step} of {error.steps}: {error.instruction}: "
    text = where.rstrip(": ") or state.step(Stage.BUILD).text
    failed = state.changed(Stage.BUILD, status=Status.FAILED, text=text)
    return replace(failed, problem=f"{where}{error}", advice=error.advice, details=details)
