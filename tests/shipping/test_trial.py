from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from docker import DockerClient

from batchdeck.docker.context import read_context
from batchdeck.docker.engine import Engine
from batchdeck.docker.errors import BuildError, EngineAbsentError, ImageAbsentError, TrialError
from batchdeck.domain.job import Container, EnvironmentVariable
from batchdeck.domain.resources import JobDefinition
from batchdeck.domain.secret import Secret
from batchdeck.domain.submission import Submission
from batchdeck.shipping.order import Build, Order
from batchdeck.shipping.plan import Plan
from batchdeck.shipping.pull_source import PullSource
from batchdeck.shipping.trial import Trial, TrialPlan, plan_shipment_trial, plan_trial, try_here
from tests.docker.kitchen import SHELL, built, folder, unique
from tests.docker.marks import containers, processes
from tests.docker.scripted_engine import scripted_engine
from tests.docker.waiting import all_of, reached, until

HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"


def definition(*containers: Container, **members: Any) -> JobDefinition:
    """A revision with these containers."""
    return JobDefinition(
        "etl", 3, "arn:etl:3", "container", "ACTIVE", containers=containers, **members
    )


def shell(image: str, script: str, **members: Any) -> JobDefinition:
    return definition(Container(image=image, command=("sh", "-c", script), **members))


def told(plan: TrialPlan) -> dict[str, str]:
    """The variables that it gets."""
    return {one.name: one.value.reveal() for one in plan.order.environment}


@pytest_asyncio.fixture
async def image(engine: DockerClient, tmp_path: Path) -> Any:
    """The name of an image with a shell."""
    name = f"batchdeck-tests/{unique('trial')}:v1"
    found = await Engine.find({"HOME": str(tmp_path)})
    await built(found, tmp_path, SHELL, name)
    await found.close()
    yield name
    engine.images.remove(name, force=True)


async def find() -> Engine:
    return await Engine.find({"HOME": "/nonexistent"})


def test_the_container_is_the_job_s() -> None:
    token = EnvironmentVariable("TOKEN", Secret("hunter2"))
    plan = plan_trial(
        definition(
            Container(
                image="app:v1",
                command=("run", "--date=Ref::date", "Ref::date-Ref::mode", "Ref::none"),
                vcpus=0.5,
                memory=512,
                user="1000",
                environment=(token,),
            ),
            parameters=(("date", "today"), ("mode", "full")),
        ),
        parameters={"date": "2026-11-26"},
        environment=(("TOKEN", "mine"), ("MORE", "x")),
    )
    order = plan.order
    assert order.command == ("run", "--date=2026-11-26", "2026-11-26-full", "Ref::none")
    assert (order.image, order.vcpus, order.memory, order.user) == ("app:v1", 0.5, 512, "1000")
    assert told(plan) == {
        "AWS_BATCH_JOB_ID": "trial",
        "AWS_BATCH_JOB_ATTEMPT": "1",
        "TOKEN": "mine",
        "MORE": "x",
    }
    assert plan.definition == "etl:3"
    assert "hunter2" not in repr(plan)


def test_a_parameter_ends_where_a_known_name_does() -> None:
    words = Container(image="a", command=("Ref::in/Ref::inputRef::in", "Ref::in-2"))
    plan = plan_trial(definition(words, parameters=(("in", "1"), ("input", "22"))))
    assert plan.order.command == ("1/221", "1-2")


def test_what_overrides() -> None:
    plan = plan_trial(shell("app:v1", "true"), "sha256:1", command=("other",))
    assert (plan.order.image, plan.order.command) == ("sha256:1", ("other",))


