"""Who the console is to registries: a login it was given, or what `docker login` remembered.

Nothing here is written to a disk, and no error repeats a password.
Source: Docker Engine API, "Authentication": base64url of JSON, in a header of the request.
"""

from __future__ import annotations

import asyncio
import base64
import json
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from batchdeck.docker.errors import PushError
from batchdeck.domain.clean import clean
from batchdeck.domain.container_image import RegistryLogin


async def push_header(
    login: RegistryLogin | None, registry: str, environ: Mapping[str, str]
) -> str:
    """The header X-Registry-Auth for one registry; an empty login where none is known.

    Raises PushError when the remembered logins cannot be read.
    """
    if login:
        return _encoded(_spelled(login))
    found, problem = await asyncio.to_thread(_remembered, _file(environ))
    if problem:
        raise PushError(problem, advice="docker login writes that file anew")
    return _encoded(found.get(registry) or {})


async def build_header(
    logins: Iterable[RegistryLogin], environ: Mapping[str, str]
) -> tuple[str, str]:
    """The header X-Registry-Config, and why remembered logins are missing in it, or nothing.

    A base image may need no login, so a build goes on without them.
    """
    found, problem = await asyncio.to_thread(_remembered, _file(environ))
    given = {login.server: _spelled(login) for login in logins}
    return _encoded({**found, **given}), problem


def _remembered(file: Path) -> tuple[dict[str, Any], str]:
    """Logins by registry from a docker config and its credential helpers; what went wrong."""
    from docker.auth import load_config
    from docker.credentials.errors import StoreError
    from docker.errors import DockerException

    if not file.exists():
        return {}, ""
    # The SDK says it on the terminal, which is the console's, before it raises.
    warnings.filterwarnings("ignore", message="docker-credential-.* not installed")
    try:
        config = load_config(config_path=file)
        logins = config.get_all_credentials()  # type: ignore[no-untyped-call]
    except (DockerException, StoreError, OSError, ValueError) as error:
        reason = type(error).__name__ if isinstance(error, ValueError) else clean(str(error))
        return {}, f"the logins in {clean(str(file))} cannot be read: {reason}"
    return {server: login for server, login in logins.items() if login}, ""


def _file(environ: Mapping[str, str]) -> Path:
    folder = environ.get("DOCKER_CONFIG", "") or Path(environ.get("HOME", "") or "/", ".docker")
    return Path(folder, "config.json")


def _spelled(login: RegistryLogin) -> dict[str, str]:
    return {
        "username": login.username,
        "password": login.password.reveal(),
        "serveraddress": login.server,
    }


def _encoded(logins: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(logins).encode()).decode("ascii")
