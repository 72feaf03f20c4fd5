"""Pushes images to registries."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing

from batchdeck.docker.engine_api import EngineApi
from batchdeck.docker.errors import EngineRefusedError, PushError
from batchdeck.docker.images import inspect, quoted
from batchdeck.docker.logins import push_header
from batchdeck.docker.push_reader import PushReader, failure
from batchdeck.domain.clean import clean
from batchdeck.domain.container_image import PushProgress, RegistryLogin

#: Source: distribution/reference, domain, path and tag.
_REPOSITORY = re.compile(
    r"(?P<registry>[A-Za-z0-9][A-Za-z0-9.-]*(:\d{1,5})?)"
    r"(/[a-z0-9]+((\.|_{1,2}|-+)[a-z0-9]+)*)+"
)
_LOOPBACK = re.compile(r"(localhost|127\.\d+\.\d+\.\d+)(:\d+)?$")
_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")


async def push(
    api: EngineApi,
    reference: str,
    repository: str,
    tag: str,
    login: RegistryLogin | None,
    environ: Mapping[str, str],
) -> AsyncGenerator[PushProgress]:
    """Tag an image as `repository:tag` and push it; the last progress says what arrived.

    Source: Docker Engine API, "Push an image": it ends when the connection does, and answers
    200 before anything is sent, so that only a digest is a success.
    """
    registry = _registry(repository, tag)
    headers = {"X-Registry-Auth": await push_header(login, registry, environ)}
    wanted = {"tag": tag}
    if _LOOPBACK.match(registry):
        # Docker takes a registry of the machine without TLS, Podman only when it is told.
        wanted["tlsVerify"] = "false"
    image = await inspect(api, reference)
    reader = PushReader(repository, tag)
    path = f"/images/{quoted(repository)}"
    try:
        params = {"repo": repository, "tag": tag}
        await api.call("POST", f"/images/{quoted(image.id)}/tag", params=params)
        async with (
            api.asked("POST", f"{path}/push", wanted, headers, None, None) as answer,
            aclosing(api.messages(answer)) as messages,
        ):
            async for message in messages:
                if progress := reader.feed(message):
                    yield progress
    except EngineRefusedError as error:
        raise failure(str(error)) from error
    yield reader.end()


def _registry(repository: str, tag: str) -> str:
    """The registry of a repository. Raises PushError for names that no registry takes."""
    found = _REPOSITORY.fullmatch(repository)
    if not found:
        raise PushError(
            f"repository '{clean(repository)}': HOST/NAME is right, the name in lower case",
        )
    if not _TAG.fullmatch(tag):
        raise PushError(
            f"tag '{clean(tag)}': letters, digits, _ . and -, not starting with . or -, at most 128"
        )
    return found["registry"]
