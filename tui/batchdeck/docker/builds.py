"""Builds images."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from batchdeck.docker.build_reader import BuildReader
from batchdeck.docker.buildkit import buildkit_feature
from batchdeck.docker.command_builds import build_by_command
from batchdeck.docker.context_archive import archive, dockerfile_name
from batchdeck.docker.engine_api import EngineApi
from batchdeck.docker.errors import ContextError, EngineRefusedError, EngineUnreachableError
from batchdeck.docker.images import made_for_platform
from batchdeck.docker.logins import build_header
from batchdeck.domain.container_engine import EngineDescription
from batchdeck.domain.image_build import BuildContext, BuildOrder, BuildProgress

if TYPE_CHECKING:
    from aiohttp import ClientResponse

#: Seconds between two looks at how much of the context has been sent.
LOOK = 0.2


def build(
    api: EngineApi, engine: EngineDescription, order: BuildOrder, environ: Mapping[str, str]
) -> AsyncGenerator[BuildProgress]:
    """Build an image by whichever builder understands its Dockerfile.

    Podman's does, whatever stands in it. Docker's own is asked over the API, and BuildKit, to
    which that API is closed, through the `docker` command.
    """
    feature = buildkit_feature(order.context.instructions) if engine.name == "Docker" else ""
    if feature:
        return build_by_command(api, order, environ, feature)
    return _build(api, order, environ)


async def _build(
    api: EngineApi, order: BuildOrder, environ: Mapping[str, str]
) -> AsyncGenerator[BuildProgress]:
    """Build with the engine's own builder; the last progress holds the image's id.

    Source: Docker Engine API, "Build an image": it ends when the connection does. Raises
    BuildError, ContextError, EngineUnreachableError.
    """
    reader = BuildReader(order.context.instructions)
    sending = _Sending(order.context)
    logins, problem = await build_header(order.logins, environ)
    if problem:
        yield BuildProgress(line=problem)
    headers = {"Content-Type": "application/x-tar", "X-Registry-Config": logins}
    try:
        async with AsyncExitStack() as stack:
            asked = api.asked("POST", "/build", _params(order), headers, sending.body(), None)
            opening = asyncio.ensure_future(stack.enter_async_context(asked))
            try:
                while not (await asyncio.wait({opening}, timeout=LOOK))[0]:
                    yield BuildProgress(sent=sending.sent)
            finally:
                await _settled(opening)
            async for progress in _read(api, opening.result(), reader):
                yield progress
    except EngineRefusedError as error:
        raise reader.failure(str(error)) from error
    except EngineUnreachableError:
        if sending.problem:
            raise sending.problem from None
        raise
    if not reader.image_id:
        raise reader.failure("the build ended without an image")
    image = await made_for_platform(api, reader.image_id, order.platform)
    yield BuildProgress(reader.step, reader.steps, reader.instruction, image_id=image.id)


@dataclass
class _Sending:
    """How much of a context has gone."""

    context: BuildContext
    sent: int = 0
    problem: ContextError | None = None
    """Why the rest cannot go; the connection only breaks off then."""

    async def body(self) -> AsyncIterator[bytes]:
        async with aclosing(archive(self.context)) as pieces:
            try:
                async for piece in pieces:
                    yield piece
                    self.sent += len(piece)
            except ContextError as error:
                self.problem = error
                raise


async def _read(
    api: EngineApi, answer: ClientResponse, reader: BuildReader
) -> AsyncGenerator[BuildProgress]:
    async with aclosing(api.messages(answer)) as messages:
        async for message in messages:
            for progress in reader.feed(message):
                yield progress


async def _settled(opening: asyncio.Future[ClientResponse]) -> None:
    """Return when the request is answered, or given up because nobody waits for it."""
    if not opening.done():
        opening.cancel()
        await asyncio.wait({opening})


def _params(order: BuildOrder) -> list[tuple[str, str]]:
    return [
        ("dockerfile", dockerfile_name(order.context)),
        ("rm", "1"),
        ("forcerm", "1"),
        *(("t", tag) for tag in order.tags),
        *((("platform", order.platform),) if order.platform else ()),
        *((("target", order.target),) if order.target else ()),
        *((("pull", "1"),) if order.pull else ()),
        *((("nocache", "1"),) if order.no_cache else ()),
        *((("buildargs", json.dumps(dict(order.build_args))),) if order.build_args else ()),
    ]
