"""What the engine knows of its images."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

from batchdeck.docker.engine_api import EngineApi
from batchdeck.docker.errors import BuildError, EngineRefusedError, ImageAbsentError
from batchdeck.domain.clean import clean, clean_tree
from batchdeck.domain.container_image import LocalImage

_NOT_FOUND = 404


async def inspect(api: EngineApi, reference: str) -> LocalImage:
    """An image by its reference or id. Raises ImageAbsentError, EngineUnreachableError."""
    shown = clean(reference)
    if not reference:
        raise ImageAbsentError("no image is named", advice="repository:tag, or an image's id")
    try:
        said = await api.call("GET", f"/images/{quoted(reference)}/json")
    except EngineRefusedError as error:
        if error.status == _NOT_FOUND:
            raise ImageAbsentError(
                f"the engine has no image {shown}",
                advice="build it, or docker pull it first",
            ) from error
        raise ImageAbsentError(f"image {shown}: {error}") from error
    if not isinstance(said, dict):
        raise ImageAbsentError(f"the engine says nothing of image {shown}")
    return _image(clean_tree(said))


async def made_for_platform(api: EngineApi, image_id: str, platform: str) -> LocalImage:
    """The image that a build has made. Raises BuildError when it is for another platform.

    The builder takes a base image of the engine for what was asked, whatever it is made for.
    """
    image = await inspect(api, image_id)
    if platform and not _fits(image, platform):
        raise BuildError(
            f"the image became {image.platform}, not {platform} as asked: the base image that "
            f"the engine has is made for {image.architecture}",
            advice=f"docker pull --platform {platform} BASE-IMAGE, or build with a fresh base",
        )
    return image


def quoted(reference: str) -> str:
    """A reference as part of a path: its slashes stay, everything else is escaped."""
    return quote(reference, safe="/:@")


def _image(said: dict[str, Any]) -> LocalImage:
    config = said.get("Config") or {}
    return LocalImage(
        id=str(said.get("Id", "")),
        tags=tuple(said.get("RepoTags") or ()),
        digests=tuple(said.get("RepoDigests") or ()),
        os=str(said.get("Os", "")),
        architecture=str(said.get("Architecture", "")),
        variant=str(said.get("Variant") or ""),
        size=int(said.get("Size") or 0),
        created_at=_milliseconds(str(said.get("Created") or "")),
        entrypoint=tuple(config.get("Entrypoint") or ()),
        command=tuple(config.get("Cmd") or ()),
        user=str(config.get("User") or ""),
        environment=tuple(pair.partition("=")[0] for pair in config.get("Env") or ()),
    )


def _milliseconds(moment: str) -> int | None:
    """A time of the engine; None for the one that stands for none, or for no time at all."""
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return int(at.timestamp() * 1000) if at.year > 1 else None


def _fits(image: LocalImage, platform: str) -> bool:
    """Whether an image is for a platform; a variant counts only where one is asked for."""
    wanted = platform.split("/")
    mine = [image.os, image.architecture, image.variant]
    return mine[: len(wanted)] == wanted if len(wanted) > 1 else platform in mine[:2]
