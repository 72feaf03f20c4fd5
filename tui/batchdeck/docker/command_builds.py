"""Builds with BuildKit, through the `docker` command.

BuildKit asks back while it builds, by gRPC on the same connection: the command does that.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

from batchdeck.docker.addresses import Address
from batchdeck.docker.context_archive import archive, dockerfile_name
from batchdeck.docker.engine_api import EngineApi
from batchdeck.docker.errors import BuildError
from batchdeck.docker.images import made_for_platform
from batchdeck.docker.plain_reader import PlainReader
from batchdeck.domain.image_build import BuildContext, BuildOrder, BuildProgress

#: Seconds that a stopped command has to take its build down with it.
GRACE = 10.0
#: What the command says when it was installed without BuildKit's part.
_NO_BUILDX = "buildx component is missing"
_INSTALL = "install docker-buildx (or docker-buildx-plugin) beside the docker command"
_LONGEST = 2**20


async def build_by_command(
    api: EngineApi, order: BuildOrder, environ: Mapping[str, str], feature: str
) -> AsyncGenerator[BuildProgress]:
    """Build with BuildKit, which `feature` needs; the last progress holds the image's id.

    Raises BuildError, ContextError, EngineUnreachableError.
    """
    docker = shutil.which("docker", path=environ.get("PATH"))
    if docker is None:
        raise BuildError(
            f"the Dockerfile needs BuildKit ({feature}), and there is no docker command here",
            advice=_INSTALL,
        )
    reader = PlainReader()
    with tempfile.TemporaryDirectory(prefix="batchdeck-build-") as folder:
        image_file = Path(folder, "image")
        command = [docker, *_arguments(order, image_file)]
        async with _running(command, _environment(api.address, order, environ), order) as process:
            assert process.stdout
            async for line in process.stdout:
                if progress := reader.feed(line.decode("utf-8", "replace").rstrip("\r\n")):
                    yield progress
            code = await process.wait()
        if reader.said(_NO_BUILDX):
            raise BuildError(
                f"the Dockerfile needs BuildKit ({feature}), and {docker} comes without buildx",
                advice=_INSTALL,
            )
        if code != 0:
            raise reader.failure()
        image_id = await asyncio.to_thread(image_file.read_text, encoding="ascii")
    image = await made_for_platform(api, image_id.strip(), order.platform)
    yield reader.progress(image.id)


@asynccontextmanager
async def _running(
    command: list[str], environment: Mapping[str, str], order: BuildOrder
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The command, fed with the context; leaving the block ends it."""
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=environment,
        limit=_LONGEST,
    )
    feeding = asyncio.ensure_future(_feed(process, order.context))
    try:
        yield process
        await feeding
    finally:
        feeding.cancel()
        await asyncio.wait({feeding})
        await _ended(process)


async def _feed(process: asyncio.subprocess.Process, context: BuildContext) -> None:
    assert process.stdin
    try:
        async with aclosing(archive(context)) as pieces:
            async for piece in pieces:
                process.stdin.write(piece)
                await process.stdin.drain()
    except (BrokenPipeError, ConnectionResetError):
        # The command gave up, and says why itself.
        return
    finally:
        process.stdin.close()


async def _ended(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), GRACE)
    except TimeoutError:
        process.kill()
        await process.wait()


def _arguments(order: BuildOrder, image_file: Path) -> list[str]:
    arguments = ["build", "--progress=plain", f"--iidfile={image_file}"]
    arguments.append(f"--file={dockerfile_name(order.context)}")
    arguments += [f"--tag={tag}" for tag in order.tags]
    # Only the names: values may be secret, and every user of the machine sees arguments.
    arguments += [f"--build-arg={name}" for name, _ in order.build_args]
    arguments += [f"--platform={order.platform}"] if order.platform else []
    arguments += [f"--target={order.target}"] if order.target else []
    arguments += ["--pull"] if order.pull else []
    arguments += ["--no-cache"] if order.no_cache else []
    return [*arguments, "-"]


def _environment(address: Address, order: BuildOrder, environ: Mapping[str, str]) -> dict[str, str]:
    """What leads the command to this engine, and the values of the build arguments."""
    inherited = {name: value for name, value in environ.items() if not name.startswith("DOCKER_")}
    if config := environ.get("DOCKER_CONFIG", ""):
        inherited["DOCKER_CONFIG"] = config
    if address.certificates:
        inherited["DOCKER_CERT_PATH"] = str(address.certificates.folder)
        if address.certificates.verify:
            inherited["DOCKER_TLS_VERIFY"] = "1"
    return {
        **inherited,
        "DOCKER_HOST": address.url,
        "DOCKER_BUILDKIT": "1",
        **dict(order.build_args),
    }
