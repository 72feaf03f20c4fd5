"""Reads the folder that an image is built from."""

from __future__ import annotations

from pathlib import Path

from batchdeck.domain.image_build import BuildContext


async def read_context(folder: Path, dockerfile: Path | None = None) -> BuildContext:
    """What a build of `folder` would see; nothing is sent.

    A relative `dockerfile` is looked for in the folder first, then from where the console
    was started; without one it is the folder's `Dockerfile`. Raises ContextError.
    """
    raise NotImplementedError
