from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest
from docker import DockerClient

from batchdeck.docker.context import read_context
from batchdeck.docker.engine import Engine
from batchdeck.docker.errors import BuildError, ContextError, EngineUnreachableError
from batchdeck.domain.image_build import BuildOrder
from tests.docker.conftest import SOCKET
from tests.docker.kitchen import SHELL, folder, order, unique
from tests.docker.marks import containers, processes
from tests.docker.scripted_engine import scripted_engine
from tests.docker.waiting import all_of, reached, until
from tests.docker.wire import socket_wire

engine_only = pytest.mark.engine


@engine_only
async def test_a_build_from_its_first_step_to_its_image(
    here: Engine, tag: str, tmp_path: Path
) -> None:
    mark = unique("mark")
    other = tag.replace(":v1", ":other")
    given = await order(tmp_path, f"{SHELL}ARG WHO\nRUN echo {mark} for $WHO\n", tag, other)
    progress = await all_of(here.build(replace(given, build_args=(("WHO", "you"),))))
    steps = [(p.step, p.steps, p.instruction) for p in progress if p.step]
    assert steps[0] == (1, 4, "FROM scratch")
    assert steps[-1] == (4, 4, f"RUN echo {mark} for $WHO")
    assert f"{mark} for you" in {p.line for p in progress}
    assert [p.image_id for p in progress if p.image_id] == [progress[-1].image_id]
    image = await here.inspect(tag)
    assert image.id == progress[-1].image_id
    assert {*image.tags} == {tag, other}


@engine_only
async def test_a_context_with_a_dockerfile_outside_and_a_target(
    here: Engine, tag: str, tmp_path: Path
) -> None:
    made = folder(tmp_path, "not even a Dockerfile\n")
    (made / "left-out").write_text("x")
    (made / ".dockerignore").write_text("left-out\n")
    outside = tmp_path / "outside.Dockerfile"
    outside.write_text(
        "FROM scratch AS first\nCOPY . /all/\nLABEL which=first\nFROM scratch\nLABEL which=last\n"
    )
    context = await read_context(made, outside)
    given = replace(await order(tmp_path, SHELL, tag), context=context, target="first")
    assert (await all_of(here.build(given)))[-1].image_id
    assert (await here.inspect(tag)).size > 500_000


@engine_only
async def test_how_much_of_a_large_context_has_gone(here: Engine, tag: str, tmp_path: Path) -> None:
    made = folder(tmp_path, "FROM scratch\nCOPY Dockerfile /\n")
    with (made / "large").open("wb") as large:
        large.truncate(2**28)
    given = replace(await order(tmp_path, SHELL, tag), context=await read_context(made))
    async with aclosing(here.build(given)) as progress:
        found = await reached(progress, lambda p: p.sent > 2**20 or p.step > 0)
    assert found.step == 1 or 0 < found.sent < 2**28 + 2**22


@engine_only
@pytest.mark.parametrize(
    ("instructions", "step", "instruction", "message", "advice"),
    [
        ("RUN echo one; echo two >&2; exit 3", 3, "RUN echo", "non-zero code: 3", ""),
        ("RUN echo x > /dev/full", 3, "RUN echo x", "non-zero code: 1", "docker system df"),
        ("COPY nope /x", 3, "COPY nope", "not found in build context", "context folder"),
        ("NOPE x", 0, "NOPE x", "line 3: unknown instruction: NOPE", ""),
        ("USER nobody\nRUN id", 4, "RUN id", "unable to find user nobody", ""),
        ("RUN wget http://nowhere.invalid/", 3, "RUN wget", "non-zero code", "HTTP_PROXY"),
        ("FROM localhost:5000/batchdeck-tests/none:1", 3, "FROM localhost", "unknown", "its name"),
        ("FROM localhost:9/batchdeck-tests/none:1", 3, "FROM", "refused", "docker save"),
        ("FROM nowhere.invalid/none:1", 3, "FROM nowhere", "no such host", "docker save"),
    ],
)
async def test_a_failure_points_at_its_step(
    here: Engine,
    registry: str,
    tmp_path: Path,
    instructions: str,
    step: int,
    instruction: str,
    message: str,
    advice: str,
) -> None:
    assert registry
    with pytest.raises(BuildError, match=message) as caught:
        await all_of(here.build(await order(tmp_path, f"{SHELL}{instructions}\n")))
    error = caught.value
    assert error.step == step
    assert error.instruction.startswith(instruction)
    assert advice.replace("its name", "look at the name") in error.advice


@engine_only
async def test_the_last_lines_of_the_step_are_told(here: Engine, tmp_path: Path) -> None:
    noisy = "for n in $(seq 50); do echo line $n; done; printf '\\033]52;c;aGk=\\007end'; exit 1"
    with pytest.raises(BuildError) as caught:
        await all_of(here.build(await order(tmp_path, f"{SHELL}RUN {noisy}\n")))
    assert caught.value.lines[-2:] == ("line 50", "end")
    assert len(caught.value.lines) <= 21


@engine_only
async def test_a_platform_that_the_base_image_is_not_made_for(
    here: Engine, shell_image: str, tmp_path: Path
) -> None:
    other = "arm64" if here.description.architecture == "amd64" else "amd64"
    given = replace(await order(tmp_path, f"FROM {shell_image}\n"), platform=f"linux/{other}")
    words = f"became linux/{here.description.architecture}, not linux/{other} as asked"
    with pytest.raises(BuildError, match=words) as caught:
        await all_of(here.build(given))
    assert f"--platform linux/{other}" in caught.value.advice


