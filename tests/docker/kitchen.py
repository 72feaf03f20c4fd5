"""Folders to build from, without a base image from anywhere: this machine's busybox is enough."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path

from batchdeck.docker.context import read_context
from batchdeck.docker.engine import Engine
from batchdeck.domain.image_build import BuildOrder
from tests.docker.waiting import all_of

SHELL = "FROM scratch\nCOPY busybox /bin/sh\n"
"""Instructions that give an image with a shell, and all commands that are built into it."""


def unique(word: str) -> str:
    """A word that nothing else has in it, fit for names and commands."""
    return f"{word}{uuid.uuid4().hex[:12]}"


def folder(parent: Path, instructions: str) -> Path:
    """A new folder with a Dockerfile and busybox."""
    made = parent / unique("context")
    made.mkdir()
    busybox = shutil.which("busybox")
    assert busybox
    # What lies behind the end of a program does not matter to it. Layers that no other image
    # has are not taken away, when that one is removed, from under a build that found them.
    (made / "busybox").write_bytes(Path(busybox).read_bytes() + unique("").encode())
    (made / "busybox").chmod(0o755)
    (made / "Dockerfile").write_text(instructions, encoding="utf-8")
    return made


async def order(parent: Path, instructions: str, *tags: str) -> BuildOrder:
    """An order to build such a folder.

    Without the cache: an engine that looks through it fails when somebody removes any image
    meanwhile (`unable to find image`, seen with Docker 20.10), as other tests do.
    """
    context = await read_context(folder(parent, instructions))
    return BuildOrder(context, tags, no_cache=True)


async def built(engine: Engine, parent: Path, instructions: str, tag: str) -> str:
    """The id of a new image of that name."""
    progress = await all_of(engine.build(await order(parent, instructions, tag)))
    return progress[-1].image_id