def test_in_what_it_differs_from_the_job_is_told() -> None:
    plan = plan_trial(
        definition(
            Container(
                name="main",
                image="a",
                command=("Ref::x", "Ref::x"),
                secrets=("arn:aws:secretsmanager:1:secret:db",),
                job_role="arn:aws:iam::1:role/job",
                file_systems=("fs-1",),
                gpus=2,
            ),
            Container(name="side", image="b"),
        )
    )
    assert plan.differences == (
        "Ref::x has no value here: it goes as it is",
        "secret not fetched: arn:aws:secretsmanager:1:secret:db",
        "no AWS credentials: the job would have those of arn:aws:iam::1:role/job",
        "not mounted: fs-1",
        "without its 2 GPUs",
        "alone: the job has 2 containers",
    )
    assert plan_trial(shell("a", "true")).differences == ()


def test_one_of_several_containers() -> None:
    both = definition(Container(name="main", image="a"), Container(name="side", image="b"))
    assert plan_trial(both, container="side").order.image == "b"
    with pytest.raises(TrialError, match="etl:3 has no container other") as caught:
        plan_trial(both, container="other")
    assert caught.value.advice == "it has: main, side"


def test_nothing_to_run() -> None:
    with pytest.raises(TrialError, match=r"etl:3 has no container$"):
        plan_trial(definition())
    with pytest.raises(TrialError, match="etl:3 names no image"):
        plan_trial(definition(Container(command=("x",))))


@pytest.mark.engine
async def test_a_trial_from_its_start_to_its_exit_code(image: str, engine: DockerClient) -> None:
    mark = unique("tried")
    plan = plan_trial(
        shell(image, f"echo {mark} $AWS_BATCH_JOB_ATTEMPT; echo Ref::who; exit 3"),
        parameters={"who": "you"},
    )
    states = await all_of(try_here(find, plan))
    assert states[0] == Trial()
    assert [line for state in states for line in state.lines] == [f"{mark} 1", "you"]
    assert all(not state.is_over for state in states[:-1])
    assert any(state.runs and "batchdeck.docker.shell" in state.shell for state in states)
    last = states[-1]
    assert (last.is_over, last.exit_code, last.problem, last.shell) == (True, 3, None, ())
    assert last.image
    assert last.image.tags == (image,)
    assert not containers(engine, mark)


def test_nothing_is_tried_before_anything_is_known() -> None:
    job = Submission("etl", "queue", "etl")
    with pytest.raises(TrialError, match="not known yet"):
        plan_shipment_trial(Plan(Order(job, image="app:v1")))


def test_what_a_shipment_overrides() -> None:
    job = Submission(
        *("etl", "queue", "etl"),
        parameters=(("what", "it"),),
        environment=(("WHO", "me"),),
        vcpus=2,
        memory=256,
    )
    plan = Plan(Order(job, image="app:v1"), definition=shell("old:v1", "echo Ref::what", memory=64))
    trial = plan_shipment_trial(plan)
    assert trial.build is None
    assert trial.order.image == "app:v1"
    assert trial.order.command == ("sh", "-c", "echo it")
    assert (trial.order.vcpus, trial.order.memory) == (2, 256)
    assert told(trial)["WHO"] == "me"


@pytest.mark.engine
@pytest.mark.parametrize(("instruction", "code"), [("RUN echo built", 0), ("RUN exit 7", None)])
async def test_an_image_is_built_first(
    engine: DockerClient, tmp_path: Path, instruction: str, code: int | None
) -> None:
    name = f"batchdeck-tests/{unique('shipped')}"
    context = await read_context(folder(tmp_path, f"{SHELL}{instruction}\n"))
    order = Order(Submission("etl", "q", "etl"), Build(context.folder), repository=name, tag="v1")
    plan = Plan(order, context=context, definition=shell("old:v1", "echo $((40+2)) ran"))
    states = await all_of(try_here(find, plan_shipment_trial(plan)))
    assert f"step 3/3: {instruction}" in {state.building for state in states}
    lines = [line for state in states for line in state.lines]
    assert states[-1].exit_code == code
    if code is None:
        assert isinstance(states[-1].problem, BuildError)
        assert "42 ran" not in lines
    else:
        assert lines == ["built", "42 ran"]
        engine.images.remove(f"{name}:v1", force=True)


