"""Finds the container engine of this machine."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from batchdeck.docker.addresses import Address, addresses
from batchdeck.docker.engine_api import EngineApi
from batchdeck.docker.errors import (
    DockerError,
    EngineAbsentError,
    EngineDeniedError,
    EngineRefusedError,
    EngineUnreachableError,
)
from batchdeck.domain.clean import clean
from batchdeck.domain.container_engine import EngineDescription

#: The newest version of the Engine API that this package was written against.
NEWEST = "1.47"
#: Seconds that an engine may take to say what it is.
PATIENCE = 20.0

_INSTALL = "install Docker or Podman, or name an engine in DOCKER_HOST"
_START = "start it: systemctl start docker, or systemctl --user start podman.socket"
_RIGHT = (
    "join its group (usermod -aG docker USER, then log in again), use a rootless engine, "
    "or name another one in DOCKER_HOST"
)


async def find(environ: Mapping[str, str]) -> tuple[EngineApi, EngineDescription]:
    """The first engine that answers, and what it is; the caller closes it.

    Raises EngineAbsentError, EngineDeniedError, EngineUnreachableError.
    """
    places = addresses(environ)
    failures: list[DockerError] = []
    for place in places:
        try:
            return await _connected(place)
        except DockerError as error:
            failures.append(error)
    # A usual socket that is there tells more than the ones that are not.
    for kind in (EngineDeniedError, EngineUnreachableError):
        for failure in failures:
            if isinstance(failure, kind):
                raise failure
    tried = tuple(place.url for place in places)
    sources = {place.source for place in places}
    what = f"{sources.pop()} is {tried[0]}: nothing is there" if len(places) == 1 else "none found"
    raise EngineAbsentError(f"no container engine: {what}", advice=_INSTALL, tried=tried)


async def _connected(address: Address) -> tuple[EngineApi, EngineDescription]:
    if address.socket:
        _look_at(address)
    asked = EngineApi(address)
    try:
        said = await asked.call("GET", "/version", patience=PATIENCE)
    except EngineUnreachableError as error:
        raise EngineUnreachableError(str(error), advice=_START) from error
    except EngineRefusedError:
        said = None
    finally:
        await asked.close()
    if not isinstance(said, dict) or "ApiVersion" not in said:
        raise EngineUnreachableError(f"what answers at {address.url} is no container engine")
    return EngineApi(address, version=_spoken(said)), _description(address, said)


def _look_at(address: Address) -> None:
    """Tell a socket that is not there from one that may not be used, and from a dead one."""
    path = address.socket
    try:
        Path(path).stat()
    except PermissionError as error:
        raise _denied(address) from error
    except OSError as error:
        if error.errno in {errno.ENOENT, errno.ENOTDIR}:
            raise EngineAbsentError(f"{path} does not exist", tried=(address.url,)) from error
        raise EngineUnreachableError(f"{path}: {error.strerror}") from error
    if not os.access(path, os.R_OK | os.W_OK):
        raise _denied(address)


def _denied(address: Address) -> EngineDeniedError:
    return EngineDeniedError(f"no right to use the engine at {address.socket}", advice=_RIGHT)


def _spoken(said: dict[str, Any]) -> str:
    """The version of the API to speak: the engine's newest, but none that is newer than ours."""
    theirs = str(said["ApiVersion"])
    least = str(said.get("MinAPIVersion") or theirs)
    return max(min(theirs, NEWEST, key=_number), least, key=_number)


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _description(address: Address, said: dict[str, Any]) -> EngineDescription:
    components = said.get("Components") or []
    podman = any("podman" in str(component.get("Name")).lower() for component in components)
    return EngineDescription(
        address=clean(address.url),
        name="Podman" if podman else "Docker",
        version=clean(str(said.get("Version", ""))),
        architecture=clean(str(said.get("Arch", ""))),
        os=clean(str(said.get("Os", ""))),
    )
