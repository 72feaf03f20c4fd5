"""Trying a job on this machine before it is submitted: the same image, the same command."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from batchdeck.docker.engine import Engine
from batchdeck.docker.errors import DockerError, ImageAbsentError, TrialError
from batchdeck.domain.container_engine import EngineDescription
from batchdeck.domain.container_image import LocalImage, PullProgress
from batchdeck.domain.image_build import BuildOrder
from batchdeck.domain.job import Container, EnvironmentVariable
from batchdeck.domain.resources import JobDefinition
from batchdeck.domain.secret import Secret
from batchdeck.domain.trial import TrialOrder
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.pull_source import FindSource
from batchdeck.shipping.stages.build import build_order

FindEngine = Callable[[], Awaitable[Engine]]
"""Finds the engine to try it on. Raises `DockerError`s."""
_REFERENCE = re.compile(r"Ref::([A-Za-z0-9_-]+)")
_OTHER_MACHINE = re.compile(r"exec format error", re.IGNORECASE)
#: What Batch tells every job of itself, as far as there is anything to tell.
_OF_BATCH = {"AWS_BATCH_JOB_ID": "trial", "AWS_BATCH_JOB_ATTEMPT": "1"}


@dataclass(frozen=True, slots=True)
class TrialPlan:
    """A container to be run here, and in what that differs from the job."""

    order: TrialOrder
    definition: str
    """`name:revision` of what it was made from."""
    differences: tuple[str, ...] = ()
    """One line each."""
    build: BuildOrder | None = None
    """What the image is built from first; None where it is there."""


@dataclass(frozen=True, slots=True)
class Trial:
    """How trying it goes: what came since the state before, and how things stand."""

    engine: EngineDescription | None = None
    """None while it is looked for."""
    image: LocalImage | None = None
    building: str = ""
    """Step and instruction of a build that goes on; empty before and after."""
    pulling: PullProgress | None = None
    """How far a pull that goes on has come."""
    container: str = ""
    """Id of the container once it runs."""
    shell: tuple[str, ...] = ()
    """Command line that gives a shell in it."""
    lines: tuple[str, ...] = ()
    """New lines of its output only."""
    is_over: bool = False
    """Nothing more will come, and the container is removed."""
    exit_code: int | None = None
    """Once it has ended by itself."""
    out_of_memory: bool = False
    reason: str = ""
    """What is worth saying about the way it ended."""
    problem: DockerError | None = None
    """Why it could not be tried, or not to its end."""

    @property
    def runs(self) -> bool:
        """Whether there is a container that a shell could be opened in."""
        return bool(self.container) and not self.is_over


def plan_trial(
    definition: JobDefinition,
    image: str = "",
    *,
    container: str = "",
    command: Sequence[str] = (),
    parameters: Mapping[str, str] | None = None,
    environment: Sequence[tuple[str, str]] = (),
    vcpus: float | None = None,
    memory: int | None = None,
) -> TrialPlan:
    """What a job of this definition would run, as a container of this machine.

    `image` replaces the definition's own; `container` names one of several, the first is
    meant without it; the rest overrides as `SubmitJob` does. Raises TrialError.
    """
    chosen = _container(definition, container)
    if not (image or chosen.image):
        raise TrialError(f"{definition.reference} names no image", advice="name one")
    known = {**dict(definition.parameters), **(parameters or {})}
    words = tuple(_replaced(word, known) for word in command or chosen.command)
    order = TrialOrder(
        image=image or chosen.image,
        command=words,
        environment=_environment(chosen, environment),
        memory=memory or chosen.memory,
        vcpus=vcpus or chosen.vcpus,
        user=chosen.user,
    )
    differences = tuple(_differences(definition, chosen, words))
    return TrialPlan(order, definition.reference, differences)


def plan_shipment_trial(plan: Plan) -> TrialPlan:
    """What the job of a shipment would run, built first where it is to be built.

    Raises TrialError while the checks have not come so far.
    """
    order = plan.order
    if plan.definition is None:
        raise TrialError("the job definition is not known yet", advice="wait for the checks")
    builds = order.build is not None and plan.context is not None
    made = plan_trial(
        plan.definition,
        f"{order.repository}:{order.tag}" if builds else plan.pushed or order.image,
        container=order.container,
        command=order.job.command,
        parameters=dict(order.job.parameters),
        environment=order.job.environment,
        vcpus=order.job.vcpus,
        memory=order.job.memory,
    )
    return replace(made, build=build_order(plan) if builds else None)


async def try_here(
    find_engine: FindEngine, plan: TrialPlan, find_source: FindSource | None = None
) -> AsyncGenerator[Trial]:
    """Run a planned trial to its end; closing the generator stops it and removes its container.

    An image that the engine does not have is built or pulled first; without `find_source` it
    is not pulled. Raises nothing of the engine: what fails is in the last state.
    """
    state = Trial()
    yield state
    engine: Engine | None = None
    try:
        engine = await find_engine()
        yield (state := replace(state, engine=engine.description))
        async with aclosing(_provide(engine, plan, state, find_source)) as states:
            async for state in states:
                yield state
        assert state.image is not None
        order = replace(plan.order, image=state.image.id)
        async with aclosing(_run(engine, order, state)) as states:
            async for state in states:
                yield state
    except DockerError as error:
        yield replace(state, lines=(), shell=(), problem=error, is_over=True)
    finally:
        if engine is not None:
            await engine.close()


async def _provide(
    engine: Engine, plan: TrialPlan, state: Trial, find_source: FindSource | None
) -> AsyncGenerator[Trial]:
    """The states until the engine has the image; the last one knows it."""
    if plan.build is not None:
        async with aclosing(_build(engine, plan.build, state)) as states:
            async for state in states:
                yield state
        return
    try:
        image = await engine.inspect(plan.order.image)
    except ImageAbsentError:
        if find_source is None:
            raise
    else:
        yield replace(state, image=image)
        return
    source = await find_source(plan.order.image)
    async with aclosing(engine.pull(source.reference, source.login)) as progresses:
        async for progress in progresses:
            under_way = None if progress.image else progress
            yield (state := replace(state, image=progress.image, pulling=under_way))


async def _build(engine: Engine, order: BuildOrder, state: Trial) -> AsyncGenerator[Trial]:
    """The states of a build; the last one knows the image."""
    made = ""
    async with aclosing(engine.build(order)) as progresses:
        async for progress in progresses:
            made = progress.image_id or made
            of = f"step {progress.step}/{progress.steps}: " if progress.step else ""
            building = f"{of}{progress.instruction}" or "sending the context"
            lines = (progress.line,) if progress.line else ()
            yield (state := replace(state, building=building, lines=lines))
    yield replace(state, building="", lines=(), image=await engine.inspect(made))


async def _run(engine: Engine, order: TrialOrder, state: Trial) -> AsyncGenerator[Trial]:
    """The states of a container; the last one comes when it has been removed."""
    foreign = False
    async with aclosing(engine.run(order)) as running:
        async for seen in running:
            foreign = foreign or any(map(_OTHER_MACHINE.search, seen.lines))
            shell = tuple(engine.shell_command(seen.container))
            state = replace(state, container=seen.container, shell=shell, lines=seen.lines)
            if seen.ended:
                state = replace(
                    state,
                    exit_code=seen.exit_code,
                    out_of_memory=seen.out_of_memory,
                    reason=_why(seen.reason, order, state, foreign=foreign),
                )
            else:
                yield state
    yield replace(state, shell=(), is_over=True)


def _why(reason: str, order: TrialOrder, state: Trial, *, foreign: bool) -> str:
    image, engine = state.image, state.engine
    if foreign and image and engine and image.architecture != engine.architecture:
        return f"the image is for {image.platform}, this engine runs {engine.architecture}"
    return reason


def _container(definition: JobDefinition, name: str) -> Container:
    for container in definition.containers:
        if name in {"", container.name}:
            return container
    names = ", ".join(container.name for container in definition.containers) or "none"
    raise TrialError(
        f"{definition.reference} has no container {name}".rstrip(), advice=f"it has: {names}"
    )


def _replaced(word: str, parameters: Mapping[str, str]) -> str:
    """A word of a command with what is known of its parameters; longer names come first."""
    if not parameters:
        return word
    names = sorted(parameters, key=len, reverse=True)
    known = re.compile("Ref::(" + "|".join(map(re.escape, names)) + ")")
    return known.sub(lambda found: parameters[found[1]], word)


def _environment(
    container: Container, given: Sequence[tuple[str, str]]
) -> tuple[EnvironmentVariable, ...]:
    """Batch's own variables first: a definition cannot name them, and nothing hides them."""
    variables = {name: Secret(value) for name, value in _OF_BATCH.items()}
    variables |= {variable.name: variable.value for variable in container.environment}
    variables |= {name: Secret(value) for name, value in given}
    return tuple(EnvironmentVariable(name, value) for name, value in variables.items())


def _differences(
    definition: JobDefinition, container: Container, command: Sequence[str]
) -> Iterator[str]:
    missing = dict.fromkeys(name for word in command for name in _REFERENCE.findall(word))
    for name in missing:
        yield f"Ref::{name} has no value here: it goes as it is"
    for secret in container.secrets:
        yield f"secret not fetched: {secret}"
    if container.job_role:
        yield f"no AWS credentials: the job would have those of {container.job_role}"
    for file_system in container.file_systems:
        yield f"not mounted: {file_system}"
    if container.gpus:
        yield f"without its {container.gpus} GPUs"
    if len(definition.containers) > 1:
        yield f"alone: the job has {len(definition.containers)} containers"
