"""Gets images from registries."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing

from batchdeck.docker.engine_api import EngineApi, Message
from batchdeck.docker.errors import EngineRefusedError, PullError, PushError
from batchdeck.docker.images import inspect
from batchdeck.docker.layers import Layers
from batchdeck.docker.logins import push_header
from batchdeck.docker.output import readable
from batchdeck.docker.push_reader import DENIED, INTERRUPTED
from batchdeck.domain.container_image import PullProgress, RegistryLogin

#: What `docker login` calls the registry of names without a host.
_DOCKER_HUB = "https://index.docker.io/v1/"
_NO_RIGHT = (
    "docker login to its registry; for ECR the role needs ecr:BatchGetImage and "
    "ecr:GetDownloadUrlForLayer"
)


async def pull(
    api: EngineApi, reference: str, login: RegistryLogin | None, environ: Mapping[str, str]
) -> AsyncGenerator[PullProgress]:
    """Get an image from its registry; the last progress holds it.

    Source: Docker Engine API, "Create an image": it ends when the connection does, and an
    error is a line like any other.
    """
    name, tag = _parted(reference)
    try:
        headers = {"X-Registry-Auth": await push_header(login, _registry(name), environ)}
    except PushError as error:
        raise PullError(str(error), advice=error.advice) from error
    layers = Layers()
    wanted = {"fromImage": name, "tag": tag}
    try:
        async with (
            api.asked("POST", "/images/create", wanted, headers, None, None) as answer,
            aclosing(api.messages(answer)) as messages,
        ):
            async for message in messages:
                if "error" in message:
                    raise _failure(str(message["error"]))
                if _of_layer(message) and layers.feed(message):
                    yield PullProgress(layers.all, layers.done, layers.total)
    except EngineRefusedError as error:
        raise _failure(str(error)) from error
    image = await inspect(api, reference)
    yield PullProgress(layers.all, layers.done, layers.total, image)


def _of_layer(message: Message) -> bool:
    """Whether a message is about a layer; the first one with an id is about the whole."""
    status = str(message.get("status", ""))
    return bool(status and message.get("id")) and not status.startswith("Pulling from")


def _parted(reference: str) -> tuple[str, str]:
    """Name, and tag or digest: an engine that is told none would get every tag there is."""
    name, at, digest = reference.partition("@")
    head, slash, last = name.rpartition("/")
    last, _, tag = last.partition(":")
    return head + slash + last, digest if at else tag or "latest"


def _registry(name: str) -> str:
    host, slash, _ = name.partition("/")
    return host if slash and ("." in host or ":" in host or host == "localhost") else _DOCKER_HUB


def _failure(message: str) -> PullError:
    said = readable(message.replace("\n", " "))
    if "manifest" in said and ("unknown" in said or "not found" in said):
        return PullError(said, advice="look at the name and the tag")
    if DENIED.search(said):
        return PullError(said, advice=_NO_RIGHT)
    if INTERRUPTED.search(said):
        return PullError(said, advice="the engine cannot reach the registry just now: try again")
    return PullError(said)