@pytest.mark.engine
async def test_an_image_that_is_not_here_is_pulled_first(
    image: str, engine: DockerClient, registry: str
) -> None:
    target = f"{registry}/batchdeck-tests/{unique('pulled')}"
    found = await find()
    await all_of(found.push(image, target, "v1"))
    await found.close()
    engine.images.remove(f"{target}:v1", force=True)
    made = shell(f"{HOST}/app:v1", "echo $((40+2)) ran")

    async def source(reference: str) -> PullSource:
        assert reference == f"{HOST}/app:v1"
        return PullSource(f"{target}:v1")

    states = await all_of(try_here(find, plan_trial(made), source))
    assert [line for state in states for line in state.lines] == ["42 ran"]
    assert states[-1].exit_code == 0
    engine.images.remove(f"{target}:v1", force=True)


@pytest.mark.engine
async def test_memory_as_the_definition_allows_it(image: str) -> None:
    hungry = shell(image, "a=xxxxxxxxxxxxxxxx; while :; do a=$a$a; done", memory=16)
    states = await all_of(try_here(find, plan_trial(hungry)))
    assert states[-1].out_of_memory
    assert states[-1].exit_code == 137


@pytest.mark.engine
async def test_stopped_it_leaves_nothing(image: str, engine: DockerClient) -> None:
    mark = unique("stopped")
    trials = try_here(find, plan_trial(shell(image, f"echo {mark}; sleep 3600; echo")))
    state = await reached(trials, lambda one: mark in one.lines)
    assert state.runs
    await trials.aclose()
    assert not containers(engine, mark)
    await until(lambda: not processes(mark))


@pytest.mark.engine
@pytest.mark.parametrize(
    ("made", "kind", "words"),
    [
        (definition(Container(image="batchdeck-tests/none:1")), ImageAbsentError, "no image"),
        (definition(Container(image="IMAGE", command=("none",))), TrialError, "not found"),
    ],
)
async def test_why_it_could_not_be_tried(
    image: str, made: JobDefinition, kind: type[Exception], words: str
) -> None:
    name = "" if "none:1" in made.containers[0].image else image
    last = (await all_of(try_here(find, plan_trial(made, name))))[-1]
    assert last.is_over
    assert isinstance(last.problem, kind)
    assert words in str(last.problem)
    assert last.engine


async def test_without_an_engine(tmp_path: Path) -> None:
    async def absent() -> Engine:
        return await Engine.find({"DOCKER_HOST": f"unix://{tmp_path}/none.sock"})

    states = await all_of(try_here(absent, plan_trial(shell("a", "true"))))
    assert states[:-1] == [Trial()]
    assert isinstance(states[-1].problem, EngineAbsentError)
    assert states[-1].is_over


async def test_an_image_for_another_machine() -> None:
    """The words of a kernel that cannot run it; seen with an arm64 image on amd64."""
    payload = b"exec /bin/sh: exec format error\n"
    async with scripted_engine() as scripted:
        scripted.answers |= {
            "/info": {"NCPU": 2},
            "/images/a/json": {"Id": "sha256:1", "Os": "linux", "Architecture": "arm64"},
            "/containers/create": {"Id": "c"},
            "/containers/c/attach": payload,
            "/containers/c/start": None,
            "/containers/c/wait": {"StatusCode": 1},
            "/containers/c/json": {"State": {"ExitCode": 1}},
        }

        async def scripted_one() -> Engine:
            return await Engine.find({"DOCKER_HOST": scripted.address})

        last = (await all_of(try_here(scripted_one, plan_trial(definition(Container(image="a"))))))[
            -1
        ]
    assert last.exit_code == 1
    assert last.reason == "the image is for linux/arm64, this engine runs amd64"