@engine_only
async def test_another_platform_from_scratch(here: Engine, tag: str, tmp_path: Path) -> None:
    given = await order(tmp_path, "FROM scratch\nCOPY busybox /x\n", tag)
    await all_of(here.build(replace(given, platform="linux/arm64")))
    assert (await here.inspect(tag)).platform.startswith("linux/arm64")
    with pytest.raises(BuildError, match="unknown operating system or architecture"):
        await all_of(here.build(replace(given, platform="bogus")))


@engine_only
@pytest.mark.parametrize("how", ["closed", "cancelled"])
async def test_a_build_that_nobody_waits_for_any_more_ends(
    here: Engine, engine: DockerClient, tmp_path: Path, how: str
) -> None:
    mark = unique("stopped")
    given = await order(tmp_path, f"{SHELL}RUN echo {mark}; sleep 3600; echo\n")
    progress = here.build(given)
    await reached(progress, lambda p: p.line == mark)
    assert containers(engine, mark)
    assert processes(mark)
    if how == "closed":
        await progress.aclose()
    else:
        waiting = asyncio.ensure_future(anext(progress))
        await asyncio.sleep(0)
        waiting.cancel()
        assert isinstance((await asyncio.gather(waiting, return_exceptions=True))[0], BaseException)
    await until(lambda: not containers(engine, mark) and not processes(mark))


@engine_only
async def test_stopped_while_the_context_is_sent(tmp_path: Path, engine: DockerClient) -> None:
    made = folder(tmp_path, "FROM scratch\nCOPY Dockerfile /\n")
    with (made / "large").open("wb") as large:
        large.truncate(2**30)
    assert engine.ping()
    async with socket_wire(tmp_path / "e.sock", SOCKET) as wire:
        wire.most = 2**20
        found = await Engine.find({"DOCKER_HOST": f"unix://{tmp_path}/e.sock"})
        given = replace(await order(tmp_path, SHELL), context=await read_context(made))
        async with aclosing(found.build(given)) as progress:
            state = await reached(progress, lambda p: p.sent > 2**20)
            assert (state.step, state.line) == (0, "")
        await until(lambda: not wire.connections)
        await found.close()


@engine_only
async def test_an_engine_that_vanishes_during_a_build(engine: DockerClient, tmp_path: Path) -> None:
    mark = unique("vanished")
    async with socket_wire(tmp_path / "e.sock", SOCKET) as wire:
        found = await Engine.find({"DOCKER_HOST": f"unix://{tmp_path}/e.sock"})
        progress = found.build(await order(tmp_path, f"{SHELL}RUN echo {mark}; sleep 3600; echo\n"))
        await reached(progress, lambda p: p.line == mark)
        await wire.cut()
        with pytest.raises(EngineUnreachableError, match=r"engine at unix://.*e\.sock"):
            await all_of(progress)
        await found.close()
    await until(lambda: not containers(engine, mark))


@engine_only
async def test_a_file_that_goes_while_it_is_sent(here: Engine, tmp_path: Path) -> None:
    given = await order(tmp_path, SHELL)
    (given.context.folder / "busybox").unlink()
    with pytest.raises(ContextError, match="busybox: No such file"):
        await all_of(here.build(given))


@engine_only
async def test_logins_that_cannot_be_read_stop_no_build(
    engine: DockerClient, tag: str, tmp_path: Path
) -> None:
    assert engine.ping()
    (tmp_path / "config.json").write_text('{"credsStore": "batchdeck-never-installed"}')
    found = await Engine.find({"DOCKER_CONFIG": str(tmp_path)})
    progress = await all_of(found.build(await order(tmp_path, SHELL, tag)))
    assert "cannot be read" in progress[0].line
    assert progress[-1].image_id
    await found.close()


async def test_a_disk_that_is_full(tmp_path: Path) -> None:
    """The words are Docker's; filling the disk of this machine's engine would hurt others."""
    full = "Error processing tar file(exit status 1): write /x: no space left on device"
    async with scripted_engine() as scripted:
        scripted.answers["/build"] = [
            {"stream": "Step 1/1 : COPY x /x"},
            {"errorDetail": {"message": full}, "error": full},
        ]
        found = await Engine.find({"DOCKER_HOST": scripted.address})
        with pytest.raises(BuildError, match="no space left") as caught:
            await all_of(found.build(await order(tmp_path, SHELL)))
        await found.close()
    assert "docker system df" in caught.value.advice


async def test_an_end_without_an_image_is_no_success(tmp_path: Path) -> None:
    async with scripted_engine() as scripted:
        scripted.answers["/build"] = [{"stream": "Step 1/1 : FROM scratch"}]
        found = await Engine.find({"DOCKER_HOST": scripted.address})
        with pytest.raises(BuildError, match="ended without an image"):
            await all_of(found.build(await order(tmp_path, SHELL)))
        await found.close()


async def undisturbed(engine: Engine, given: BuildOrder) -> str:
    """The id of an image, built while other tests remove theirs, which spoils such a build."""
    while True:
        try:
            return (await all_of(engine.build(given)))[-1].image_id
        except BuildError as error:
            if "unable to find image" not in str(error):
                raise


@engine_only
async def test_the_same_image_again_comes_from_the_cache(
    here: Engine, tag: str, tmp_path: Path
) -> None:
    given = replace(await order(tmp_path, f"{SHELL}RUN echo x > /made\n", tag), no_cache=False)
    first = await undisturbed(here, given)
    assert await undisturbed(here, given) == first
    assert await undisturbed(here, replace(given, no_cache=True)) != first
