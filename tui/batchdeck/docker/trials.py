"""Runs containers, and leaves none behind.

Source: Docker Engine API, "Create a container", "Attach to a container", "Wait".
"""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import AsyncGenerator, Coroutine, Sequence
from contextlib import aclosing
from typing import Any, TypeVar

from batchdeck.docker.engine_api import EngineApi
from batchdeck.docker.errors import (
    EngineRefusedError,
    EngineUnreachableError,
    ImageAbsentError,
    TrialError,
)
from batchdeck.docker.frames import OutputReader
from batchdeck.docker.output import readable
from batchdeck.domain.clean import clean
from batchdeck.domain.trial import TrialOrder, TrialState

#: Label of every container that is made here, so that one can be found by hand.
LABEL = "batchdeck.trial"
Result = TypeVar("Result")
_MIB = 2**20
_NANO = 10**9
_NO_PROGRAM = re.compile("executable file not found|no such file or directory", re.IGNORECASE)
_OTHER_MACHINE = re.compile("exec format error", re.IGNORECASE)


async def run(api: EngineApi, order: TrialOrder) -> AsyncGenerator[TrialState]:
    """Run a container to its end; the last state tells how it ended.

    The container is removed on every way out. Raises TrialError, ImageAbsentError,
    EngineUnreachableError.
    """
    # By a name of our own it can be removed even when the answer to its creation was lost.
    name = f"batchdeck-trial-{uuid.uuid4().hex[:12]}"
    try:
        container = await _unbroken(_create(api, name, order))
        async with aclosing(_followed(api, container)) as states:
            async for state in states:
                yield state
    finally:
        await _unbroken(_remove(api, name))


async def _create(api: EngineApi, name: str, order: TrialOrder) -> str:
    """The id of a new container."""
    cpus = int((await api.call("GET", "/info")).get("NCPU") or 1)
    try:
        made = await api.call(
            "POST", "/containers/create", params={"name": name}, body=_body(order, cpus)
        )
    except EngineRefusedError as error:
        if error.status == 404:
            raise ImageAbsentError(
                f"the engine has no image {clean(order.image)}",
                advice="build it, or docker pull it first",
            ) from error
        raise TrialError(str(error), advice=_advice(str(error))) from error
    return str(made["Id"])


def _body(order: TrialOrder, cpus: int) -> dict[str, Any]:
    """The container as the engine wants it described."""
    host: dict[str, Any] = {
        # The output is read as it is written; it need not lie on the engine's disk too.
        "LogConfig": {"Type": "none"},
        "NetworkMode": order.network or "default",
    }
    if order.memory:
        # Jobs have no swap unless their definition says so.
        host["Memory"] = host["MemorySwap"] = order.memory * _MIB
    if order.vcpus:
        # An engine refuses more than it has, and a job may want more than this machine.
        host["NanoCpus"] = int(min(order.vcpus, cpus) * _NANO)
    return {
        "Image": order.image,
        "Cmd": list(order.command) or None,
        "Env": [f"{variable.name}={variable.value.reveal()}" for variable in order.environment],
        "User": order.user,
        "Labels": {LABEL: "1"},
        "AttachStdout": True,
        "AttachStderr": True,
        "HostConfig": host,
    }


async def _followed(api: EngineApi, container: str) -> AsyncGenerator[TrialState]:
    reader = OutputReader()
    path = f"/containers/{container}"
    wanted = {"stream": "1", "stdout": "1", "stderr": "1"}
    # Attached before it starts, so that nothing it writes is missed.
    try:
        async with api.asked("POST", f"{path}/attach", wanted, patience=None) as output:
            await api.call("POST", f"{path}/start")
            yield TrialState(container)
            async with aclosing(api.chunks(output)) as chunks:
                async for chunk in chunks:
                    if lines := reader.feed(chunk):
                        yield TrialState(container, tuple(lines))
    except EngineRefusedError as error:
        # Podman makes the container when somebody attaches, Docker when it starts.
        raise TrialError(str(error), advice=_advice(str(error))) from error
    await api.call("POST", f"{path}/wait", patience=None)
    ended = await api.call("GET", f"{path}/json")
    yield _end(container, reader.rest(), ended.get("State") or {})


def _end(container: str, lines: Sequence[str], said: dict[str, Any]) -> TrialState:
    code = said.get("ExitCode")
    return TrialState(
        container,
        tuple(lines),
        ended=True,
        exit_code=code if isinstance(code, int) else None,
        out_of_memory=said.get("OOMKilled") is True,
        reason=readable(str(said.get("Error") or "")),
    )


async def _remove(api: EngineApi, name: str) -> None:
    try:
        await api.call("DELETE", f"/containers/{name}", params={"force": "1", "v": "1"})
    except EngineRefusedError as error:
        # It was never made, or somebody is removing it already.
        if error.status not in {404, 409}:
            raise TrialError(
                f"container {name} could not be removed: {error}", advice=f"docker rm -f {name}"
            ) from error
    except EngineUnreachableError as error:
        raise EngineUnreachableError(
            f"{error}; container {name} may still be there", advice=f"docker rm -f {name}"
        ) from error


async def _unbroken(work: Coroutine[Any, Any, Result]) -> Result:
    """The result of something that is brought to its end even when nobody waits any more."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise


def _advice(message: str) -> str:
    if _OTHER_MACHINE.search(message):
        return "the image is made for another architecture than this engine"
    if _NO_PROGRAM.search(message):
        return "the first word of the command must be a program in the image"
    if "unable to find user" in message:
        return "name a user of the image, or a number"
    return ""
