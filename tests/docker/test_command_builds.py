from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from docker import DockerClient

from batchdeck.docker.engine import Engine
from batchdeck.docker.errors import BuildError, ContextError
from tests.docker.kitchen import SHELL, order, unique
from tests.docker.marks import processes
from tests.docker.waiting import all_of, reached, until

pytestmark = pytest.mark.engine

MOUNT = "RUN --mount=type=cache,target=/cache"

WITH_BUILDKIT = [
    path
    for folder in ("/usr/bin", "/usr/local/bin")
    if (path := shutil.which("docker", path=folder))
]
"""Every docker command of this machine; an old one has BuildKit's part built in."""


@pytest_asyncio.fixture
async def buildkit(engine: DockerClient, tmp_path: Path) -> AsyncIterator[Engine]:
    """The engine with a docker command that can use its BuildKit."""
    assert engine.ping()
    for command in WITH_BUILDKIT:
        if await _builds(command):
            found = await Engine.find({"HOME": str(tmp_path), "PATH": str(Path(command).parent)})
            yield found
            await found.close()
            return
    pytest.skip("no docker command of this machine comes with BuildKit's part")


async def _builds(command: str) -> bool:
    """Whether a command can use BuildKit."""
    process = await asyncio.create_subprocess_exec(
        *(command, "build", "--help"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={"DOCKER_BUILDKIT": "1", "HOME": "/nonexistent"},
    )
    said, problem = await process.communicate()
    return b"--secret" in said and b"missing" not in problem


async def test_a_dockerfile_that_only_buildkit_understands(
    buildkit: Engine, tag: str, tmp_path: Path
) -> None:
    mark = unique("mark")
    given = await order(tmp_path, f"{SHELL}ARG WHO\n{MOUNT} echo {mark} for $WHO\n", tag)
    progress = await all_of(buildkit.build(replace(given, build_args=(("WHO", "you"),))))
    assert f"{mark} for you" in {p.line for p in progress}
    assert (2, 2) in {(p.step, p.steps) for p in progress}
    assert (await buildkit.inspect(tag)).id == progress[-1].image_id


async def test_a_failure_points_at_its_step(buildkit: Engine, tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="exit code: 3") as caught:
        await all_of(
            buildkit.build(await order(tmp_path, f"{SHELL}{MOUNT} echo one; echo two; exit 3\n"))
        )
    error = caught.value
    assert (error.step, error.steps) == (2, 2)
    assert error.instruction.startswith(MOUNT)
    assert error.lines == ("one", "two")


async def test_arguments_are_not_shown_to_other_users(buildkit: Engine, tmp_path: Path) -> None:
    secret = unique("secret")
    given = await order(tmp_path, f"{SHELL}ARG WHO\n{MOUNT} sleep 3600; echo\n")
    progress = buildkit.build(replace(given, build_args=(("WHO", secret),)))
    await reached(progress, lambda p: p.step == 2)
    assert processes("--build-arg=WHO")
    assert not processes(secret)
    await progress.aclose()


async def test_a_build_that_nobody_waits_for_any_more_ends(
    buildkit: Engine, tmp_path: Path
) -> None:
    mark = unique("stopped")
    given = await order(tmp_path, f"{SHELL}{MOUNT} echo {mark}; sleep 3600; echo\n", mark)
    progress = buildkit.build(given)
    await reached(progress, lambda p: p.line == mark)
    assert processes(f"--tag={mark}")
    await progress.aclose()
    assert not processes(f"--tag={mark}")
    await until(lambda: not processes(mark))


async def test_a_file_that_goes_while_it_is_sent(buildkit: Engine, tmp_path: Path) -> None:
    given = await order(tmp_path, f"{SHELL}{MOUNT} echo\n")
    (given.context.folder / "busybox").unlink()
    with pytest.raises(ContextError, match="busybox: No such file"):
        await all_of(buildkit.build(given))


async def test_without_a_docker_command(engine: DockerClient, tmp_path: Path) -> None:
    assert engine.ping()
    found = await Engine.find({"HOME": str(tmp_path), "PATH": str(tmp_path)})
    with pytest.raises(BuildError, match=r"needs BuildKit \(RUN --mount\).* no docker") as caught:
        await all_of(found.build(await order(tmp_path, f"{SHELL}{MOUNT} echo\n")))
    assert "docker-buildx" in caught.value.advice
    await found.close()


async def test_a_docker_command_without_buildx(engine: DockerClient, tmp_path: Path) -> None:
    assert engine.ping()
    command = tmp_path / "docker"
    # As Docker 28 says it when only its command was installed.
    command.write_text(
        "#!/bin/sh\necho 'ERROR: BuildKit is enabled but the buildx component is missing or "
        "broken.' >&2\nexit 1\n"
    )
    command.chmod(0o755)
    found = await Engine.find({"HOME": str(tmp_path), "PATH": f"{tmp_path}:/usr/bin:/bin"})
    with pytest.raises(BuildError, match=f"and {command} comes without buildx"):
        await all_of(found.build(await order(tmp_path, f"{SHELL}{MOUNT} echo\n")))
    await found.close()
